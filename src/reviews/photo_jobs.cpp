#include <boost/json.hpp>
#include <filesystem>

#include "images/image_files.hpp"
#include "layout/picture_address.hpp"
#include "platform/log/log.hpp"
#include "reviews/routes.hpp"

namespace hurtrock::reviews {
namespace {

namespace json = boost::json;

/// It may be run any number of times and broken off anywhere: until the last step nothing refers to what it leaves.
jobs::Outcome make_photo(const jobs::Job& job, Services& shop) {
  const ReviewPhotoId photo{json::value_to<std::int64_t>(json::parse(job.payload).at("photo"))};
  const auto original = shop.db.read([&](db::Tx& tx) { return original_to_process(tx, photo); });
  if (!original) return jobs::Outcome::done();
  const auto made = images::make_and_publish(shop.helper, shop.originals + "/" + *original, shop.scratch, shop.media);
  if (!made) {
    const bool may_work_later = made.error() == images::Refusal::kUnfinished && job.attempt < job.max_attempts;
    if (may_work_later) return jobs::Outcome::retry("the helper did not finish");
    shop.db.write([&](db::Tx& tx) { mark_photo_failed(tx, photo, made.error(), shop.clock.now()); });
    log::warn("reviews.make_photo.refused", {{"photo", photo.value()}, {"reason", images::word(made.error())}});
    return jobs::Outcome::done();
  }
  shop.db.write([&](db::Tx& tx) { mark_photo_ready(tx, photo, made->file, made->variants, shop.clock.now()); });
  return jobs::Outcome::done();
}

/// What its owner has taken back is gone from the disk too, unless another picture is the same.
jobs::Outcome forget_photo(const jobs::Job& job, Services& shop) {
  const json::value payload = json::parse(job.payload);
  const auto text = [&](std::string_view name) { return json::value_to<std::string>(payload.at(name)); };
  const std::string original = text("original"), file = text("file");
  const auto [original_used, file_used] = shop.db.read(
      [&](db::Tx& tx) { return std::pair{is_original_used(tx, original), file.empty() || is_file_used(tx, file)}; });
  std::error_code ignored;
  if (!original_used) std::filesystem::remove(shop.originals + "/" + original, ignored);
  if (!file_used)
    for (const int width : layout::read_widths(text("widths")))
      std::filesystem::remove(shop.media + "/" + layout::variant_file(file, width), ignored);
  return jobs::Outcome::done();
}

}  // namespace

void register_photo_jobs(jobs::Runner& runner, Services& shop) {
  runner.on(std::string(kMakePhoto), [&shop](const jobs::Job& job) { return make_photo(job, shop); });
  runner.on(std::string(kForgetPhoto), [&shop](const jobs::Job& job) { return forget_photo(job, shop); });
}

}  // namespace hurtrock::reviews
