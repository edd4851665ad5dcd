#include "admin/import_archive.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "admin/import_pictures.hpp"
#include "admin/import_products.hpp"
#include "admin/shop_fixture.hpp"
#include "catalog/gallery.hpp"
#include "platform/archive/zip_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace fs = std::filesystem;
using archive::testing::TestEntry;
using archive::testing::zip_of;

const std::string kZippedPhoto = "\xFF\xD8\xFF\xE0 a photo of ";

archive::ZipEntry entry(const std::string& name) { return {.name = name, .size = 1}; }

/// "a.jpg", "b.zip: nested"
std::vector<std::string> contents(const std::vector<std::string>& names) {
  std::vector<archive::ZipEntry> entries;
  for (const auto& name : names) entries.push_back(entry(name));
  std::vector<std::string> lines;
  for (const auto& file : archive_contents(entries))
    lines.push_back(file.name + (file.fault.empty() ? "" : ": " + file.fault));
  return lines;
}

TEST(ImportArchive, KnowsAFileByItsNameWithoutFoldersAndCapitals) {
  EXPECT_EQ(archive_key("Foto/Gitar Merah.JPG"), "gitar merah.jpg");
  EXPECT_EQ(archive_key("D:\\Foto\\ gitar merah.jpg "), "gitar merah.jpg");
  EXPECT_EQ(named_file("../../GITAR MERAH.jpg"), "gitar merah.jpg");
  EXPECT_EQ(named_file("https://foto.id/gitar.jpg"), std::nullopt);
}

TEST(ImportArchive, TellsFilesOfOneNameApartByWhatIsInThem) {
  const store::ArchiveFile file{.name = "Gitar-1 (a).JPG", .size = 48'213, .crc = 0x0A1B2C3D};
  const auto source = archive_source(file);
  EXPECT_EQ(source, "zip/0a1b2c3d-48213/Gitar-1 (a).JPG");
  const auto read = read_archive_source(source);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->crc, file.crc);
  EXPECT_EQ(read->size, file.size);
  EXPECT_EQ(read->name, file.name);
  EXPECT_EQ(shown_source(source), file.name);
  for (const auto* other :
       {"https://foto.id/zip/1-1/a.jpg", "zip/", "zip/1-1", "zip/x-1/a.jpg", "zip/1-x/a.jpg", "zip/a-b.jpg/1"}) {
    EXPECT_FALSE(read_archive_source(other)) << other;
    EXPECT_EQ(shown_source(other), other);
  }
}

TEST(ImportArchive, LeavesOutWhatSystemsAdd) {
  EXPECT_THAT(contents({"foto/a.jpg", "__MACOSX/foto/._a.jpg", "foto/.DS_Store", "Thumbs.db", "foto/desktop.ini"}),
              ElementsAre("a.jpg"));
}

TEST(ImportArchive, RefusesArchivesInside) {
  EXPECT_THAT(contents({"a.jpg", "foto/lagi.ZIP", "b.rar"}),
              ElementsAre("a.jpg", "foto/lagi.ZIP: nested", "b.rar: nested"));
}

TEST(ImportArchive, RefusesAllFilesOfOneName) {
  EXPECT_THAT(contents({"merah/a.jpg", "b.jpg", "biru/A.JPG"}),
              ElementsAre("a.jpg: duplicate", "b.jpg", "A.JPG: duplicate"));
}

class NoWeb final : public fetch::Downloader {
 public:
  std::expected<void, fetch::NotDownloaded> download(const std::string&, const std::string&) override {
    ADD_FAILURE() << "somebody was asked";
    return std::unexpected(fetch::NotDownloaded{});
  }
};

/// Imports with a ZIP; the helper that judges its pictures is a shell script.
class ZippedPictures : public testing::ShopTest {
 protected:
  ZippedPictures() {
    crypto::start();
    for (const auto& folder : {imports_.folder, files_.media, files_.originals, files_.scratch})
      fs::create_directories(folder);
    std::ofstream(folder_ + "/helper") << "#!/bin/sh\necho '{\"ok\":true,\"width\":320,\"height\":240}'\n";
    fs::permissions(folder_ + "/helper", fs::perms::owner_all);
    db_->write([&](db::Tx& tx) {
      tx.run_script("UPDATE products SET description_id = 'Gitar.', description_en = 'A guitar.'");
    });
    register_picture_import_jobs(runner_, pictures_);
  }
  ~ZippedPictures() override { fs::remove_all(folder_); }

  store::ProductImport stored(store::ImportId id) {
    return *db_->read([&](db::Tx& tx) { return store::find_import(tx, id); });
  }
  std::string file(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary | std::ios::trunc) << bytes;
    return folder_ + "/" + name;
  }
  /// An import of these pictures for the guitar.
  store::ImportId received(const std::string& pictures) {
    return receive_import(imports_, file("upload.csv", "sku,pictures\nRG550-RF,\"" + pictures + "\"\n"), "produk.csv",
                          ani_)
        .value();
  }
  /// Empty: it is taken.
  std::string_view send(store::ImportId id, const std::string& zip) {
    const auto received = receive_archive(archives_, id, file("upload.zip", zip), "foto.zip");
    return received ? std::string_view{} : received.error();
  }
  void check(store::ImportId id) {
    EXPECT_TRUE(begin_check(imports_, id, stored(id).run, stored(id).file.settings, Worker::kCaller));
    EXPECT_FALSE(work_on_import(imports_, id, clock_.now() + 1h));
  }
  void run(store::ImportId id) {
    EXPECT_TRUE(begin_import(imports_, id, stored(id).run, Worker::kCaller));
    EXPECT_FALSE(work_on_import(imports_, id, clock_.now() + 1h));
    EXPECT_EQ(stored(id).state, "finished");
  }
  void take_pictures() {
    for (int round = 0; round < 10 && runner_.run_due() > 0; ++round) clock_.advance(1min);
  }
  store::ImportId imported(const std::string& pictures, const std::vector<TestEntry>& entries) {
    const auto id = received(pictures);
    EXPECT_EQ(send(id, zip_of(entries)), "");
    check(id);
    run(id);
    take_pictures();
    return id;
  }
  std::vector<std::string> refusals(store::ImportId id) {
    const auto import = stored(id);
    std::vector<std::string> lines;
    for (const auto& [_, note] : db_->read([&](db::Tx& tx) { return store::notes_of(tx, import, true, 0, 100); })) {
      EXPECT_NE(note.text_id, note.text_en);
      lines.push_back(fmt::format("{} {}: {}", note.row, note.column, note.text_en));
    }
    return lines;
  }
  /// What is wrong with the guitar's pictures.
  std::vector<std::string> wrong(const std::string& pictures, const std::vector<TestEntry>& entries) {
    const auto id = received(pictures);
    EXPECT_EQ(send(id, zip_of(entries)), "");
    check(id);
    return refusals(id);
  }
  std::vector<std::string> unnamed(store::ImportId id) {
    std::vector<std::string> names;
    for (const auto& file : db_->read([&](db::Tx& tx) { return store::archive_files(tx, id); }))
      if (!file.named) names.push_back(file.name);
    return names;
  }
  store::PictureCounts counts(store::ImportId id) {
    return db_->read([&](db::Tx& tx) { return store::count_pictures(tx, id); });
  }
  std::vector<catalog::GalleryImage> pictures_of_guitar() {
    return db_->read([&](db::Tx& tx) { return catalog::find_gallery(tx, ProductId{1})->images; });
  }
  [[nodiscard]] std::ptrdiff_t zips() const {
    return std::ranges::count_if(fs::directory_iterator(imports_.folder),
                                 [](const auto& each) { return each.path().extension() == ".zip"; });
  }

  const std::string folder_ = fs::temp_directory_path() / ("hurtrock-zipped-" + crypto::random_uuid());
  NoWeb web_;
  images::Helper program_{folder_ + "/helper"};
  catalog::ImageServices files_{.db = *db_,
                                .clock = clock_,
                                .helper = program_,
                                .media = folder_ + "/media",
                                .originals = folder_ + "/originals",
                                .scratch = folder_ + "/tmp",
                                .catalogue_changed = [] {},
                                .wake_jobs = [] {}};
  ImportServices imports_{
      .db = *db_, .clock = clock_, .folder = folder_ + "/imports", .media = media_address("https://shop.id")};
  ArchiveServices archives_{.db = *db_, .clock = clock_, .folder = imports_.folder};
  PictureImportServices pictures_{.db = *db_,
                                  .clock = clock_,
                                  .images = files_,
                                  .downloader = web_,
                                  .media = imports_.media,
                                  .folder = imports_.folder};
  jobs::Runner runner_{*db_, clock_};
};
INSTANTIATE_TEST_SUITE_P(, ZippedPictures, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ZippedPictures, AreTakenOverInTheOrderOfTheRow) {
  const auto id = imported("b.jpg\nFoto\\A.JPG", {{.name = "gitar/a.jpg", .bytes = kZippedPhoto + "a"},
                                                  {.name = "gitar/b.jpg", .bytes = kZippedPhoto + "b"}});
  EXPECT_EQ(counts(id).taken, 2);
  const auto pictures = pictures_of_guitar();
  ASSERT_EQ(pictures.size(), 2U);
  EXPECT_EQ(one<std::string>("SELECT original FROM product_images ORDER BY position LIMIT 1"),
            crypto::sha256_hex(kZippedPhoto + "b").substr(0, 32));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM jobs WHERE kind = 'catalog.make_variants'"), 2);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'product.image_added' AND "
                              "after_json LIKE '%\"b.jpg\"%'"),
            1);
  EXPECT_TRUE(fs::is_empty(files_.scratch));
}

TEST_P(ZippedPictures, LeaveNoZipBehindOnceAllAreTaken) {
  const auto id = received("a.jpg");
  EXPECT_EQ(send(id, zip_of({{.name = "a.jpg", .bytes = kZippedPhoto}})), "");
  check(id);
  run(id);
  EXPECT_EQ(zips(), 1) << "a picture waits for it";
  take_pictures();
  EXPECT_EQ(zips(), 0);
  EXPECT_TRUE(db_->read([&](db::Tx& tx) { return store::find_archive(tx, id)->is_removed; }));
}

TEST_P(ZippedPictures, ThatAreMissingAreNamedByTheCheck) {
  EXPECT_THAT(wrong("a.jpg\nhilang.jpg", {{.name = "a.jpg"}}),
              ElementsAre("2 pictures: There is no picture hilang.jpg in the ZIP."));
}

TEST_P(ZippedPictures, ThatCannotBeUsedAreNamedByTheCheckWithTheReason) {
  EXPECT_THAT(
      wrong("a.jpg", {{.name = "a.jpg", .flags = archive::testing::kWithPassword}}),
      ElementsAre("2 pictures: The picture a.jpg in the ZIP cannot be used. It is protected by a password. Make "
                  "the ZIP without one."));
  for (const auto& entries : std::vector<std::vector<TestEntry>>{
           {{.name = "a.jpg", .bytes = "/etc/passwd", .unix_mode = 0120777}},
           {{.name = "a.jpg", .method = archive::testing::kBzip2}},
           {{.name = "../a.jpg"}},
           {{.name = "a.jpg", .size = 20U * 1024 * 1024 + 1}},
           {{.name = "merah/a.jpg", .bytes = "1"}, {.name = "biru/A.jpg", .bytes = "2"}}})
    EXPECT_EQ(wrong("a.jpg", entries).size(), 1U);
  EXPECT_EQ(wrong("lagi.zip", {{.name = "lagi.zip"}}).size(), 1U);
}

TEST_P(ZippedPictures, ThatNoRowNamesAreKnownAfterTheCheck) {
  const auto id = received("a.jpg\nhilang.jpg");
  EXPECT_EQ(send(id, zip_of({{.name = "a.jpg", .bytes = "a"}, {.name = "b.jpg", .bytes = "b"}})), "");
  check(id);
  EXPECT_EQ(stored(id).counts.refused, 1);
  EXPECT_THAT(unnamed(id), ElementsAre("b.jpg")) << "a row names the other, though it is refused";
}

TEST_P(ZippedPictures, OfTheSameZipAreNotAddedTwice) {
  const std::vector<TestEntry> entries{{.name = "a.jpg", .bytes = kZippedPhoto}};
  imported("a.jpg", entries);
  const auto again = received("a.jpg");
  EXPECT_EQ(send(again, zip_of(entries)), "");
  check(again);
  EXPECT_EQ(stored(again).counts.unchanged, 1);
}

TEST_P(ZippedPictures, ThatAProductHasNeedNoZipWhenTheFileComesAgain) {
  imported("A.jpg", {{.name = "a.jpg", .bytes = kZippedPhoto}});
  const auto again = received("a.JPG");
  check(again);
  EXPECT_EQ(stored(again).counts.unchanged, 1);
}

TEST_P(ZippedPictures, OfANewZipAreAddedUnderTheSameName) {
  imported("a.jpg", {{.name = "a.jpg", .bytes = kZippedPhoto + "1"}});
  imported("a.jpg", {{.name = "a.jpg", .bytes = kZippedPhoto + "2"}});
  EXPECT_EQ(pictures_of_guitar().size(), 2U);
}

TEST_P(ZippedPictures, NeedAZip) {
  const auto id = received("a.jpg");
  check(id);
  EXPECT_THAT(refusals(id),
              ElementsAre("2 pictures: This is not the address of a picture: a.jpg. It must begin with http:// or "
                          "https://; if it is the name of a file, upload the ZIP of pictures first."));
}

TEST_P(ZippedPictures, ThatAreDamagedFailWithTheReasonAndTheRestIsTaken) {
  const auto id = imported("a.jpg\nb.jpg", {{.name = "a.jpg", .bytes = kZippedPhoto + "a", .crc = 1},
                                            {.name = "b.jpg", .bytes = kZippedPhoto + "b"}});
  EXPECT_EQ(counts(id).taken, 1);
  const auto failed = db_->read([&](db::Tx& tx) { return store::failed_pictures(tx, id, 10); });
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(shown_source(failed[0].source), "a.jpg");
  EXPECT_EQ(worded(failed[0].failure, i18n::Texts::of(i18n::Language::kEnglish)),
            "This picture is damaged inside the ZIP.");
}

TEST_P(ZippedPictures, ThatHaveFailedKeepTheirZipForAWeek) {
  const auto id = imported("a.jpg", {{.name = "a.jpg", .bytes = kZippedPhoto, .crc = 1}});
  remove_spent_archives(archives_);
  EXPECT_EQ(zips(), 1);
  clock_.advance(24h * 8);
  remove_spent_archives(archives_);
  EXPECT_EQ(zips(), 0);
  EXPECT_EQ(retry_pictures(*db_, id, clock_.now()), 1U);
  take_pictures();
  const auto failed = db_->read([&](db::Tx& tx) { return store::failed_pictures(tx, id, 10); });
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].failure.word, "archive_gone");
}

TEST_P(ZippedPictures, AreAddedOnceByAJobThatRunsTwice) {
  const auto id = received("a.jpg");
  EXPECT_EQ(send(id, zip_of({{.name = "a.jpg", .bytes = kZippedPhoto}})), "");
  check(id);
  run(id);
  const jobs::Job job{.payload = fmt::format(R"({{"import":{},"product":1}})", id.value())};
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(admin::take_pictures(job, pictures_).kind(), jobs::Outcome::Kind::kDone);
  EXPECT_EQ(pictures_of_guitar().size(), 1U);
}

// The ZIP itself
// ---------------------------------------------------------------------------------------------------------------

TEST_P(ZippedPictures, ComeFromTheLastZipThatWasSentAndItHasToBeChecked) {
  const auto id = received("a.jpg");
  EXPECT_EQ(send(id, zip_of({{.name = "b.jpg"}})), "");
  check(id);
  EXPECT_EQ(stored(id).counts.refused, 1);
  EXPECT_EQ(send(id, zip_of({{.name = "a.jpg", .bytes = kZippedPhoto}})), "");
  EXPECT_EQ(stored(id).state, "columns");
  EXPECT_FALSE(begin_import(imports_, id, stored(id).run, Worker::kCaller));
  EXPECT_EQ(zips(), 1);
  check(id);
  EXPECT_EQ(stored(id).counts.changed, 1);
}

TEST_P(ZippedPictures, KeepTheirZipWhileTheyWait) {
  const auto id = received("a.jpg");
  const auto zip = zip_of({{.name = "a.jpg", .bytes = kZippedPhoto}});
  EXPECT_EQ(send(id, zip), "");
  check(id);
  run(id);
  EXPECT_EQ(send(id, zip), "pictures_wait");
  take_pictures();
  EXPECT_EQ(counts(id).taken, 1);
  EXPECT_EQ(send(id, zip), "moved_on");
  EXPECT_EQ(zips(), 0);
}

TEST_P(ZippedPictures, OfACancelledImportAreRemovedWithTheirZip) {
  const auto id = received("a.jpg");
  EXPECT_EQ(send(id, zip_of({{.name = "a.jpg"}})), "");
  remove_spent_archives(archives_);
  EXPECT_EQ(zips(), 1);
  EXPECT_TRUE(db_->write([&](db::Tx& tx) { return store::cancel_import(tx, id, clock_.now()); }));
  remove_spent_archives(archives_);
  EXPECT_EQ(zips(), 0);
}

TEST_P(ZippedPictures, ComeFromAZipThatCanBeRead) {
  const auto id = received("a.jpg");
  EXPECT_EQ(send(id, "sku,price\n"), "not_a_zip");
  EXPECT_EQ(send(id, zip_of({{.name = "a.jpg"}}).substr(0, 40)), "damaged");
  EXPECT_EQ(send(id, zip_of({{.name = "foto/"}, {.name = ".DS_Store"}})), "empty");
  EXPECT_EQ(send(id, zip_of(std::vector<TestEntry>(2'001, {.name = "a.jpg"}))), "too_many_entries");
  std::vector<TestEntry> much;
  for (int i = 0; i < 52; ++i) much.push_back({.name = fmt::format("{}.jpg", i), .size = 20U * 1024 * 1024});
  EXPECT_EQ(send(id, zip_of(much)), "too_much");
  EXPECT_EQ(zips(), 0);
  EXPECT_EQ(db_->read([&](db::Tx& tx) { return store::find_archive(tx, id).has_value(); }), false);
}

}  // namespace
}  // namespace hurtrock::admin
