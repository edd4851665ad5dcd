#include "catalog/make_variants.hpp"

#include <boost/json.hpp>
#include <chrono>

#include "catalog/gallery.hpp"
#include "images/image_files.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;

/// Longer than all attempts of a job take together with their pauses.
constexpr auto kStranded = 1h;

ImageId image_of(const jobs::Job& job) {
  return ImageId{boost::json::value_to<std::int64_t>(boost::json::parse(job.payload).at("image"))};
}

}  // namespace

jobs::Outcome make_variants(const jobs::Job& job, ImageServices& shop) {
  const ImageId image = image_of(job);
  const auto original = shop.db.read([&](db::Tx& tx) { return original_to_process(tx, image); });
  if (!original) return jobs::Outcome::done();

  const auto made = images::make_and_publish(shop.helper, shop.originals + "/" + *original, shop.scratch, shop.media);
  if (!made) {
    // A picture that cannot be read stays so; a helper that was killed may have met a machine that was too busy.
    const bool may_work_later = made.error() == images::Refusal::kUnfinished && job.attempt < job.max_attempts;
    if (may_work_later) return jobs::Outcome::retry("the helper did not finish");
    shop.db.write([&](db::Tx& tx) { mark_failed(tx, image, made.error(), shop.clock.now()); });
    log::warn("catalog.make_variants.refused", {{"image", image.value()}, {"reason", images::word(made.error())}});
    return jobs::Outcome::done();
  }

  shop.db.write([&](db::Tx& tx) { mark_ready(tx, image, made->file, made->variants, shop.clock.now()); });
  log::info("catalog.make_variants.done", {{"image", image.value()},
                                           {"variants", made->variants.widths.size()},
                                           {"ms", made->variants.took_ms},
                                           {"peak_kb", made->variants.peak_kb}});
  return jobs::Outcome::done();
}

void register_image_jobs(jobs::Runner& runner, ImageServices& shop) {
  runner.on(std::string(kMakeVariants), [&shop](const jobs::Job& job) { return make_variants(job, shop); });
  runner.every("catalog.fail_stranded_images", 10min, [&shop] {
    const Time now = shop.clock.now();
    shop.db.write([&](db::Tx& tx) { fail_stranded(tx, now - kStranded, now); });
  });
}

}  // namespace hurtrock::catalog
