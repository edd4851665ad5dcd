#include <fmt/format.h>

#include <algorithm>

#include "catalog/gallery.hpp"
#include "catalog/snapshot_builder.hpp"
#include "layout/picture_address.hpp"
#include "platform/jobs/jobs.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::pair<ImageState, std::string_view> kImageStates[] = {
    {ImageState::kProcessing, "processing"}, {ImageState::kReady, "ready"}, {ImageState::kFailed, "failed"}};

ImageState state_of(std::string_view word) {
  return std::ranges::find(kImageStates, word, &std::pair<ImageState, std::string_view>::second)->first;
}

std::vector<GalleryImage> images_of(db::Tx& tx, ProductId product) {
  const auto rows = tx.query(
      "SELECT i.id, i.state, i.failure, i.file, i.widths, i.width, i.height, i.alt_id, i.alt_en, "
      "COALESCE(v.sku, ''), i.is_thumbnail, i.variant_id FROM product_images i LEFT JOIN variants v ON v.id = "
      "i.variant_id "
      "WHERE i.product_id = $1 ORDER BY i.position, i.id",
      product);
  std::vector<GalleryImage> images(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    images[row] = {.id = rows.get<ImageId>(row, 0),
                   .state = state_of(rows.get<std::string>(row, 1)),
                   .failure = rows.get<std::string>(row, 2),
                   .file = rows.get<std::string>(row, 3),
                   .widths = layout::read_widths(rows.get<std::string>(row, 4)),
                   .width = rows.get<int>(row, 5),
                   .height = rows.get<int>(row, 6),
                   .alt_id = rows.get<std::string>(row, 7),
                   .alt_en = rows.get<std::string>(row, 8),
                   .variant = rows.get<std::optional<VariantId>>(row, 11),
                   .sku = rows.get<std::string>(row, 9),
                   .thumbnail = rows.get<bool>(row, 10)};
  return images;
}

std::optional<Gallery> read_gallery(db::Tx& tx, ProductId product, std::string_view lock) {
  const auto found = tx.maybe<std::string, std::string, bool, std::int64_t>(
      fmt::format("SELECT name, slug, CASE WHEN state = 'active' THEN 1 ELSE 0 END, gallery_version FROM products "
                  "WHERE id = $1 AND state <> 'archived'{}",
                  lock),
      product);
  if (!found) return std::nullopt;
  const auto& [name, slug, on_sale, version] = *found;
  return Gallery{.product = product,
                 .name = name,
                 .slug = slug,
                 .on_sale = on_sale,
                 .version = version,
                 .images = images_of(tx, product)};
}

void enqueue_making(db::Tx& tx, ImageId image, Time now) {
  jobs::enqueue(tx, kMakeVariants, fmt::format(R"({{"image":{}}})", image.value()),
                {.run_at = now, .dedup_key = std::nullopt, .max_attempts = kMakeVariantsAttempts});
}

}  // namespace

std::string_view word(ImageState state) {
  return std::ranges::find(kImageStates, state, &std::pair<ImageState, std::string_view>::first)->second;
}

std::optional<Gallery> find_gallery(db::Tx& tx, ProductId product) { return read_gallery(tx, product, ""); }
std::optional<Gallery> lock_gallery(db::Tx& tx, ProductId product) { return read_gallery(tx, product, " FOR UPDATE"); }

std::expected<AddedImage, NotAdded> add_image(db::Tx& tx, const NewImage& image, Time now) {
  // Locked, so that of two uploads at once one comes after the other.
  const auto gallery = lock_gallery(tx, image.product);
  if (!gallery) return std::unexpected(NotAdded::kNoSuchProduct);
  if (const auto known =
          tx.maybe<ImageId, std::string>("SELECT id, state FROM product_images WHERE product_id = $1 AND original = $2",
                                         image.product, image.original)) {
    const auto& [id, state] = *known;
    return AddedImage{.id = id, .state = state_of(state), .is_new = false};
  }
  if (gallery->images.size() >= kMostImages) return std::unexpected(NotAdded::kFull);
  const auto id = tx.one<ImageId>(
      "INSERT INTO product_images (product_id, file, width, height, alt_id, alt_en, position, state, state_since, "
      "original) VALUES ($1, '', $2, $3, $4, $4, "
      "(SELECT COALESCE(MAX(position), 0) + 1 FROM product_images WHERE product_id = $1), 'processing', $5, $6) "
      "RETURNING id",
      image.product, image.size.width, image.size.height, image.alt.empty() ? gallery->name : image.alt, now,
      image.original);
  enqueue_making(tx, id, now);
  return AddedImage{.id = id};
}

std::optional<MadeImage> find_made_image(db::Tx& tx, std::string_view file) {
  auto found = tx.maybe<std::string, int, int, std::optional<std::string>>(
      "SELECT widths, width, height, original FROM product_images WHERE file = $1 AND state = 'ready' "
      "ORDER BY id LIMIT 1",
      file);
  if (!found) return std::nullopt;
  auto& [widths, width, height, original] = *found;
  return MadeImage{std::string(file), layout::read_widths(widths), {width, height}, std::move(original)};
}

std::expected<AddedImage, NotAdded> add_made_image(db::Tx& tx, ProductId product, const MadeImage& image,
                                                   std::string_view alt, Time now) {
  const auto gallery = lock_gallery(tx, product);
  if (!gallery) return std::unexpected(NotAdded::kNoSuchProduct);
  // By its original, too: what has not been made yet, or was made differently, is the same picture.
  if (const auto known = tx.maybe<ImageId, std::string>(
          "SELECT id, state FROM product_images WHERE product_id = $1 AND (file = $2 OR original = $3) "
          "ORDER BY id LIMIT 1",
          product, image.file, image.original)) {
    const auto& [id, state] = *known;
    return AddedImage{.id = id, .state = state_of(state), .is_new = false};
  }
  if (gallery->images.size() >= kMostImages) return std::unexpected(NotAdded::kFull);
  const auto id = tx.one<ImageId>(
      "INSERT INTO product_images (product_id, file, widths, width, height, alt_id, alt_en, position, state, "
      "state_since, original) VALUES ($1, $2, $3, $4, $5, $6, $6, "
      "(SELECT COALESCE(MAX(position), 0) + 1 FROM product_images WHERE product_id = $1), 'ready', $7, $8) "
      "RETURNING id",
      product, image.file, layout::write_widths(image.widths), image.size.width, image.size.height,
      alt.empty() ? std::string_view(gallery->name) : alt, now, image.original);
  raise_catalogue_version(tx, product);
  return AddedImage{.id = id, .state = ImageState::kReady};
}

void copy_images(db::Tx& tx, ProductId from, ProductId to) {
  tx.send(
      "INSERT INTO product_images (product_id, file, width, height, alt_id, alt_en, position, is_thumbnail, state, "
      "state_since, original, widths) SELECT $1, file, width, height, alt_id, alt_en, position, is_thumbnail, state, "
      "state_since, original, widths FROM product_images WHERE product_id = $2 AND state = 'ready'",
      to, from);
  raise_catalogue_version(tx);
}

std::optional<std::string> original_to_process(db::Tx& tx, ImageId image) {
  return tx.maybe_value<std::string>(
      "SELECT original FROM product_images WHERE id = $1 AND state = 'processing' AND original IS NOT NULL", image);
}

void mark_ready(db::Tx& tx, ImageId image, std::string_view file, const images::Variants& variants, Time now) {
  const auto product = tx.maybe_value<ProductId>(
      "UPDATE product_images SET state = 'ready', state_since = $1, failure = '', file = $2, width = $3, height = $4, "
      "widths = $5 WHERE id = $6 AND state = 'processing' RETURNING product_id",
      now, file, variants.size.width, variants.size.height, layout::write_widths(variants.widths), image);
  if (product) raise_catalogue_version(tx, *product);
}

void mark_failed(db::Tx& tx, ImageId image, images::Refusal reason, Time now) {
  tx.send(
      "UPDATE product_images SET state = 'failed', state_since = $1, failure = $2 WHERE id = $3 AND state = "
      "'processing'",
      now, images::word(reason), image);
}

std::int64_t fail_stranded(db::Tx& tx, Time before, Time now) {
  return tx.execute(
      "UPDATE product_images SET state = 'failed', state_since = $1, failure = $2 WHERE state = 'processing' AND "
      "state_since < $3",
      now, images::word(images::Refusal::kUnfinished), before);
}

void arrange(db::Tx& tx, const Gallery& gallery, const Arrangement& wanted) {
  // Those that are not named come last, as they stood.
  std::vector<std::pair<std::ptrdiff_t, std::size_t>> places;
  for (std::size_t i = 0; i < gallery.images.size(); ++i)
    if (gallery.images[i].id != wanted.removed)
      places.emplace_back(std::ranges::find(wanted.order, gallery.images[i].id) - wanted.order.begin(), i);
  std::ranges::sort(places);
  std::vector<ImageId> order;
  for (const auto& [place, index] : places) order.push_back(gallery.images[index].id);
  const auto is_ours = [&](ImageId id) { return std::ranges::find(order, id) != order.end(); };

  if (wanted.removed)
    tx.send("DELETE FROM product_images WHERE id = $1 AND product_id = $2", *wanted.removed, gallery.product);
  std::int64_t position = 0;
  for (const ImageId id : order) tx.send("UPDATE product_images SET position = $1 WHERE id = $2", ++position, id);
  for (const Description& text : wanted.descriptions)
    if (is_ours(text.image))
      tx.send("UPDATE product_images SET alt_id = $1, alt_en = $2 WHERE id = $3", text.id, text.en, text.image);
  for (const Shows& picture : wanted.shows)
    if (is_ours(picture.image))
      tx.send(
          "UPDATE product_images SET variant_id = (SELECT id FROM variants WHERE id = $1 AND product_id = $2) "
          "WHERE id = $3",
          picture.variant, gallery.product, picture.image);
  if (wanted.thumbnail && is_ours(*wanted.thumbnail)) {
    // First away, then there: at no moment are there two.
    tx.send("UPDATE product_images SET is_thumbnail = 0 WHERE product_id = $1 AND is_thumbnail = 1", gallery.product);
    tx.send("UPDATE product_images SET is_thumbnail = 1 WHERE id = $1", *wanted.thumbnail);
  }
  tx.send("UPDATE products SET gallery_version = gallery_version + 1 WHERE id = $1", gallery.product);
  raise_catalogue_version(tx, gallery.product);
}

bool try_again(db::Tx& tx, ProductId product, ImageId image, Time now) {
  const bool failed = tx.execute(
                          "UPDATE product_images SET state = 'processing', state_since = $1, failure = '' "
                          "WHERE id = $2 AND product_id = $3 AND state = 'failed' AND original IS NOT NULL",
                          now, image, product) == 1;
  if (failed) enqueue_making(tx, image, now);
  return failed;
}

}  // namespace hurtrock::catalog
