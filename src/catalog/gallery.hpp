#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.hpp"
#include "images/images.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// A product's pictures as rows: how uploaded ones come to be shown, and how staff arrange them.
namespace hurtrock::catalog {

enum class ImageState : std::uint8_t {
  kProcessing,  ///< uploaded; a job makes the variants
  kReady,       ///< shown
  kFailed,      ///< it could not be made; staff may try again
};
std::string_view word(ImageState state);

struct GalleryImage {
  ImageId id;
  ImageState state = ImageState::kReady;
  std::string failure;      ///< of images::word(); empty unless it failed
  std::string file;         ///< the largest, in the media folder; empty until it is ready
  std::vector<int> widths;  ///< ascending; empty for a drawing
  int width = 0, height = 0;
  std::string alt_id, alt_en;
  std::optional<VariantId> variant;  ///< that it shows; nothing: it belongs to all
  std::string sku;                   ///< of that
  bool thumbnail = false;
};

struct Gallery {
  ProductId product;
  std::string name, slug;
  bool on_sale = false;              ///< its page can be seen
  std::int64_t version = 0;          ///< of the arrangement
  std::vector<GalleryImage> images;  ///< in the order they are shown
};
std::optional<Gallery> find_gallery(db::Tx& tx, ProductId product);
/// Locked until the transaction ends.
std::optional<Gallery> lock_gallery(db::Tx& tx, ProductId product);

// From the upload to the shop ----------------------------------------------------------------------------------------

struct NewImage {
  ProductId product;
  std::string original;  ///< name of the stored original: its content's hash
  images::Size size;
  std::string alt = {};  ///< in both languages; empty: the product's name
};
/// More do not fit into one form, nor into anybody's patience.
constexpr std::size_t kMostImages = 40;

struct AddedImage {
  ImageId id;
  ImageState state = ImageState::kProcessing;
  bool is_new = true;  ///< false: the product had this picture already
};
enum class NotAdded : std::uint8_t { kNoSuchProduct, kFull };
/// A row at the end of the gallery, and the job that makes its variants.
std::expected<AddedImage, NotAdded> add_image(db::Tx& tx, const NewImage& image, Time now);

/// A picture whose files are in the media folder already.
struct MadeImage {
  std::string file;         ///< the largest
  std::vector<int> widths;  ///< ascending; none for a drawing in one size
  images::Size size;
  std::optional<std::string> original;
};
/// As some product shows it.
std::optional<MadeImage> find_made_image(db::Tx& tx, std::string_view file);
/// At the end of the gallery, and shown at once. `alt` as in NewImage.
std::expected<AddedImage, NotAdded> add_made_image(db::Tx& tx, ProductId product, const MadeImage& image,
                                                   std::string_view alt, Time now);

/// What `from` shows, for `to` as well, which has no pictures yet. The files are shared; pictures of one variant belong
/// to all of them there.
void copy_images(db::Tx& tx, ProductId from, ProductId to);

/// The original of a picture that is still to be made; nothing when there is nothing to do.
std::optional<std::string> original_to_process(db::Tx& tx, ImageId image);

/// Shown from now on. `file` names the largest variant. Nothing happens when the picture is not waited for any more.
void mark_ready(db::Tx& tx, ImageId image, std::string_view file, const images::Variants& variants, Time now);
void mark_failed(db::Tx& tx, ImageId image, images::Refusal reason, Time now);
/// Pictures that have been waited for since before `before`: their jobs died with the process. Answers how many.
std::int64_t fail_stranded(db::Tx& tx, Time before, Time now);

// What staff do ------------------------------------------------------------------------------------------------------

struct Description {
  ImageId image;
  std::string id, en;
};

/// Which variant a picture shows; nothing: all of them.
struct Shows {
  ImageId image;
  std::optional<VariantId> variant;
};

/// A gallery as the staff want it. Pictures that are not named keep their text, and their place behind the others.
struct Arrangement {
  std::vector<ImageId> order;
  std::vector<Description> descriptions;
  std::vector<Shows> shows;  ///< a variant of another product counts as none
  std::optional<ImageId> thumbnail;
  std::optional<ImageId> removed;
};
/// The gallery is locked. Ids of other products' pictures are passed over. Files stay: other products, orders and pages
/// in browsers may show them. What the shop shows changes with it.
void arrange(db::Tx& tx, const Gallery& gallery, const Arrangement& wanted);

/// failed -> processing, with a new job. False when it has not failed.
bool try_again(db::Tx& tx, ProductId product, ImageId image, Time now);

/// What catalog::add_image and try_again leave for the runner (make_variants.hpp).
constexpr std::string_view kMakeVariants = "catalog.make_variants";
constexpr int kMakeVariantsAttempts = 4;

}  // namespace hurtrock::catalog
