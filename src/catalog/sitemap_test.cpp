#include "catalog/sitemap.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/property_tree/xml_parser.hpp>
#include <set>
#include <sstream>

#include "catalog/catalogue_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;

constexpr std::string_view kShop = "https://shop.example";

/// Addresses with their times of change, in order. Throws when it is not well-formed XML.
std::vector<std::pair<std::string, std::string>> read(const std::string& xml, const std::string& root) {
  std::istringstream in(xml);
  boost::property_tree::ptree tree;
  boost::property_tree::read_xml(in, tree);
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& [name, child] : tree.get_child(root))
    if (name != "<xmlattr>") entries.emplace_back(child.get<std::string>("loc"), child.get("lastmod", ""));
  return entries;
}

/// A catalogue of that many products, without a database.
class Large {
 public:
  explicit Large(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) slugs_.push_back(fmt::format("gitar-nomor-{}", i));
  }
  SitemapEntry operator()(std::size_t number) const {
    return {"/product/", slugs_.at(number), kToday + std::chrono::seconds{number}};
  }

 private:
  std::vector<std::string> slugs_;
};

TEST(Sitemap, the_addresses_of_120_000_products_stand_in_three_files_each_once) {
  constexpr std::size_t kProducts = 120'000;
  const Large large(kProducts);
  const SitemapEntryAt entry = [&](std::size_t number) { return large(number); };
  const auto parts = read(write_sitemap_index(kShop, entry, kProducts), "sitemapindex");
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].first, "https://shop.example/sitemap-1.xml");
  EXPECT_EQ(parts[2].first, "https://shop.example/sitemap-3.xml");
  EXPECT_EQ(parts[2].second, rfc3339(kToday + std::chrono::seconds{kProducts - 1}));

  std::set<std::string> addresses;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const auto pages = read(
        write_sitemap(kShop, entry, part * kAddressesInSitemap, std::min(kProducts, (part + 1) * kAddressesInSitemap)),
        "urlset");
    EXPECT_LE(pages.size(), kAddressesInSitemap);
    for (const auto& [address, changed] : pages) addresses.insert(address);
  }
  EXPECT_EQ(addresses.size(), kProducts);
  EXPECT_TRUE(addresses.contains("https://shop.example/product/gitar-nomor-119999"));
}

TEST(Sitemap, what_an_address_must_not_hold_in_xml_is_escaped) {
  const SitemapEntryAt entry = [](std::size_t) { return SitemapEntry{"/products?a=1&b=", "<x>", {}}; };
  EXPECT_THAT(read(write_sitemap(kShop, entry, 0, 1), "urlset"),
              ElementsAre(Pair("https://shop.example/products?a=1&b=<x>", "")));
}

class SitemapOfShop : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    db_->write([&](db::Tx& tx) {
      const auto guitars = insert_category(tx, {.slug = "gitar"});
      const auto electric = insert_category(tx, {.slug = "elektrik", .parent = guitars});
      insert_category(tx, {.slug = "kosong"});
      const auto ibanez = insert_brand(tx, "ibanez", "Ibanez");
      insert_brand(tx, "nobody", "Nobody");
      const auto product = insert_product(tx, {.slug = "rg-550", .brand = ibanez, .category = electric});
      insert_variant(tx, product, {.sku = "A"});
      insert_product(tx, {.slug = "hidden", .brand = ibanez, .category = electric, .state = "hidden"});
      tx.execute("UPDATE products SET updated_at = $1 WHERE slug = 'rg-550'", kToday + 1h);
      tx.execute(
          "INSERT INTO product_images (product_id, file, width, height, alt_id, alt_en, position, is_thumbnail, "
          "state_since) VALUES ($1, 'a.webp', 8, 6, 'Depan', 'Front', 1, 1, $2)",
          product, kToday + 2h);
    });
    snapshot_ = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  }
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(db::Dialect::kSqlite);
  std::shared_ptr<const Snapshot> snapshot_;
};

TEST_F(SitemapOfShop, every_page_with_something_on_it_stands_there_as_new_as_what_it_shows) {
  SitemapFiles files;
  const std::string changed = rfc3339(kToday + 2h);
  EXPECT_THAT(read(*files.file(*snapshot_, kShop, 0)->identity, "urlset"),
              ElementsAre(Pair("https://shop.example/", changed), Pair("https://shop.example/products", changed),
                          Pair("https://shop.example/store-info", ""), Pair("https://shop.example/buying", ""),
                          Pair("https://shop.example/returns", ""), Pair("https://shop.example/privacy", ""),
                          Pair("https://shop.example/categories/gitar", changed),
                          Pair("https://shop.example/categories/elektrik", changed),
                          Pair("https://shop.example/products?brand=ibanez", changed),
                          Pair("https://shop.example/product/rg-550", changed)));
}

TEST_F(SitemapOfShop, a_small_shop_has_one_file_and_no_parts) {
  SitemapFiles files;
  EXPECT_FALSE(files.file(*snapshot_, kShop, 1));
}

TEST_F(SitemapOfShop, a_file_is_made_once_for_each_snapshot) {
  SitemapFiles files;
  const auto first = files.file(*snapshot_, kShop, 0)->identity;
  EXPECT_EQ(files.file(*snapshot_, kShop, 0)->identity, first);
  const auto next = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  EXPECT_NE(files.file(*next, kShop, 0)->identity, first);
}

}  // namespace
}  // namespace hurtrock::catalog
