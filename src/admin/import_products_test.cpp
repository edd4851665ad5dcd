#include "admin/import_products.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <tuple>

#include "admin/export_products.hpp"
#include "admin/handlers.hpp"
#include "admin/html_text.hpp"
#include "admin/import_pictures.hpp"
#include "admin/shop_fixture.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/jobs/store.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

const std::string kOwnTitles =
    "slug,name,model,brand,category,state,description_id,description_en,sku,price,stock,weight_g,length_mm,width_mm,"
    "height_mm\r\n";

std::string own_row(const std::string& sku, const std::string& price = "250000",
                    const std::string& name = "Pick Tebal") {
  return fmt::format("{},{},P1,Dunlop,Gitar,active,Pick.,A pick.,{},{},7,10,30,30,2\r\n", text::slug(name), name, sku,
                     price);
}

class Imports : public testing::ShopTest {
 protected:
  Imports() {
    crypto::start();
    fs::create_directories(folder_ + "/imports");
    run("UPDATE products SET description_id = 'Gitar.', description_en = 'A guitar.';"
        "INSERT INTO categories (id, parent_id, slug, name_id, name_en) VALUES (2, 1, 'gitar-elektrik', "
        "'Gitar Elektrik', 'Electric Guitars');"
        "INSERT INTO suppliers (id, name, created_at) VALUES (3, 'CV Senar', 0);"
        "INSERT INTO spec_definitions (id, spec_key, name_id, name_en, kind, unit) VALUES "
        "(1, 'scale', 'Panjang skala', 'Scale length', 'number', 'mm'), (2, 'body', 'Kayu', 'Wood', 'text', NULL)");
    // PostgreSQL does not notice ids that were given.
    if (GetParam() == db::Dialect::kPostgres)
      for (const auto* table : {"brands", "products", "variants"})
        run(fmt::format("ALTER TABLE {} ALTER COLUMN id RESTART WITH 100", table).c_str());
  }
  ~Imports() override { fs::remove_all(folder_); }

  void run(const char* script) {
    db_->write([&](db::Tx& tx) { tx.run_script(script); });
  }
  std::string file(const std::string& bytes) {
    const std::string path = folder_ + "/upload.csv";
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    return path;
  }
  std::string exported() {
    write_csv(*db_, products_table("https://shop.id"), folder_ + "/export.csv");
    std::ifstream in(folder_ + "/export.csv", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  store::ProductImport stored(store::ImportId id) {
    return *db_->read([&](db::Tx& tx) { return store::find_import(tx, id); });
  }
  store::ImportId received(const std::string& bytes) {
    const auto id = receive_import(imports_, file(bytes), "produk.csv", ani_);
    EXPECT_TRUE(id) << id.error().word;
    return id.value_or(store::ImportId{});
  }
  std::string fault(const std::string& bytes) {
    const auto id = receive_import(imports_, file(bytes), "produk.csv", ani_);
    return id ? "" : fmt::format("{} {}", id.error().word, id.error().row);
  }
  /// The import after its check, and after its run.
  store::ProductImport checked(const std::string& bytes, const std::function<void(ImportSettings&)>& choose = {}) {
    const auto id = received(bytes);
    auto settings = stored(id).file.settings;
    if (choose) choose(settings);
    EXPECT_TRUE(begin_check(imports_, id, 0, settings, Worker::kCaller));
    EXPECT_FALSE(work_on_import(imports_, id, clock_.now() + 1h));
    return stored(id);
  }
  store::ProductImport imported(const std::string& bytes, const std::function<void(ImportSettings&)>& choose = {}) {
    const auto check = checked(bytes, choose);
    EXPECT_TRUE(begin_import(imports_, check.id, check.run, Worker::kCaller));
    EXPECT_FALSE(work_on_import(imports_, check.id, clock_.now() + 1h));
    auto done = stored(check.id);
    EXPECT_EQ(done.state, "finished");
    EXPECT_EQ(done.counts.created, check.counts.created);
    EXPECT_EQ(done.counts.changed, check.counts.changed);
    EXPECT_EQ(done.counts.unchanged, check.counts.unchanged);
    EXPECT_EQ(done.counts.refused, check.counts.refused);
    return done;
  }
  /// "2 price: Isi dengan …"
  std::vector<std::string> refusals(const store::ProductImport& import) {
    std::vector<std::string> lines;
    for (const auto& [id, note] : db_->read([&](db::Tx& tx) { return store::notes_of(tx, import, true, 0, 100); })) {
      EXPECT_FALSE(note.text_id.empty());
      EXPECT_NE(note.text_id, note.text_en);
      lines.push_back(fmt::format("{} {}: {}", note.row, note.column, note.text_en));
    }
    return lines;
  }
  /// What is wrong with the only product of the file, of which nothing is stored.
  std::vector<std::string> wrong(const std::string& rows, const std::string& titles = kOwnTitles) {
    const auto before = exported();
    const auto import = checked(titles + rows);
    EXPECT_EQ(import.counts.created + import.counts.changed, 0);
    EXPECT_EQ(exported(), before);
    return refusals(import);
  }
  static http::Request of_staff() {
    http::Request asked;
    asked.visitor.language = i18n::Language::kEnglish;
    asked.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    return asked;
  }
  std::int64_t count(const char* table) { return one<std::int64_t>(fmt::format("SELECT COUNT(*) FROM {}", table)); }

  const std::string folder_ = fs::temp_directory_path() / ("hurtrock-imports-" + crypto::random_uuid());
  ImportServices imports_{
      .db = *db_, .clock = clock_, .folder = folder_ + "/imports", .media = media_address("https://shop.id")};
};
INSTANTIATE_TEST_SUITE_P(, Imports, db::testing::every_dialect(), db::testing::name_of);

// There and back ------------------------------------------------------------------------------------------------------

TEST_P(Imports, WhatWasExportedChangesNothing) {
  run("UPDATE products SET name = '=1+1 \"Gitar\", hitam', supplier_id = 3, category_id = 2, featured = 1 WHERE id = 1;"
      "UPDATE products SET state = 'hidden', description_en = '' WHERE id = 2;"
      "INSERT INTO product_specs (product_id, definition_id, position, number_milli) VALUES (1, 1, 0, 647500);"
      "INSERT INTO product_specs (product_id, definition_id, position, text_id, text_en) VALUES (1, 2, 1, 'Mahoni', "
      "'Mahogany');"
      "INSERT INTO variant_options (variant_id, position, name_id, name_en, value_id, value_en) VALUES "
      "(1, 0, 'Warna', 'Finish', 'Merah', 'Red');"
      "UPDATE variants SET compare_at_price = 20000000 WHERE id = 1");
  const auto import = imported(exported(), [](auto& settings) { settings.sets_stock = true; });
  EXPECT_THAT(refusals(import), IsEmpty());
  EXPECT_EQ(import.counts.unchanged, 2);
  EXPECT_EQ(one<std::int64_t>("SELECT SUM(version) FROM products"), 2);
  EXPECT_EQ(count("audit_log"), 0);
}

TEST_P(Imports, WhatWasExportedBringsBackWhatHasChangedSince) {
  run("INSERT INTO product_specs (product_id, definition_id, position, text_id, text_en) VALUES (1, 2, 0, 'Mahoni', "
      "'Mahogany')");
  const auto before = exported();
  run("UPDATE products SET name = 'Salah', featured = 1, supplier_id = 3, description_id = 'x' WHERE id = 1;"
      "DELETE FROM product_specs;"
      "INSERT INTO product_specs (product_id, definition_id, position, number_milli) VALUES (1, 1, 0, 1000);"
      "UPDATE variants SET price = 1, compare_at_price = 2, weight_g = 1;"
      "UPDATE stock_levels SET on_hand = 49, low_stock_threshold = 7 WHERE variant_id = 2");
  const auto import = imported(before, [](auto& settings) { settings.sets_stock = true; });
  EXPECT_EQ(import.counts.changed, 2);
  EXPECT_EQ(exported(), before);
}

TEST_P(Imports, AShopWithoutProductsBecomesTheSame) {
  run("INSERT INTO variants (id, product_id, sku, price, weight_g, length_mm, width_mm, height_mm, position, "
      "created_at) "
      "VALUES (3, 1, 'RG550-BK', 15000000, 4000, 1100, 400, 150, 1, 0);"
      "INSERT INTO stock_levels (variant_id, on_hand, changed_at) VALUES (3, 0, 0);"
      "INSERT INTO variant_options (variant_id, position, name_id, name_en, value_id, value_en) VALUES "
      "(1, 0, 'Warna', 'Finish', 'Merah', 'Red'), (3, 0, 'Warna', 'Finish', 'Hitam', 'Black')");
  const auto before = exported();
  run("DELETE FROM stock_levels; DELETE FROM variants; DELETE FROM products; DELETE FROM product_slugs");
  const auto import = imported(before);
  EXPECT_EQ(import.counts.created, 2);
  EXPECT_EQ(exported(), before);
  EXPECT_EQ(count("stock_movements"), 2) << "where there is stock, a movement says where it came from";
}

// What an import does -------------------------------------------------------------------------------------------------

TEST_P(Imports, ACheckChangesNothingAndSaysWhatWouldHappen) {
  const auto before = exported();
  const auto import = checked("sku,price\nRG550-RF,14000000\nSLK-10,150000\n");
  EXPECT_EQ(import.counts.changed, 1);
  EXPECT_EQ(import.counts.unchanged, 1);
  EXPECT_EQ(exported(), before);
  const auto notes = db_->read([&](db::Tx& tx) { return store::notes_of(tx, import, false, 0, 10); });
  ASSERT_EQ(notes.size(), 1);
  EXPECT_EQ(notes[0].second.subject, "Ibanez RG550");
  EXPECT_THAT(notes[0].second.before_json, HasSubstr("15.000.000"));
  EXPECT_THAT(notes[0].second.after_json, HasSubstr("14.000.000"));
}

TEST_P(Imports, WhatHasNoColumnStays) {
  imported("sku,price\nrg550-rf,\"14.000.000,00\"\n");
  EXPECT_EQ(one<std::int64_t>("SELECT price FROM variants WHERE id = 1"), 14'000'000);
  EXPECT_EQ(one<std::int64_t>("SELECT weight_g FROM variants WHERE id = 1"), 4000);
  EXPECT_EQ(one<std::string>("SELECT name FROM products WHERE id = 1"), "Ibanez RG550");
}

TEST_P(Imports, NewProductsHaveStockABookedMovementAndAnEntryOfTheLog) {
  imported(kOwnTitles + own_row("PICK-1"));
  EXPECT_EQ(one<std::int64_t>("SELECT on_hand FROM stock_levels l JOIN variants v ON v.id = l.variant_id WHERE "
                              "v.sku = 'PICK-1'"),
            7);
  EXPECT_EQ(one<std::string>("SELECT action FROM audit_log"), "product.created");
  EXPECT_EQ(one<std::string>("SELECT actor_name FROM audit_log"), "Ani");
}

TEST_P(Imports, StockOfWhatExistsIsSetOnlyWhenAskedFor) {
  EXPECT_EQ(imported("sku,stock\nRG550-RF,3\n").counts.unchanged, 1);
  EXPECT_EQ(one<std::int64_t>("SELECT on_hand FROM stock_levels WHERE variant_id = 1"), 5);
  EXPECT_EQ(imported("sku,stock\nRG550-RF,3\n", [](auto& settings) { settings.sets_stock = true; }).counts.changed, 1);
  EXPECT_EQ(one<std::int64_t>("SELECT on_hand FROM stock_levels WHERE variant_id = 1"), 3);
  EXPECT_EQ(one<std::int64_t>("SELECT delta FROM stock_movements WHERE reason = 'correction'"), -2);
}

TEST_P(Imports, RowsOfAProductNeedNotStandTogether) {
  const std::string titles =
      "slug,name,brand,category,sku,price,weight_g,length_mm,width_mm,height_mm,option1_name,option1_value\n";
  const auto import =
      imported(titles + "pick,Pick,Dunlop,Gitar,P-1,1000,1,1,1,1,Tebal,1 mm\n" +
               "kapo,Kapo,Dunlop,Gitar,K-1,1000,1,1,1,1,,\n" + "pick,Pick,Dunlop,Gitar,P-2,1000,1,1,1,1,Tebal,2 mm\n");
  EXPECT_EQ(import.counts.created, 2);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM variants v JOIN products p ON p.id = v.product_id WHERE "
                              "p.slug = 'pick'"),
            2);
}

TEST_P(Imports, ANewVariantOfAKnownSlugJoinsItsProduct) {
  run("INSERT INTO variant_options (variant_id, position, name_id, name_en, value_id, value_en) VALUES "
      "(1, 0, 'Warna', 'Finish', 'Merah', 'Red')");
  const auto import = imported(
      "slug,sku,price,weight_g,length_mm,width_mm,height_mm,option1_name,option1_value\n"
      "rg550,RG550-BK,15000000,4000,1100,400,150,Warna,Hitam\n");
  EXPECT_EQ(import.counts.changed, 1);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM variants WHERE product_id = 1"), 2);
}

TEST_P(Imports, AnImportGoesOnWhereItsProcessDied) {
  std::string rows = kOwnTitles;
  for (int i = 0; i < 60; ++i) rows += own_row(fmt::format("PICK-{}", i), "1000", fmt::format("Pick {}", i));
  const auto check = checked(rows);
  EXPECT_TRUE(begin_import(imports_, check.id, check.run, Worker::kCaller));
  // A clock that has run out after one batch stands for the end of the process.
  class OneBatch final : public Clock {
   public:
    explicit OneBatch(const Clock& clock) : clock_(clock) {}
    Time now() const override { return clock_.now() + std::chrono::minutes{++asked_}; }

   private:
    const Clock& clock_;
    mutable int asked_ = 0;
  };
  int slices = 0;
  for (bool more = true; more; ++slices) {
    OneBatch clock(clock_);
    ImportServices shop{.db = *db_, .clock = clock, .folder = imports_.folder, .media = imports_.media};
    more = work_on_import(shop, check.id, clock_.now() + 2min);
    ASSERT_LT(slices, 10);
  }
  EXPECT_GT(slices, 1);
  EXPECT_EQ(stored(check.id).counts.created, 60);
  EXPECT_EQ(count("products"), 62);
  EXPECT_EQ(count("audit_log"), 60);
}

TEST_P(Imports, OneWhoseProcessDiedInTheLastAttemptHasStoppedUntilThatIsTriedAgain) {
  const auto check = checked(kOwnTitles + own_row("PICK-1"));
  EXPECT_TRUE(begin_import(imports_, check.id, check.run, Worker::kJob));
  const auto shown = [&] {
    http::Request asked = of_staff();
    asked.params = {{"id", std::to_string(check.id.value())}};
    return show_import(asked, shop_);
  };
  EXPECT_FALSE(stored(check.id).is_stopped);
  EXPECT_EQ(shown().header("Refresh"), "2");
  run("UPDATE jobs SET attempts = max_attempts, lease_until = 0, lease_owner = 'gone'");
  EXPECT_EQ(db_->write([&](db::Tx& tx) { return jobs::bury_abandoned(tx, clock_.now()); }), 1);
  EXPECT_TRUE(stored(check.id).is_stopped);
  EXPECT_EQ(shown().header("Refresh"), "");
  EXPECT_THAT(shown().body, HasSubstr("This work has been stopped by an error"));
  EXPECT_THAT(show_imports(of_staff(), shop_).body, HasSubstr("badge--import-stopped"));
  EXPECT_EQ(db_->write([&](db::Tx& tx) { return jobs::retry_dead(tx, "admin.import_products", clock_.now()); }), 1);
  EXPECT_FALSE(stored(check.id).is_stopped);
  EXPECT_THAT(show_imports(of_staff(), shop_).body, HasSubstr("badge--import-running"));
  jobs::Runner runner(*db_, clock_);
  register_import_jobs(runner, imports_);
  runner.run_due();
  EXPECT_EQ(stored(check.id).state, "finished");
}

TEST_P(Imports, OneWithAnErrorInItsLastAttemptHasStoppedUntilThatIsTriedAgain) {
  const auto check = checked(kOwnTitles + own_row("PICK-1"));
  EXPECT_TRUE(begin_import(imports_, check.id, check.run, Worker::kJob));
  const std::string path = imports_.folder + "/" + check.file.file;
  fs::rename(path, path + ".away");
  run("UPDATE jobs SET attempts = max_attempts - 1");
  jobs::Runner runner(*db_, clock_);
  register_import_jobs(runner, imports_);
  runner.run_due();
  EXPECT_TRUE(stored(check.id).is_stopped);
  fs::rename(path + ".away", path);
  EXPECT_EQ(db_->write([&](db::Tx& tx) { return jobs::retry_dead(tx, "admin.import_products", clock_.now()); }), 1);
  runner.run_due();
  EXPECT_EQ(stored(check.id).state, "finished");
}

TEST_P(Imports, OneThatNobodyWorksOnAnyMoreHasFailed) {
  const auto of_command = checked(kOwnTitles + own_row("PICK-1"));
  EXPECT_TRUE(begin_import(imports_, of_command.id, of_command.run, Worker::kCaller));
  const auto of_job = checked(kOwnTitles + own_row("PICK-2"));
  EXPECT_TRUE(begin_import(imports_, of_job.id, of_job.run, Worker::kJob));
  const auto fail_stranded = [&] {
    db_->write([&](db::Tx& tx) { store::fail_stranded_imports(tx, clock_.now() - 24h, clock_.now()); });
  };
  fail_stranded();
  EXPECT_EQ(stored(of_command.id).state, "running") << "the command may go on";
  clock_.advance(25h);
  run("UPDATE jobs SET state = 'dead', finished_at = 0");
  fail_stranded();
  EXPECT_EQ(stored(of_command.id).state, "failed");
  EXPECT_EQ(stored(of_job.id).state, "running") << "its job can still be tried again";
  run("DELETE FROM jobs");
  fail_stranded();
  EXPECT_EQ(stored(of_job.id).state, "failed");
}

TEST_P(Imports, ASliceThatIsOverAtOnceStillGetsOn) {
  const auto check = checked(kOwnTitles + own_row("PICK-1"));
  EXPECT_TRUE(begin_import(imports_, check.id, check.run, Worker::kCaller));
  EXPECT_FALSE(work_on_import(imports_, check.id, clock_.now() - 1h));
  EXPECT_EQ(stored(check.id).state, "finished");
}

TEST_P(Imports, WhatOnlyTheDatabaseRefusesIsRefusedAloneAndInItsRow) {
  run("CREATE UNIQUE INDEX one_of_a_model ON products (model)");
  const auto of_model = [](const std::string& model, std::string row) {
    row.replace(row.find(",P1,"), 4, fmt::format(",{},", model));
    return row;
  };
  const auto check = checked(kOwnTitles + of_model("A", own_row("PICK-1", "1000", "Pick Tipis")) +
                             of_model("A", own_row("PICK-2", "1000", "Pick Sedang")) +
                             of_model("B", own_row("PICK-3", "1000", "Pick Tebal")));
  EXPECT_EQ(check.counts.created, 3);
  EXPECT_TRUE(begin_import(imports_, check.id, check.run, Worker::kCaller));
  EXPECT_FALSE(work_on_import(imports_, check.id, clock_.now() + 1h));
  const auto done = stored(check.id);
  EXPECT_EQ(done.state, "finished");
  EXPECT_EQ(done.counts.created, 2);
  EXPECT_EQ(done.counts.refused, 1);
  EXPECT_THAT(refusals(done), ElementsAre(HasSubstr("3 :")));
  EXPECT_EQ(count("products"), 4);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM variants WHERE sku IN ('PICK-1', 'PICK-3')"), 2);
}

TEST_P(Imports, ACancelledImportStops) {
  const auto check = checked(kOwnTitles + own_row("PICK-1"));
  EXPECT_TRUE(begin_import(imports_, check.id, check.run, Worker::kCaller));
  EXPECT_TRUE(db_->write([&](db::Tx& tx) { return store::cancel_import(tx, check.id, clock_.now()); }));
  EXPECT_FALSE(work_on_import(imports_, check.id, clock_.now() + 1h));
  EXPECT_EQ(count("products"), 2);
}

TEST_P(Imports, OnlyWhatWasCheckedIsImported) {
  const auto id = received(kOwnTitles + own_row("PICK-1"));
  EXPECT_FALSE(begin_import(imports_, id, 0, Worker::kCaller));
  const auto settings = stored(id).file.settings;
  EXPECT_TRUE(begin_check(imports_, id, 0, settings, Worker::kCaller));
  EXPECT_FALSE(begin_check(imports_, id, 0, settings, Worker::kCaller)) << "a second click";
  EXPECT_FALSE(begin_import(imports_, id, 1, Worker::kCaller)) << "it is still being checked";
}

TEST_P(Imports, RefusedRowsComeBackAsAFileThatCanBeSentAgain) {
  const auto import = imported(kOwnTitles + own_row("PICK-1") + own_row("PICK-2", "-5", "Kapo"));
  EXPECT_EQ(import.counts.created, 1);
  EXPECT_EQ(import.counts.refused_rows, 1);
  const std::string path = folder_ + "/refused.csv";
  write_refused_rows(imports_, import, i18n::Texts::of(i18n::Language::kEnglish), path);
  std::ifstream in(path, std::ios::binary);
  std::string refused{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(refused, HasSubstr("PICK-2"));
  EXPECT_THAT(refused, HasSubstr("refused because"));
  EXPECT_THAT(refused, HasSubstr("price: Enter whole rupiah"));
  refused.replace(refused.find("\"'-5\""), 5, "5000");
  EXPECT_EQ(imported(refused).counts.created, 1);
}

// Columns of others ---------------------------------------------------------------------------------------------------

TEST_P(Imports, TakesWhatWooCommerceExports) {
  const auto import = imported(
      "ID,Type,SKU,Name,Published,\"Is featured?\",Description,\"Sale price\",\"Regular price\",Categories,Images,"
      "Stock,\"Weight (kg)\",\"Length (cm)\",\"Width (cm)\",\"Height (cm)\",Parent,\"Attribute 1 name\",\"Attribute 1 "
      "value(s)\"\n"
      "10,simple,TUNER,Tuner Jepit,1,0,\"<p>Tuner <b>kecil</b>.</p><ul><li>Ringan</li></ul>\",90000,120000,\"Promo, "
      "Gitar > Gitar Elektrik\",https://x/y.jpg,4,0.05,5.05,4,3,,Warna,Hitam\n"
      "11,variable,STRAP,Tali Gitar,1,1,Tali.,,,Gitar,,,,,,,,Warna,\"Merah, Hitam\"\n"
      "12,variation,STRAP-R,Tali Gitar - Merah,1,0,,,75000.00,,,3,0.2,20,10,5,id:11,Warna,Merah\n"
      "13,variation,STRAP-B,Tali Gitar - Hitam,1,0,,,75000.00,,,5,0.2,20,10,5,STRAP,Warna,Hitam\n",
      [](auto& settings) { settings.defaults = {{"brand", "Umum"}}; });
  EXPECT_THAT(refusals(import), IsEmpty());
  EXPECT_EQ(import.file.settings.set, ColumnSet::kWooCommerce);
  EXPECT_EQ(import.counts.created, 2);
  EXPECT_EQ(one<std::int64_t>("SELECT price FROM variants WHERE sku = 'TUNER'"), 90'000);
  EXPECT_EQ(one<std::int64_t>("SELECT compare_at_price FROM variants WHERE sku = 'TUNER'"), 120'000);
  EXPECT_EQ(one<std::int64_t>("SELECT weight_g FROM variants WHERE sku = 'TUNER'"), 50);
  EXPECT_EQ(one<std::int64_t>("SELECT length_mm FROM variants WHERE sku = 'TUNER'"), 51);
  EXPECT_EQ(one<std::string>("SELECT description_en FROM products WHERE name = 'Tuner Jepit'"),
            "Tuner kecil.\n\n- Ringan");
  EXPECT_EQ(one<std::int64_t>("SELECT category_id FROM products WHERE name = 'Tuner Jepit'"), 2);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM variant_options WHERE name_id = 'Warna'"), 2);
}

TEST_P(Imports, TakesWhatShopifyExports) {
  const auto import = imported(
      "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant "
      "Grams,Variant "
      "Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Status\n"
      "Picks_Set,Picks,<p>Pick &amp; kawan</p>,Dunlop,Picks,,TRUE,Title,Default "
      "Title,PK-1,5,9,15000.00,,https://x/1.jpg,active\n"
      "Picks_Set,,,,,,,,,,,,,,https://x/2.jpg,\n"
      "strap,Strap,Strap.,Dunlop,Picks,,TRUE,Color,Red,ST-R,200,1,75000.00,90000.00,,draft\n"
      "strap,,,,,,,,Black,ST-B,200,1,75000.00,75000.00,,\n",
      [](auto& settings) {
        settings.defaults = {{"category", "2"}, {"length_mm", "10"}, {"width_mm", "10"}, {"height_mm", "10"}};
      });
  EXPECT_THAT(refusals(import), IsEmpty());
  EXPECT_EQ(import.file.settings.set, ColumnSet::kShopify);
  EXPECT_EQ(import.counts.created, 2);
  EXPECT_EQ(one<std::string>("SELECT slug FROM products WHERE name = 'Picks'"), "picks-set");
  EXPECT_EQ(one<std::string>("SELECT description_id FROM products WHERE name = 'Picks'"), "Pick & kawan");
  EXPECT_EQ(one<std::string>("SELECT state FROM products WHERE name = 'Strap'"), "hidden");
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM variants WHERE compare_at_price IS NOT NULL"), 1);
  EXPECT_EQ(count("variant_options"), 2);
}

// What is refused as a whole ------------------------------------------------------------------------------------------

TEST_P(Imports, AFileThatCannotBeReadIsRefusedWithItsReason) {
  const std::string row = own_row("PICK-1");
  EXPECT_EQ(fault(""), "empty 0");
  EXPECT_EQ(fault(" \r\n \n"), "empty 0");
  EXPECT_EQ(fault(kOwnTitles), "only_titles 0");
  EXPECT_EQ(fault("PK\x03\x04" + std::string(200, 'x')), "archive 0");
  EXPECT_EQ(fault("\xD0\xCF\x11\xE0\xA1\xB1"), "workbook 0");
  EXPECT_EQ(fault(kOwnTitles + "a,\0,c\n"s), "binary 0");
  EXPECT_EQ(fault("\xEF\xBB\xBFsku,price\nA,\xFF\n"), "broken 0");
  EXPECT_EQ(fault("sku\nPICK-1\n"), "one_column 1");
  EXPECT_EQ(fault(kOwnTitles + row + "\"Pick,1\n"), "unclosed_quote 3");
  EXPECT_EQ(fault(kOwnTitles + "\"Pick\" tebal,1\n"), "text_behind_quote 2");
  EXPECT_EQ(fault(kOwnTitles + std::string(1'100'000, 'x')), "row_too_long 2");
  EXPECT_EQ(fault(std::string(kMostImportColumns, ',') + "x\nA\n"), "too_many_columns 1");
  EXPECT_EQ(fault(kOwnTitles + std::string(2 * kMostImportColumns, ',') + "x\n"), "too_many_columns 2");
  EXPECT_EQ(count("product_imports"), 0);
  EXPECT_TRUE(fs::is_empty(imports_.folder)) << "what is refused leaves no file";
}

TEST_P(Imports, EveryEncodingAndDelimiterIsReadAsWhatItIs) {
  const auto wide = [](const std::string& text) {
    std::string bytes;
    for (const char c : text) bytes += {c, '\0'};
    return bytes;
  };
  std::string semicolons = kOwnTitles + own_row("PICK-1");
  std::ranges::replace(semicolons, ',', ';');
  std::string tabs = semicolons;
  std::ranges::replace(tabs, ';', '\t');
  for (const auto& [bytes, encoding, delimiter] :
       {std::tuple{"\xEF\xBB\xBF" + kOwnTitles + own_row("PICK-1"), "UTF-8", ','},
        {"\xFF\xFE"s + wide(kOwnTitles + own_row("PICK-1")), "UTF-16", ','},
        {wide(semicolons), "UTF-16", ';'},
        {semicolons, "UTF-8", ';'},
        {tabs, "UTF-8", '\t'},
        {kOwnTitles + own_row("PICK-1", "1000", "Caf\xE9"), "Windows-1252", ','}}) {
    const auto import = checked(bytes);
    EXPECT_EQ(import.counts.created, 1) << encoding << delimiter;
    EXPECT_EQ(import.file.encoding, encoding);
    EXPECT_EQ(import.file.delimiter, delimiter);
  }
}

// What is refused of a file -------------------------------------------------------------------------------------------

TEST_P(Imports, EachWrongCellIsNamed) {
  EXPECT_THAT(wrong(own_row("PICK-1", "-5000")), ElementsAre(HasSubstr("2 price: Enter whole rupiah")));
  EXPECT_THAT(wrong(own_row("PICK-1", "12.5")), ElementsAre(HasSubstr("2 price: Enter whole rupiah")));
  EXPECT_THAT(wrong(own_row("PICK-1", "=1+1")), ElementsAre("2 price: This cell holds a formula. Enter its result."));
  EXPECT_THAT(wrong(own_row("")), ElementsAre("2 sku: The SKU is missing."));
  EXPECT_THAT(wrong(own_row("PICK 1")), ElementsAre(HasSubstr("2 sku: Letters, digits")));
  EXPECT_THAT(wrong(own_row("PICK-1", "")), ElementsAre(HasSubstr("2 price:")));
  EXPECT_THAT(wrong(own_row("PICK-1", "1000", "")), ::testing::Contains(HasSubstr("2 name:")));
}

TEST_P(Imports, RowsWithMoreOrFewerCellsThanTitlesAreRefused) {
  EXPECT_THAT(wrong("pick,Pick\n"), ElementsAre("2 : This row has 2 cells, but there are 15 columns."));
  EXPECT_THAT(wrong(own_row("PICK-1,x")), ElementsAre("2 : This row has 16 cells, but there are 15 columns."));
}

TEST_P(Imports, AnUnknownCategoryIsRefused) {
  std::string row = own_row("PICK-1");
  row.replace(row.find("Gitar"), 5, "Kopi");
  EXPECT_THAT(wrong(row), ElementsAre("2 category: There is no category Kopi."));
}

TEST_P(Imports, ASkuThatComesTwiceIsRefusedTheSecondTime) {
  const auto import = checked(kOwnTitles + own_row("PICK-1") + own_row("pick-1", "1000", "Kapo"));
  EXPECT_EQ(import.counts.created, 1);
  EXPECT_THAT(refusals(import), ElementsAre("3 sku: This SKU stands in row 2 already."));
}

TEST_P(Imports, RowsOfAProductThatContradictEachOtherAreRefusedTogether) {
  std::string second = own_row("PICK-2");
  second.replace(second.find("Dunlop"), 6, "Ibanez");
  EXPECT_THAT(wrong(own_row("PICK-1") + second),
              ElementsAre(HasSubstr("2 : Another row of this product is wrong"),
                          "3 brand: The rows of one product must agree in this column; see row 2."));
}

TEST_P(Imports, VariantsThatNothingTellsApartAreRefused) {
  EXPECT_THAT(wrong(own_row("PICK-1") + own_row("PICK-2")),
              ::testing::Contains(HasSubstr("There are several variants")));
}

TEST_P(Imports, SkusOfDifferentProductsDoNotBecomeOne) {
  EXPECT_THAT(wrong("pick,RG550-RF\npick,SLK-10\n", "slug,sku\n"),
              ::testing::Contains(HasSubstr("belong to different")));
}

TEST_P(Imports, AnArchivedProductIsLeftAlone) {
  run("UPDATE products SET state = 'archived' WHERE id = 2");
  EXPECT_THAT(wrong("SLK-10,1000\n", "sku,price\n"),
              ElementsAre(HasSubstr("2 sku: It belongs to an archived product")));
}

TEST_P(Imports, WhatBuyersAreOwedIsNotTakenAway) {
  place("midtrans");
  const auto import = checked("sku,stock\nSLK-10,2\n", [](auto& settings) { settings.sets_stock = true; });
  EXPECT_THAT(refusals(import), ElementsAre("2 stock: More than that is promised to buyers."));
}

TEST_P(Imports, AWrongSpecificationIsNamed) {
  EXPECT_THAT(wrong("RG550-RF,Kopi = 3\n", "sku,specifications\n"),
              ElementsAre("2 specifications: This specification is unknown, or its value is wrong: Kopi = 3"));
  EXPECT_THAT(wrong("RG550-RF,Panjang skala = banyak\n", "sku,specifications\n"),
              ElementsAre(HasSubstr("Panjang skala = banyak")));
}

TEST(ImportSettings, AFileWithoutSkusCannotBeChecked) {
  const auto& texts = i18n::Texts::of(i18n::Language::kEnglish);
  EXPECT_EQ(mistakes_of(guess_settings({"name", "price"}), texts).size(), 1);
  EXPECT_EQ(mistakes_of(guess_settings({"SKU", "Harga"}), texts).size(), 0);
}

TEST(ImportSettings, SurviveTheirStorage) {
  ImportSettings settings = guess_settings({"Handle", "Variant SKU", "Variant Price", "Image Src"});
  settings.defaults = {{"brand", "Dunlop \"x\""}};
  settings.sets_stock = true;
  const auto read = ImportSettings::of_json(settings.as_json());
  EXPECT_EQ(read.set, ColumnSet::kShopify);
  EXPECT_THAT(read.columns, ElementsAre("slug", "sku", "price", "pictures"));
  EXPECT_EQ(read.defaults, settings.defaults);
  EXPECT_TRUE(read.sets_stock);
}

TEST(HtmlText, IsWhatAReaderWouldSee) {
  EXPECT_EQ(text_of_html("Gitar 5 < 6 & 7"), "Gitar 5 < 6 & 7");
  EXPECT_EQ(text_of_html("<p>Satu</p><p>Dua<br/>Tiga</p>"), "Satu\n\nDua\nTiga");
  EXPECT_EQ(text_of_html("<script>alert(1)</script>Aman<style>p{}</style>"), "Aman");
  EXPECT_EQ(text_of_html("&lt;b&gt; caf&eacute;"), "<b> café");
}

}  // namespace
}  // namespace hurtrock::admin
