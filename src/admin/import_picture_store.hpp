#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "admin/exchange_store.hpp"
#include "catalog/ids.hpp"
#include "platform/db/db.hpp"

/// Questions about the pictures that files of products name.
namespace hurtrock::admin::store {

using ImportPictureId = Id<struct ImportPictureTag>;

struct WantedPicture {
  std::int64_t row = 0;
  std::string source, alt;
};

/// By everything that a file may call them: where imports have taken them from, and their addresses, which begin with
/// `media`.
std::set<std::string, std::less<>> known_pictures(db::Tx& tx, ProductId product, std::string_view media);
/// To be taken over. What this import has of the product already stays as it is.
void add_wanted_pictures(db::Tx& tx, ImportId import, ProductId product, std::span<const WantedPicture> pictures,
                         Time now);

struct ImportPicture {
  ImportPictureId id;
  ImportId import;
  ProductId product;
  std::string source, alt;
  std::int64_t tries = 0;
};
/// The one that waits and has been tried least; of several, the first of the file.
std::optional<ImportPicture> next_picture(db::Tx& tx, ImportId import, ProductId product);
/// Attempts at the product's pictures so far: it only grows.
std::int64_t tries_at_pictures(db::Tx& tx, ImportId import, ProductId product);

struct PictureFailure {
  std::string word;  ///< as import_pictures.hpp words it
  int status = 0;    ///< of the server's answer, where that is the failure
};
/// Counts an attempt and writes down what has come of it. False, and nothing changed, when somebody else has made it.
bool settle_as_taken(db::Tx& tx, const ImportPicture& seen, Time now);
bool settle_as_failed(db::Tx& tx, const ImportPicture& seen, const PictureFailure& failure, bool is_final, Time now);
/// From now on known_pictures() names the source, for as long as the product has the picture.
void remember_source(db::Tx& tx, const ImportPicture& picture, ImageId image);

/// All of the product's that wait.
void fail_waiting_pictures(db::Tx& tx, ImportId import, ProductId product, std::string_view failure, Time now);
/// Those that have waited since before `before`: their jobs died with their processes.
void fail_stranded_pictures(db::Tx& tx, Time before, std::string_view failure, Time now);
/// failed -> waiting; answers whose they are, each product once.
std::set<ProductId> retry_failed_pictures(db::Tx& tx, ImportId import, Time now);

struct PictureCounts {
  std::int64_t waiting = 0, taken = 0, failed = 0;
};
PictureCounts count_pictures(db::Tx& tx, ImportId import);

struct FailedPicture {
  std::int64_t row = 0;
  ProductId product;
  std::string product_name, source;
  PictureFailure failure;
};
std::vector<FailedPicture> failed_pictures(db::Tx& tx, ImportId import, std::int64_t limit);

}  // namespace hurtrock::admin::store
