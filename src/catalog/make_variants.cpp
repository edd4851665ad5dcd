#include "catalog/make_variants.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <filesystem>

#include "catalog/gallery.hpp"
#include "catalog/image_files.hpp"
#include "platform/core/crypto.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;

/// Longer than all attempts of a job take together with their pauses.
constexpr auto kStranded = 1h;

/// Gone with everything in it at the end of this object's life.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& parent) : path_(parent + "/variants-" + crypto::random_token(12)) {
    std::filesystem::create_directories(path_);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

ImageId image_of(const jobs::Job& job) {
  return ImageId{boost::json::value_to<std::int64_t>(boost::json::parse(job.payload).at("image"))};
}

}  // namespace

jobs::Outcome make_variants(const jobs::Job& job, ImageServices& shop) {
  const ImageId image = image_of(job);
  const auto original = shop.db.read([&](db::Tx& tx) { return original_to_process(tx, image); });
  if (!original) return jobs::Outcome::done();

  const ScratchFolder folder(shop.scratch);
  const auto variants = shop.helper.make_variants(shop.originals + "/" + *original, folder.path());
  if (!variants) {
    // A picture that cannot be read stays so; a helper that was killed may have met a machine that was too busy.
    const bool may_work_later = variants.error() == images::Refusal::kUnfinished && job.attempt < job.max_attempts;
    if (may_work_later) return jobs::Outcome::retry("the helper did not finish");
    shop.db.write([&](db::Tx& tx) { mark_failed(tx, image, variants.error(), shop.clock.now()); });
    log::warn("catalog.make_variants.refused", {{"image", image.value()}, {"reason", images::word(variants.error())}});
    return jobs::Outcome::done();
  }

  const std::string file = publish(*variants, folder.path(), shop.media);
  shop.db.write([&](db::Tx& tx) { mark_ready(tx, image, file, *variants, shop.clock.now()); });
  log::info("catalog.make_variants.done", {{"image", image.value()},
                                           {"variants", variants->widths.size()},
                                           {"ms", variants->took_ms},
                                           {"peak_kb", variants->peak_kb}});
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
