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
  /// Something that can be asked of the specification.
  template <class Below>
  static SpecFilter filter_for(int spec, Below&& below) {
    const SpecIndex& index = snapshot_->spec_indexes()[static_cast<std::size_t>(spec)];
    SpecFilter filter{.spec = spec};
    for (int value = 0; value < static_cast<int>(index.values.size()); ++value)
      if (below(4) == 0) filter.values.push_back(value);
    if (index.is_number && below(2) == 0) filter.min_milli = below(500) * 100;
    if (index.is_number && below(2) == 0) filter.max_milli = 50'000 + below(500);
    if (filter.values.empty() && !filter.min_milli && !filter.max_milli) filter.values.push_back(0);
    return filter;
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
    for (int spec = 0; spec < static_cast<int>(snapshot_->spec_indexes().size()); ++spec)
      if (below(3) == 0) query.specs.push_back(filter_for(spec, below));
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
    EXPECT_EQ(found.specs.size(), query.specs.size());
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

TEST_F(ListUrlTest, a_wrong_specification_is_named) {
  EXPECT_THAT(read("spec.nothing=1&spec.wood=marmer&spec.frets.min=many&spec.wood.max=3").refused,
              ElementsAre("spec.nothing", "spec.wood", "spec.frets.min", "spec.wood.max"));
  // Not every specification makes a filter.
  EXPECT_THAT(read("spec.wording=kayu-no-1").refused, ElementsAre("spec.wording"));
}

TEST_F(ListUrlTest, a_limit_sent_twice_is_refused_and_an_empty_one_is_none) {
  EXPECT_THAT(read("spec.frets.min=1&spec.frets.min=2").refused, testing::Contains("spec.frets.min"));
  const auto [query, refused] = read("spec.frets.min=&spec.wood=");
  EXPECT_THAT(refused, IsEmpty());
  EXPECT_TRUE(query.specs.empty());
}

TEST_F(ListUrlTest, limits_the_wrong_way_round_mean_the_span_between_them) {
  const auto [query, refused] = read("spec.scale.min=30&spec.scale.max=12,5");
  EXPECT_THAT(refused, IsEmpty());
  ASSERT_EQ(query.specs.size(), 1U);
  EXPECT_EQ(query.specs[0].min_milli, 12'500);
  EXPECT_EQ(query.specs[0].max_milli, 30'000);
}

TEST_F(ListUrlTest, a_page_beyond_all_reason_is_refused) {
  EXPECT_THAT(read("page=100000").refused, IsEmpty());
  EXPECT_THAT(read("page=100001").refused, ElementsAre("page"));
}

}  // namespace
}  // namespace hurtrock::catalog
