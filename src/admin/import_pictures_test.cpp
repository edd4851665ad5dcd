#include "admin/import_pictures.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

#include "admin/export_products.hpp"
#include "admin/import_products.hpp"
#include "admin/shop_fixture.hpp"
#include "catalog/gallery.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Why = fetch::NotDownloaded::Why;
namespace fs = std::filesystem;

const std::string kOnlinePhoto = "\xFF\xD8\xFF\xE0 a photo of ";
const std::string kHash = "0123456789abcdef0123456789abcdef";

/// Answers what a test has put there, and 404 for everything else.
class ScriptedWeb final : public fetch::Downloader {
 public:
  std::map<std::string, std::string> files;
  std::map<std::string, Why> failures;
  std::vector<std::string> asked;

  std::expected<void, fetch::NotDownloaded> download(const std::string& url, const std::string& file) override {
    asked.push_back(url);
    if (const auto failure = failures.find(url); failure != failures.end())
      return std::unexpected(fetch::NotDownloaded{failure->second, 0, {}});
    const auto found = files.find(url);
    if (found == files.end()) return std::unexpected(fetch::NotDownloaded{Why::kStatus, 404, {}});
    std::ofstream(file, std::ios::binary) << found->second;
    return {};
  }
};

/// Files of products with pictures; the helper that judges them is a shell script.
class ImportedPictures : public testing::ShopTest {
 protected:
  ImportedPictures() {
    crypto::start();
    for (const auto& folder :
         {imports_.folder, images_of_shop_.media, images_of_shop_.originals, images_of_shop_.scratch})
      fs::create_directories(folder);
    std::ofstream(folder_ + "/helper") << "#!/bin/sh\necho '{\"ok\":true,\"width\":320,\"height\":240}'\n";
    fs::permissions(folder_ + "/helper", fs::perms::owner_all);
    run("UPDATE products SET description_id = 'Gitar.', description_en = 'A guitar.'");
    register_picture_import_jobs(runner_, pictures_);
  }
  ~ImportedPictures() override { fs::remove_all(folder_); }

  void run(const std::string& script) {
    db_->write([&](db::Tx& tx) { tx.run_script(script); });
  }
  store::ProductImport stored(store::ImportId id) {
    return *db_->read([&](db::Tx& tx) { return store::find_import(tx, id); });
  }
  store::ProductImport checked(const std::string& bytes) {
    const std::string path = folder_ + "/upload.csv";
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    const auto id = receive_import(imports_, path, "produk.csv", ani_).value();
    EXPECT_TRUE(begin_check(imports_, id, 0, stored(id).file.settings, Worker::kCaller));
    EXPECT_FALSE(work_on_import(imports_, id, clock_.now() + 1h));
    return stored(id);
  }
  /// Products only: their pictures wait.
  store::ProductImport imported(const std::string& bytes) {
    const auto check = checked(bytes);
    EXPECT_TRUE(begin_import(imports_, check.id, check.run, Worker::kCaller));
    EXPECT_FALSE(work_on_import(imports_, check.id, clock_.now() + 1h));
    auto done = stored(check.id);
    EXPECT_EQ(done.state, "finished");
    return done;
  }
  static std::string guitar(const std::string& pictures) { return "sku,pictures\nRG550-RF,\"" + pictures + "\"\n"; }

  /// As long as there is something to do, with the pauses between attempts.
  void take_pictures() {
    for (int round = 0; round < 10 && runner_.run_due() > 0; ++round) clock_.advance(1min);
  }
  store::PictureCounts counts(store::ImportId id) {
    return db_->read([&](db::Tx& tx) { return store::count_pictures(tx, id); });
  }
  std::vector<std::string> failures(store::ImportId id) {
    std::vector<std::string> lines;
    for (const auto& picture : db_->read([&](db::Tx& tx) { return store::failed_pictures(tx, id, 100); })) {
      const auto indonesian = worded(picture.failure, i18n::Texts::of(i18n::Language::kIndonesian));
      const auto english = worded(picture.failure, i18n::Texts::of(i18n::Language::kEnglish));
      EXPECT_NE(indonesian, english);
      lines.push_back(fmt::format("{} {} {}: {}", picture.row, picture.product_name, picture.source, english));
    }
    return lines;
  }
  catalog::Gallery gallery(std::int64_t product) {
    return *db_->read([&](db::Tx& tx) { return catalog::find_gallery(tx, ProductId{product}); });
  }
  std::size_t pictures_of_guitar() { return gallery(1).images.size(); }
  std::string exported() {
    write_csv(*db_, products_table("https://shop.id"), folder_ + "/export.csv");
    std::ifstream in(folder_ + "/export.csv", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static std::size_t files_in(const std::string& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
  }
  /// A picture as the shop has made it, with its files.
  void make_picture(std::int64_t product) {
    for (const auto* width : {"160", "320"})
      std::ofstream(fmt::format("{}/{}-{}.webp", images_of_shop_.media, kHash, width)) << "RIFF\1\1\1\1WEBPVP8 ";
    run(
        fmt::format("INSERT INTO product_images (product_id, file, widths, width, height, alt_id, alt_en, position) "
                    "VALUES ({}, '{}-320.webp', '160 320', 320, 240, 'Gitar', 'Guitar', 1)",
                    product, kHash));
  }
  const std::string own_address_ = "https://shop.id/media/" + kHash + "-320.webp";

  const std::string folder_ = fs::temp_directory_path() / ("hurtrock-pictures-" + crypto::random_uuid());
  ScriptedWeb web_;
  images::Helper program_{folder_ + "/helper"};
  catalog::ImageServices images_of_shop_{.db = *db_,
                                         .clock = clock_,
                                         .helper = program_,
                                         .media = folder_ + "/media",
                                         .originals = folder_ + "/originals",
                                         .scratch = folder_ + "/tmp",
                                         .catalogue_changed = [] {},
                                         .wake_jobs = [] {}};
  ImportServices imports_{
      .db = *db_, .clock = clock_, .folder = folder_ + "/imports", .media = media_address("https://shop.id")};
  PictureImportServices pictures_{.db = *db_,
                                  .clock = clock_,
                                  .images = images_of_shop_,
                                  .downloader = web_,
                                  .media = imports_.media,
                                  .folder = imports_.folder};
  jobs::Runner runner_{*db_, clock_};
};
INSTANTIATE_TEST_SUITE_P(, ImportedPictures, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ImportedPictures, AreFetchedOnceTheirProductIsThereInTheOrderOfTheFile) {
  web_.files = {{"https://foto.id/b.jpg", kOnlinePhoto + "b"}, {"https://foto.id/a.jpg", kOnlinePhoto + "a"}};
  const auto import = imported(guitar("https://foto.id/b.jpg\nhttps://foto.id/a.jpg"));
  EXPECT_EQ(counts(import.id).waiting, 2);
  EXPECT_EQ(pictures_of_guitar(), 0U);
  take_pictures();
  EXPECT_EQ(counts(import.id).taken, 2);
  EXPECT_THAT(web_.asked, ElementsAre("https://foto.id/b.jpg", "https://foto.id/a.jpg"));
  EXPECT_EQ(pictures_of_guitar(), 2U);
  EXPECT_EQ(gallery(1).images[0].alt_id, "Ibanez RG550");
  EXPECT_EQ(one<std::string>("SELECT original FROM product_images ORDER BY position LIMIT 1"),
            crypto::sha256_hex(kOnlinePhoto + "b").substr(0, 32));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM jobs WHERE kind = 'catalog.make_variants'"), 2);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'product.image_added' AND "
                              "actor_name = 'Ani'"),
            2);
  EXPECT_EQ(files_in(images_of_shop_.scratch), 0U);
}

TEST_P(ImportedPictures, OfTheSameFileAreNotAddedTwice) {
  web_.files = {{"https://foto.id/a.jpg", kOnlinePhoto}};
  imported(guitar("https://foto.id/a.jpg"));
  take_pictures();
  const auto again = checked(guitar("https://foto.id/a.jpg"));
  EXPECT_EQ(again.counts.unchanged, 1);
  EXPECT_EQ(pictures_of_guitar(), 1U);
}

TEST_P(ImportedPictures, ThatTwoImportsWaitForAreFetchedOnce) {
  web_.files = {{"https://foto.id/a.jpg", kOnlinePhoto}};
  const auto first = imported(guitar("https://foto.id/a.jpg"));
  const auto second = imported(guitar("https://foto.id/a.jpg"));
  take_pictures();
  EXPECT_EQ(counts(first.id).taken, 1);
  EXPECT_EQ(counts(second.id).taken, 1);
  EXPECT_EQ(web_.asked.size(), 1U);
  EXPECT_EQ(pictures_of_guitar(), 1U);
}

TEST_P(ImportedPictures, OfTwoAddressesWithTheSameBytesAreOne) {
  web_.files = {{"https://foto.id/a.jpg", kOnlinePhoto}, {"https://cdn.id/a.jpg", kOnlinePhoto}};
  imported(guitar("https://foto.id/a.jpg\nhttps://cdn.id/a.jpg"));
  take_pictures();
  EXPECT_EQ(pictures_of_guitar(), 1U);
  EXPECT_EQ(checked(guitar("https://foto.id/a.jpg\nhttps://cdn.id/a.jpg")).counts.unchanged, 1);
}

TEST_P(ImportedPictures, AloneChangeNothingElseOfTheirProduct) {
  EXPECT_EQ(imported(guitar("https://foto.id/a.jpg")).counts.changed, 1);
  EXPECT_EQ(one<std::int64_t>("SELECT version FROM products WHERE id = 1"), 1);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log"), 0);
}

TEST_P(ImportedPictures, ThatStaffHaveRemovedComeBackWithTheNextImport) {
  web_.files = {{"https://foto.id/a.jpg", kOnlinePhoto}};
  imported(guitar("https://foto.id/a.jpg"));
  take_pictures();
  db_->write([&](db::Tx& tx) {
    const auto before = *catalog::lock_gallery(tx, ProductId{1});
    catalog::arrange(tx, before, {.removed = before.images.front().id});
  });
  imported(guitar("https://foto.id/a.jpg"));
  take_pictures();
  EXPECT_EQ(pictures_of_guitar(), 1U);
}

TEST_P(ImportedPictures, AreTriedAgainWhenTheirServerIsAway) {
  web_.failures = {{"https://foto.id/a.jpg", Why::kUnreachable}};
  web_.files = {{"https://foto.id/b.jpg", kOnlinePhoto}};
  const auto import = imported(guitar("https://foto.id/a.jpg\nhttps://foto.id/b.jpg"));
  take_pictures();
  EXPECT_EQ(std::ranges::count(web_.asked, "https://foto.id/a.jpg"), 3);
  EXPECT_EQ(std::ranges::count(web_.asked, "https://foto.id/b.jpg"), 1);
  EXPECT_EQ(counts(import.id).taken, 1);
  EXPECT_THAT(failures(import.id),
              ElementsAre("2 Ibanez RG550 https://foto.id/a.jpg: The picture's server could not be reached."));
}

TEST_P(ImportedPictures, ThatAreNotThereAreNotAskedForAgain) {
  const auto import = imported(guitar("https://foto.id/a.jpg"));
  take_pictures();
  EXPECT_EQ(web_.asked.size(), 1U);
  EXPECT_THAT(failures(import.id),
              ElementsAre("2 Ibanez RG550 https://foto.id/a.jpg: The picture's server answered with status 404."));
}

TEST_P(ImportedPictures, HaveAReasonInBothLanguagesWhateverKeepsThemOut) {
  web_.failures = {{"https://foto.id/1", Why::kNotPublic},
                   {"https://foto.id/2", Why::kRedirects},
                   {"https://foto.id/3", Why::kTooLarge},
                   {"https://foto.id/4", Why::kTooSlow}};
  web_.files = {{"https://foto.id/5", "<!doctype html>"}, {"https://foto.id/6", "GIF89a"}};
  const auto import =
      imported(guitar("https://foto.id/1\nhttps://foto.id/2\nhttps://foto.id/3\nhttps://foto.id/4\nhttps://foto.id/5\n"
                      "https://foto.id/6\nhttps://shop.id/media/../imports/a.csv"));
  take_pictures();
  EXPECT_EQ(failures(import.id).size(), 7U);
  EXPECT_EQ(pictures_of_guitar(), 0U);
  EXPECT_EQ(files_in(images_of_shop_.scratch), 0U);
  EXPECT_EQ(files_in(images_of_shop_.originals), 0U);
}

TEST_P(ImportedPictures, ThatFailedCanBeTriedAgain) {
  const auto import = imported(guitar("https://foto.id/a.jpg"));
  take_pictures();
  web_.files = {{"https://foto.id/a.jpg", kOnlinePhoto}};
  EXPECT_EQ(retry_pictures(*db_, import.id, clock_.now()), 1U);
  EXPECT_EQ(retry_pictures(*db_, import.id, clock_.now()), 0U) << "a second click";
  take_pictures();
  EXPECT_EQ(counts(import.id).taken, 1);
  EXPECT_EQ(counts(import.id).failed, 0);
  EXPECT_EQ(pictures_of_guitar(), 1U);
}

TEST_P(ImportedPictures, AreAddedOnceByAJobThatRunsTwice) {
  web_.files = {{"https://foto.id/a.jpg", kOnlinePhoto}};
  const auto import = imported(guitar("https://foto.id/a.jpg"));
  const jobs::Job job{.payload = fmt::format(R"({{"import":{},"product":1}})", import.id.value())};
  EXPECT_EQ(admin::take_pictures(job, pictures_).kind(), jobs::Outcome::Kind::kDone);
  EXPECT_EQ(admin::take_pictures(job, pictures_).kind(), jobs::Outcome::Kind::kDone);
  EXPECT_EQ(pictures_of_guitar(), 1U);
  EXPECT_EQ(web_.asked.size(), 1U);
}

TEST_P(ImportedPictures, OfARemovedProductAreForgotten) {
  const auto import = imported(guitar("https://foto.id/a.jpg"));
  run("DELETE FROM stock_levels WHERE variant_id = 1; DELETE FROM variants WHERE product_id = 1;"
      "DELETE FROM product_slugs WHERE product_id = 1; DELETE FROM products WHERE id = 1");
  take_pictures();
  EXPECT_EQ(counts(import.id).waiting, 0);
  EXPECT_THAT(web_.asked, IsEmpty());
}

// The shop's own
// -------------------------------------------------------------------------------------------------------

TEST_P(ImportedPictures, OfTheShopItselfAreNotFetched) {
  make_picture(2);
  EXPECT_EQ(checked(exported()).counts.unchanged, 2);
  const auto import = imported(guitar(own_address_));
  take_pictures();
  EXPECT_EQ(counts(import.id).taken, 1);
  EXPECT_THAT(web_.asked, IsEmpty());
  EXPECT_EQ(gallery(1).images.front().file, gallery(2).images.front().file);
  EXPECT_EQ(gallery(1).images.front().state, catalog::ImageState::kReady);
  EXPECT_EQ(gallery(1).images.front().alt_en, "Ibanez RG550");
}

TEST_P(ImportedPictures, ThatNobodyShowsAnyMoreComeBackFromTheirFiles) {
  make_picture(1);
  const auto before = exported();
  run("DELETE FROM product_images");
  imported(before);
  take_pictures();
  EXPECT_EQ(exported(), before);
  EXPECT_THAT(gallery(1).images.front().widths, ElementsAre(160, 320));
  EXPECT_THAT(web_.asked, IsEmpty());
}

// Columns
// ---------------------------------------------------------------------------------------------------------------

TEST_P(ImportedPictures, HaveAnAddressThatIsCheckedBeforehand) {
  for (const auto* wrong :
       {"a.jpg", "ftp://foto.id/a.jpg", "file:///etc/passwd", "https://ani:rahasia@foto.id/a.jpg"}) {
    const auto import = checked(guitar(wrong));
    EXPECT_EQ(import.counts.refused, 1) << wrong;
    const auto notes = db_->read([&](db::Tx& tx) { return store::notes_of(tx, import, true, 0, 10); });
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(notes[0].second.column, "pictures");
    EXPECT_THAT(notes[0].second.text_en, StartsWith("This is not the address of a picture: "));
  }
}

TEST_P(ImportedPictures, AreFortyOfAProductAtMost) {
  std::string addresses;
  for (int i = 0; i < 41; ++i) addresses += fmt::format("https://foto.id/{}.jpg\n", i);
  EXPECT_EQ(checked(guitar(addresses)).counts.refused, 1);
}

TEST_P(ImportedPictures, OfWooCommerceAreSeparatedByCommas) {
  const auto import = imported(
      "Type,SKU,Published,Regular price,Images\n"
      "simple,RG550-RF,1,15000000,\"https://foto.id/a.jpg, https://foto.id/b.jpg\"\n");
  EXPECT_EQ(counts(import.id).waiting, 2);
}

TEST_P(ImportedPictures, OfShopifyHaveRowsAndDescriptionsOfTheirOwn) {
  web_.files = {{"https://cdn.shopify.com/a.jpg", kOnlinePhoto + "a"},
                {"https://cdn.shopify.com/b.jpg", kOnlinePhoto + "b"}};
  imported(
      "Handle,Variant SKU,Variant Price,Image Src,Image Alt Text\n"
      "rg550,RG550-RF,15000000,https://cdn.shopify.com/a.jpg,Dari depan\n"
      "rg550,,,https://cdn.shopify.com/b.jpg,\n");
  take_pictures();
  const auto images = gallery(1).images;
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].alt_id, "Dari depan");
  EXPECT_EQ(images[1].alt_id, "Ibanez RG550");
}

}  // namespace
}  // namespace hurtrock::admin
