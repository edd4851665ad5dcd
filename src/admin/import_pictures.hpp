#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "admin/import_picture_store.hpp"
#include "catalog/make_variants.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/fetch/download.hpp"
#include "platform/jobs/runner.hpp"

/// Pictures that files of products name, from their source to the product. The transaction that writes a product leaves
/// what it wants and a job; the job fetches one picture after the other, or unpacks it from the import's ZIP, and hands
/// each to what takes the staff's uploads.
namespace hurtrock::admin {

struct PictureImportServices {
  db::Database& db;
  const Clock& clock;
  catalog::ImageServices& images;
  fetch::Downloader& downloader;
  std::string media;   ///< what the addresses of the shop's own pictures begin with
  std::string folder;  ///< of the files of imports
};

/// "https://shop.id/media/"
std::string media_address(std::string_view public_url);
/// The file that an address of the shop's own media names; nothing for any other.
std::optional<std::string> own_file(std::string_view source, std::string_view media);

void enqueue_pictures(db::Tx& tx, store::ImportId import, ProductId product, Time now);

/// Some seconds of a product's pictures; what is left has a job of its own. May be run any number of times and broken
/// off anywhere.
jobs::Outcome take_pictures(const jobs::Job& job, PictureImportServices& shop);

/// The failed ones of an import once more. Answers how many products have any.
std::size_t retry_pictures(db::Database& db, store::ImportId import, Time now);

/// "unreachable", "status" and their like, and what upload_pictures says of a file, for people.
std::string worded(const store::PictureFailure& failure, const i18n::Texts& texts);

void register_picture_import_jobs(jobs::Runner& runner, PictureImportServices& shop);

}  // namespace hurtrock::admin
