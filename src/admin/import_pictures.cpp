#include "admin/import_pictures.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <expected>
#include <filesystem>

#include "admin/import_archive.hpp"
#include "admin/picture_page.hpp"
#include "admin/store.hpp"
#include "catalog/gallery.hpp"
#include "images/image_files.hpp"
#include "platform/core/temporary.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
namespace fs = std::filesystem;
using store::ImportId;
using store::ImportPicture;
using store::PictureFailure;

constexpr std::string_view kPictureJob = "admin.import_pictures";
/// A shop that is stopped waits for it, and for one more picture.
constexpr auto kPictureSlice = 5s;
/// What may come right by itself is tried so often, with a pause for the server to come back.
constexpr std::int64_t kTries = 3;
constexpr auto kPause = 15s;
/// Longer than the queue of a large shop from slow servers.
constexpr auto kStranded = 24h;

struct Failed {
  PictureFailure failure;
  bool may_pass = false;  ///< it may work later
};

Failed failed(const fetch::NotDownloaded& why) {
  using Why = fetch::NotDownloaded::Why;
  switch (why.why) {
    case Why::kNotPublic:
      return {{"not_public"}};
    case Why::kUnreachable:
      return {{"unreachable"}, true};
    case Why::kRedirects:
      return {{"redirects"}};
    case Why::kStatus:
      return {{"status", why.status}, why.status >= 500 || why.status == 429 || why.status == 408};
    case Why::kTooLarge:
      return {{"too_large"}};
    case Why::kTooSlow:
      return {{"too_slow"}, true};
  }
  return {{"unexpected"}};
}

Failed failed(images::Refusal why) { return {{std::string(images::word(why))}, why == images::Refusal::kUnfinished}; }

Failed failed(catalog::NotAdded why) {
  return {{why == catalog::NotAdded::kFull ? "gallery_full" : "no_such_product"}};
}

/// Gone at the end of this object's life, unless it has been moved away.
class ScratchFile {
 public:
  explicit ScratchFile(const std::string& folder) : path_(temporary::new_path(folder, temporary::Kind::kPicture)) {}
  ~ScratchFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void enqueue(db::Tx& tx, ImportId import, ProductId product, Time run_at) {
  // Whoever comes to the same state of the work leaves the same job.
  jobs::enqueue(tx, kPictureJob, fmt::format(R"({{"import":{},"product":{}}})", import.value(), product.value()),
                {.run_at = run_at,
                 .dedup_key = fmt::format("import-pictures:{}:{}:{}", import.value(), product.value(),
                                          store::tries_at_pictures(tx, import, product))});
}

/// One attempt at one picture.
class Taking {
 public:
  Taking(PictureImportServices& shop, const ImportPicture& picture) : shop_(shop), picture_(picture) {}

  void run() {
    if (has_it_already()) return;
    if (const auto why = take()) fail(*why);
  }

 private:
  using AddedImage = std::expected<catalog::AddedImage, catalog::NotAdded>;

  /// By another import, or by a run of this one that was cancelled.
  bool has_it_already() {
    return shop_.db.write([&](db::Tx& tx) {
      if (!store::known_pictures(tx, picture_.product, shop_.media).contains(picture_.source)) return false;
      store::settle_as_taken(tx, picture_, shop_.clock.now());
      return true;
    });
  }

  std::optional<Failed> take() {
    if (const auto zipped = read_archive_source(picture_.source)) return unpack(*zipped);
    if (const auto file = own_file(picture_.source, shop_.media)) return take_own(*file);
    return fetch();
  }

  std::optional<Failed> take_own(const std::string& file) {
    auto image = shop_.db.read([&](db::Tx& tx) { return catalog::find_made_image(tx, file); });
    if (!image)
      if (auto made = images::find_made(shop_.images.helper, file, shop_.images.media))
        image = catalog::MadeImage{std::move(made->file), std::move(made->variants.widths), made->variants.size, {}};
    if (!image) return Failed{{"not_in_shop"}};
    const auto why = add(
        [&](db::Tx& tx, Time now) { return catalog::add_made_image(tx, picture_.product, *image, picture_.alt, now); });
    if (!why) shop_.images.catalogue_changed();
    return why;
  }

  std::optional<Failed> fetch() {
    const ScratchFile file(shop_.images.scratch);
    if (const auto downloaded = shop_.downloader.download(picture_.source, file.path()); !downloaded)
      return failed(downloaded.error());
    return take_file(file.path());
  }

  std::optional<Failed> unpack(const ArchiveSource& zipped) {
    const ScratchFile file(shop_.images.scratch);
    const auto unpacked = unpack_picture({shop_.db, shop_.clock, shop_.folder}, picture_.import, zipped, file.path());
    if (!unpacked) return Failed{{std::string(unpacked.error())}};
    return take_file(file.path());
  }

  /// As an upload.
  std::optional<Failed> take_file(const std::string& path) {
    const auto size = shop_.images.helper.inspect(path, images::Sender::kStaff);
    if (!size) return failed(size.error());
    const std::string original = images::keep_original(path, shop_.images.originals);
    const auto why = add([&](db::Tx& tx, Time now) {
      return catalog::add_image(
          tx, {.product = picture_.product, .original = original, .size = *size, .alt = picture_.alt}, now);
    });
    if (!why) shop_.images.wake_jobs();
    return why;
  }

  /// The picture, its source, its entry of the log and the end of the attempt, or none of them.
  template <class Add>
  std::optional<Failed> add(const Add& add_to) {
    const AddedImage added = shop_.db.write([&](db::Tx& tx) -> AddedImage {
      const Time now = shop_.clock.now();
      AddedImage image = add_to(tx, now);
      if (!image) return image;
      if (!store::settle_as_taken(tx, picture_, now)) {
        tx.abandon();
        return image;
      }
      store::remember_source(tx, picture_, image->id);
      if (image->is_new) record(tx, image->id, now);
      return image;
    });
    return added ? std::nullopt : std::optional{failed(added.error())};
  }

  void record(db::Tx& tx, ImageId image, Time now) {
    const auto import = store::find_import(tx, picture_.import);
    if (!import) return;
    const StaffMember& staff = import->file.staff;
    store::add_audit_entry(
        tx,
        {.actor = staff.id == UserId{} ? std::nullopt : std::optional{staff.id},
         .actor_name = staff.name,
         .action = "product.image_added",
         .subject_kind = "product",
         .subject_id = std::to_string(picture_.product.value()),
         .before_json = "null",
         .after_json = json::serialize(json::object{{"image", image.value()}, {"file", shown_source(picture_.source)}}),
         .remote_address = staff.remote_address},
        now);
  }

  void fail(const Failed& why) {
    const bool is_final = !why.may_pass || (picture_.tries + 1) % kTries == 0;
    shop_.db.write(
        [&](db::Tx& tx) { store::settle_as_failed(tx, picture_, why.failure, is_final, shop_.clock.now()); });
    log::info("admin.import_pictures.failed", {{"import", picture_.import.value()},
                                               {"product", picture_.product.value()},
                                               {"reason", why.failure.word},
                                               {"status", why.failure.status},
                                               {"final", is_final}});
  }

  PictureImportServices& shop_;
  const ImportPicture& picture_;
};

}  // namespace

std::string media_address(std::string_view public_url) { return fmt::format("{}/media/", public_url); }

std::optional<std::string> own_file(std::string_view source, std::string_view media) {
  if (!source.starts_with(media)) return std::nullopt;
  return std::string(source.substr(media.size()));
}

void enqueue_pictures(db::Tx& tx, ImportId import, ProductId product, Time now) { enqueue(tx, import, product, now); }

jobs::Outcome take_pictures(const jobs::Job& job, PictureImportServices& shop) {
  const json::value payload = json::parse(job.payload);
  const ImportId import{json::value_to<std::int64_t>(payload.at("import"))};
  const ProductId product{json::value_to<std::int64_t>(payload.at("product"))};
  try {
    const Time until = shop.clock.now() + kPictureSlice;
    std::set<store::ImportPictureId> tried;
    bool unpacks = false;
    for (;;) {
      const auto picture = shop.db.read([&](db::Tx& tx) { return store::next_picture(tx, import, product); });
      if (!picture) {
        if (unpacks) remove_spent_archives({shop.db, shop.clock, shop.folder});
        return jobs::Outcome::done();
      }
      const bool is_second_time = !tried.insert(picture->id).second;
      if (const Time now = shop.clock.now(); is_second_time || now >= until) {
        shop.db.write([&](db::Tx& tx) { enqueue(tx, import, product, is_second_time ? now + kPause : now); });
        return jobs::Outcome::done();
      }
      unpacks = unpacks || read_archive_source(picture->source);
      Taking(shop, *picture).run();
    }
  } catch (const std::exception& failure) {
    if (job.attempt < job.max_attempts) throw;
    shop.db.write(
        [&](db::Tx& tx) { store::fail_waiting_pictures(tx, import, product, "unexpected", shop.clock.now()); });
    return jobs::Outcome::give_up(failure.what());
  }
}

std::size_t retry_pictures(db::Database& db, ImportId import, Time now) {
  return db.write([&](db::Tx& tx) {
    const auto products = store::retry_failed_pictures(tx, import, now);
    for (const ProductId product : products) enqueue(tx, import, product, now);
    return products.size();
  });
}

std::string worded(const PictureFailure& failure, const i18n::Texts& texts) {
  const std::string key = fmt::format("admin.import.picture_failure.{}", failure.word);
  return texts.has(key) ? texts(key, {{"status", failure.status}}) : worded_failure(failure.word, texts);
}

void register_picture_import_jobs(jobs::Runner& runner, PictureImportServices& shop) {
  runner.on(std::string(kPictureJob), [&shop](const jobs::Job& job) { return take_pictures(job, shop); });
  runner.every("admin.fail_stranded_pictures", 1h, [&shop] {
    const Time now = shop.clock.now();
    shop.db.write([&](db::Tx& tx) { store::fail_stranded_pictures(tx, now - kStranded, "unexpected", now); });
  });
}

}  // namespace hurtrock::admin
