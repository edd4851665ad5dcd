#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "catalog/list_address.hpp"
#include "catalog/random_shop_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ListUrlTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    crypto::start();
    const auto db = db::testing::migrated_database(db::Dialect::kSqlite);
    db->write([](db::Tx& tx) { RandomShop(tx, 20, 1); });
    snapshot_ = db->read([](db::Tx& tx) { return build_snapshot(tx); });
  }
  static void TearDownTestSuite() { snapshot_ = nullptr; }

  struct Read {
    Query query;
    std::vector<std::string> refused;  ///< fields
  };
  static Read read(std::string_view address, std::optional<int> category = std::nullopt) {
    const auto fields = *http::Fields::decode(address);
    auto input = http::Input::of_fields(fields, i18n::Texts::of(i18n::Language::kEnglish));
    Read read{.query = read_list_address(*snapshot_, fields, input, category, 24).query, .refused = {}};
    for (const auto& error : input.errors()) read.refused.push_back(error.field);
    return read;
  }
  static std::string url(const Query& query) { return list_url(*snapshot_, "/products", query, true); }

  static std::shared_ptr<const Snapshot> snapshot_;
};
std::shared_ptr<const Snapshot> ListUrlTest::snapshot_;

TEST_F(ListUrlTest, an_address_leads_back_to_the_list_it_was_made_for) {
  std::mt19937_64 random(3);
  const auto below = [&](std::size_t limit) { return static_cast<int>(random() % limit); };
  for (int i = 0; i < 300; ++i) {
    Query query;
    if (below(2) == 0) query.text = "gitar & bass, 100% \"sénar\"";
    if (below(2) == 0) query.category = below(snapshot_->categories().size());
    for (int n = below(3); n > 0; --n)
      if (const int brand = below(snapshot_->brands().size());
          std::ranges::find(query.brands, brand) == query.brands.end())
        query.brands.push_back(brand);
    if (below(2) == 0) query.min_price = Money{below(1'000'000)};
    if (below(2) == 0) query.max_price = Money{1'000'000 + below(1'000'000)};
    query.in_stock = below(2) == 0;
    query.sort = static_cast<Sort>(below(kSortCount));
    query.page = 1 + below(9);

    const std::string address = url(query);
    const auto [found, refused] = read(std::string_view(address).substr(std::min(address.size(), std::size_t{10})));
    ASSERT_THAT(refused, IsEmpty()) << address;
    EXPECT_EQ(url(found), address);
    EXPECT_EQ(found.text, query.text);
    EXPECT_EQ(found.category, query.category);
    EXPECT_EQ(found.brands, query.brands);
    EXPECT_EQ(found.min_price, query.min_price);
    EXPECT_EQ(found.max_price, query.max_price);
    EXPECT_EQ(found.in_stock, query.in_stock);
    EXPECT_EQ(found.sort, query.sort);
    EXPECT_EQ(found.page, query.page);
  }
}

TEST_F(ListUrlTest, the_plain_list_has_a_plain_address) { EXPECT_EQ(url({}), "/products"); }

TEST_F(ListUrlTest, the_path_chooses_the_category_before_the_query_does) {
  EXPECT_EQ(read("category=cat-3", 7).query.category, 7);
}

TEST_F(ListUrlTest, every_wrong_part_is_named) {
  EXPECT_THAT(
      read("category=cat-999&brand=nobody&min_price=-1&max_price=cheap&in_stock=yes&sort=random&page=0").refused,
      ElementsAre("category", "brand", "min_price", "max_price", "in_stock", "sort", "page"));
}

TEST_F(ListUrlTest, a_page_beyond_all_reason_is_refused) {
  EXPECT_THAT(read("page=100000").refused, IsEmpty());
  EXPECT_THAT(read("page=100001").refused, ElementsAre("page"));
}

}  // namespace
}  // namespace hurtrock::catalog
