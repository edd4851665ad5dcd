#include "catalog/query.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <map>
#include <set>

#include "catalog/random_shop_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct SpecWish {
  std::set<std::string> values;
  std::optional<std::int64_t> min_milli, max_milli;
};

/// What a query asks for, in words of the shop and not of the snapshot.
struct Wish {
  std::vector<std::string> words;
  std::optional<CategoryId> category;
  std::set<BrandId> brands;
  std::optional<Money> min_price, max_price;
  bool in_stock = false;
  std::map<std::string, SpecWish> specs;
  Sort sort = Sort::kRelevance;
  std::size_t page = 1, per_page = 24;
};

struct SpecCount {
  std::map<std::string, std::int64_t> values;
  std::size_t known_values = 0;
  std::optional<std::int64_t> lowest, highest;
  bool operator==(const SpecCount&) const = default;
};

/// What the shop's list answers, counted product by product.
struct Answer {
  std::vector<ProductId> products;
  std::int64_t total = 0, in_stock_count = 0;
  std::map<CategoryId, std::int64_t> categories;
  std::map<BrandId, std::int64_t> brands;
  std::optional<Money> lowest_price, highest_price;
  std::map<std::string, SpecCount> specs;
  bool operator==(const Answer&) const = default;
};

std::string small(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Whether some word of `said` begins with `word`; both in small letters.
bool says(const std::string& said, const std::string& word) {
  for (std::size_t at = 0; at + word.size() <= said.size(); ++at) {
    const auto before = at > 0 ? static_cast<unsigned char>(said[at - 1]) : static_cast<unsigned char>(' ');
    if (!(std::isalnum(before) != 0 || before >= 0x80) && said.compare(at, word.size(), word) == 0) return true;
  }
  return false;
}

bool comes_before(const ListedProduct& a, const ListedProduct& b, Sort sort) {
  const auto newest = [](const ListedProduct& x, const ListedProduct& y) {
    return x.created_at != y.created_at ? x.created_at > y.created_at : x.id > y.id;
  };
  switch (sort) {
    case Sort::kPriceAscending:
      return a.price != b.price ? a.price < b.price : newest(a, b);
    case Sort::kPriceDescending:
      return a.price != b.price ? a.price > b.price : newest(a, b);
    case Sort::kName:
      return small(a.name) != small(b.name) ? small(a.name) < small(b.name) : newest(a, b);
    case Sort::kBestselling:
      return a.units_sold != b.units_sold ? a.units_sold > b.units_sold : newest(a, b);
    case Sort::kRelevance:
    case Sort::kNewest:
      break;
  }
  return newest(a, b);
}

bool is_number(const std::string& key) {
  return std::ranges::find(RandomShop::kDefinitions, key, &RandomShop::Definition::key)->is_number;
}

bool fits(const ListedProduct& product, const std::string& key, const SpecWish& wish) {
  const auto spec = product.specs.find(key);
  if (spec == product.specs.end()) return false;
  const auto& [slug, milli] = spec->second;
  return (wish.values.empty() || wish.values.contains(slug)) && (!wish.min_milli || milli >= *wish.min_milli) &&
         (!wish.max_milli || milli <= *wish.max_milli);
}

bool fits_all_but(const ListedProduct& product, const Wish& wish, const std::string& left_out) {
  return std::ranges::all_of(wish.specs, [&](const auto& entry) {
    return entry.first == left_out || fits(product, entry.first, entry.second);
  });
}

void count_specs(SpecCount& count, const std::string& key, const ListedProduct& product) {
  const auto& [slug, milli] = product.specs.at(key);
  ++count.values[slug];
  if (!is_number(key)) return;
  count.lowest = std::min(count.lowest.value_or(milli), milli);
  count.highest = std::max(count.highest.value_or(milli), milli);
}

Answer count_by_hand(const std::vector<ListedProduct>& shop, const Wish& wish) {
  Answer answer;
  std::vector<const ListedProduct*> chosen;
  std::map<std::string, std::set<std::string>> known;
  for (const auto& [key, spec] : wish.specs) {
    answer.specs[key];
    for (const std::string& value : spec.values) answer.specs[key].values[value] = 0;
  }
  for (const ListedProduct& product : shop) {
    const bool text =
        std::ranges::all_of(wish.words, [&](const std::string& word) { return says(product.said, small(word)); });
    const bool category =
        !wish.category || std::ranges::find(product.categories, *wish.category) != product.categories.end();
    const bool brand = wish.brands.empty() || wish.brands.contains(product.brand);
    const bool price =
        (!wish.min_price || product.price >= *wish.min_price) && (!wish.max_price || product.price <= *wish.max_price);
    const bool stock = !wish.in_stock || product.in_stock;

    for (const auto& [key, spec] : product.specs) {
      if (category && wish.category) answer.specs[key];
      if (category) known[key].insert(spec.slug);
      if (text && category && brand && price && stock && fits_all_but(product, wish, key) && answer.specs.contains(key))
        count_specs(answer.specs[key], key, product);
    }
    if (!fits_all_but(product, wish, "")) continue;
    if (text && category && brand && price && stock) chosen.push_back(&product);
    if (text && category && brand && price && product.in_stock) ++answer.in_stock_count;
    if (text && brand && price && stock)
      for (const CategoryId id : product.categories) ++answer.categories[id];
    if (text && category && price && stock) ++answer.brands[product.brand];
    if (text && category && brand && stock) {
      answer.lowest_price = std::min(answer.lowest_price.value_or(product.price), product.price);
      answer.highest_price = std::max(answer.highest_price.value_or(product.price), product.price);
    }
  }
  for (const BrandId brand : wish.brands) answer.brands.try_emplace(brand, 0);
  for (auto& [key, count] : answer.specs) count.known_values = known[key].size();
  answer.total = std::ssize(chosen);
  std::ranges::sort(chosen, [&](const auto* a, const auto* b) { return comes_before(*a, *b, wish.sort); });
  for (std::size_t i = (wish.page - 1) * wish.per_page; i < std::min(chosen.size(), wish.page * wish.per_page); ++i)
    answer.products.push_back(chosen[i]->id);
  return answer;
}

Answer ask_snapshot(const Snapshot& snapshot, const Wish& wish) {
  Query query{.min_price = wish.min_price,
              .max_price = wish.max_price,
              .in_stock = wish.in_stock,
              .sort = wish.sort,
              .page = static_cast<std::int64_t>(wish.page),
              .per_page = static_cast<std::int64_t>(wish.per_page)};
  for (const std::string& word : wish.words) query.text += word + "  ";
  for (int i = 0; i < static_cast<int>(snapshot.categories().size()); ++i)
    if (snapshot.categories()[static_cast<std::size_t>(i)].id == wish.category) query.category = i;
  for (int i = 0; i < static_cast<int>(snapshot.brands().size()); ++i)
    if (wish.brands.contains(snapshot.brands()[static_cast<std::size_t>(i)].id)) query.brands.push_back(i);

  for (const auto& [key, spec] : wish.specs) {
    SpecFilter filter{
        .spec = snapshot.find_spec(key).value(), .min_milli = spec.min_milli, .max_milli = spec.max_milli};
    const auto& index = snapshot.spec_indexes()[static_cast<std::size_t>(filter.spec)];
    for (const std::string& value : spec.values) filter.values.push_back(index.find_value(value).value());
    query.specs.push_back(filter);
  }

  const Found found = find(snapshot, query, Specs::kCounted);
  Answer answer{.total = found.total,
                .in_stock_count = found.in_stock_count,
                .lowest_price = found.lowest_price,
                .highest_price = found.highest_price};
  for (const int index : found.products)
    answer.products.push_back(snapshot.products()[static_cast<std::size_t>(index)].id);
  for (const auto& [index, count] : found.categories)
    answer.categories[snapshot.categories()[static_cast<std::size_t>(index)].id] = count;
  for (const auto& [index, count] : found.brands)
    answer.brands[snapshot.brands()[static_cast<std::size_t>(index)].id] = count;
  for (const SpecFacet& facet : found.specs) {
    const auto& index = snapshot.spec_indexes()[static_cast<std::size_t>(facet.spec)];
    SpecCount& count = answer.specs[std::string(index.key)];
    count.known_values = facet.known_values;
    count.lowest = facet.lowest;
    count.highest = facet.highest;
    for (const auto& [value, products] : facet.values)
      count.values[index.values[static_cast<std::size_t>(value)].slug] = products;
  }
  return answer;
}

class Wishes {
 public:
  Wishes(const Snapshot& snapshot, std::uint64_t seed) : snapshot_(snapshot), random_(seed) {}

  Wish next() {
    Wish wish;
    for (std::size_t words = std::array<std::size_t, 6>{0, 0, 0, 0, 1, 2}[below(6)]; words > 0; --words)
      wish.words.push_back(beginning());
    if (below(2) == 0) wish.category = snapshot_.categories()[below(snapshot_.categories().size())].id;
    if (below(2) == 0)
      for (std::size_t i = below(4); i > 0; --i)
        wish.brands.insert(snapshot_.brands()[below(snapshot_.brands().size())].id);
    if (below(3) == 0) wish.min_price = price();
    if (below(3) == 0) wish.max_price = price();
    wish.in_stock = below(3) == 0;
    if (below(2) == 0)
      for (std::size_t i = below(3); i > 0; --i) add_spec(wish);
    wish.sort = static_cast<Sort>(below(kSortCount));
    wish.per_page = std::array<std::size_t, 4>{1, 7, 24, 100}[below(4)];
    wish.page = 1 + below(4);
    return wish;
  }

 private:
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_); }
  void add_spec(Wish& wish) {
    const SpecIndex& index = snapshot_.spec_indexes()[below(snapshot_.spec_indexes().size())];
    SpecWish& spec = wish.specs[std::string(index.key)];
    const auto some = [&]() -> const SpecValue& { return index.values[below(index.values.size())]; };
    if (index.is_number && below(2) == 0) {
      if (below(3) != 0) spec.min_milli = some().number_milli - static_cast<std::int64_t>(below(2)) * 100;
      if (below(3) != 0) spec.max_milli = some().number_milli + static_cast<std::int64_t>(below(2)) * 100;
    }
    if (!spec.min_milli && !spec.max_milli)
      for (std::size_t i = 1 + below(3); i > 0; --i) spec.values.insert(some().slug);
  }
  // Between, on and outside the shop's prices.
  Money price() { return Money{static_cast<std::int64_t>(50'000 * below(110))}; }
  /// The beginning of a word that products use, in small or capital letters.
  std::string beginning() {
    std::string word = RandomShop::kWords[below(std::size(RandomShop::kWords))];
    if (below(4) == 0) word = "SKU-" + std::to_string(below(20));
    // Never inside a character of two bytes.
    if (const std::size_t kept = 1 + below(word.size()); static_cast<unsigned char>(word[kept - 1]) < 0x80)
      word.resize(kept);
    return below(2) == 0 ? small(word) : word;
  }
  const Snapshot& snapshot_;
  std::mt19937_64 random_;
};

bool long_run() {
  const char* value = std::getenv("HURTROCK_LONG");
  return value != nullptr && std::string_view{value} == "1";
}

class QueryTest : public ::testing::TestWithParam<db::Dialect> {};
INSTANTIATE_TEST_SUITE_P(, QueryTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(QueryTest, every_list_total_and_facet_is_as_counted_by_hand) {
  const int products = long_run() ? 5'000 : 1'000;
  const int wishes = long_run() ? 10'000 : 500;
  crypto::start();
  const auto db = db::testing::migrated_database(GetParam());
  auto shop = db->write([&](db::Tx& tx) { return RandomShop(tx, products, 4711).listed(); });
  for (ListedProduct& product : shop) product.said = small(product.said);
  const auto snapshot = db->read([](db::Tx& tx) { return build_snapshot(tx); });
  ASSERT_EQ(snapshot->products().size(), shop.size());
  ASSERT_GT(std::ssize(shop), products / 2);

  Wishes source(*snapshot, 815);
  std::int64_t answered = 0;
  for (int i = 0; i < wishes; ++i) {
    const Wish wish = source.next();
    const Answer expected = count_by_hand(shop, wish);
    const Answer found = ask_snapshot(*snapshot, wish);
    answered += found.products.empty() ? 0 : 1;
    ASSERT_EQ(found.products, expected.products) << "wish " << i;
    ASSERT_EQ(found.categories, expected.categories) << "wish " << i;
    ASSERT_EQ(found.brands, expected.brands) << "wish " << i;
    ASSERT_TRUE(found.specs == expected.specs) << "wish " << i;
    ASSERT_EQ(found, expected) << "wish " << i;
  }
  EXPECT_GT(answered, wishes / 4) << "most wishes found nothing: this proves little";
}

class SmallShop : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::start();
    db_ = db::testing::migrated_database(db::Dialect::kSqlite);
    db_->write([](db::Tx& tx) {
      const auto category = insert_category(tx, {.slug = "gitar", .name_id = "Gitar", .name_en = "Guitars"});
      const auto brand = insert_brand(tx, "gibson", "Gibson");
      std::int64_t sold = 0;
      for (const char* name : {"Les Paul Standard", "SG '61", "Flying V"}) {
        const auto product = insert_product(tx, {.slug = "p" + std::to_string(++sold),
                                                 .name = name,
                                                 .brand = brand,
                                                 .category = category,
                                                 .units_sold = sold});
        insert_variant(tx, product, {.sku = "S" + std::to_string(sold)});
      }
    });
    snapshot_ = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  }
  std::vector<std::string> names(const std::vector<int>& products) {
    std::vector<std::string> found;
    for (const int index : products) found.emplace_back(snapshot_->products()[static_cast<std::size_t>(index)].name);
    return found;
  }
  std::vector<std::string> search(const std::string& text) { return names(find(*snapshot_, {.text = text}).products); }

  std::unique_ptr<db::Database> db_;
  std::shared_ptr<const Snapshot> snapshot_;
};

TEST_F(SmallShop, words_are_found_in_any_order_and_by_their_beginning) {
  EXPECT_THAT(search("paul les"), ElementsAre("Les Paul Standard"));
  EXPECT_THAT(search("STAND"), ElementsAre("Les Paul Standard"));
  EXPECT_THAT(search("tandard"), IsEmpty());
  EXPECT_THAT(search("'61"), ElementsAre("SG '61"));
}

TEST_F(SmallShop, a_category_is_searched_for_in_both_languages) {
  EXPECT_EQ(search("gitar").size(), 3U);
  EXPECT_EQ(search("guitars").size(), 3U);
}

TEST_F(SmallShop, a_page_behind_the_last_one_is_empty_and_still_tells_the_total) {
  const Found found = find(*snapshot_, {.page = 100'000, .per_page = 100});
  EXPECT_THAT(found.products, IsEmpty());
  EXPECT_EQ(found.total, 3);
}

TEST_F(SmallShop, suggestions_are_the_bestsellers_that_fit) {
  EXPECT_THAT(names(bestsellers_that_fit(*snapshot_, "gib", 2, 100)), ElementsAre("Flying V", "SG '61"));
  EXPECT_THAT(names(bestsellers_that_fit(*snapshot_, "les", 2, 2)), IsEmpty()) << "it is the third";
  EXPECT_THAT(bestsellers_that_fit(*snapshot_, "   ", 8, 100), IsEmpty());
}

TEST_F(SmallShop, what_is_of_a_category_called_so_is_suggested_before_what_only_mentions_it) {
  db_->write([](db::Tx& tx) {
    const auto straps = insert_category(tx, {.slug = "strap", .name_id = "Tali Gitar", .name_en = "Guitar Straps"});
    const auto strap = insert_product(tx, {.slug = "strap",
                                           .name = "Gitar Strap",
                                           .brand = insert_brand(tx, "ernie", "Ernie"),
                                           .category = straps,
                                           .units_sold = 1'000});
    insert_variant(tx, strap, {.sku = "STRAP"});
  });
  snapshot_ = db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  EXPECT_THAT(names(bestsellers_that_fit(*snapshot_, "git", 8, 100)),
              ElementsAre("Flying V", "SG '61", "Les Paul Standard", "Gitar Strap"));
  EXPECT_THAT(names(bestsellers_that_fit(*snapshot_, "guitar", 1, 100)), ElementsAre("Flying V"));
  EXPECT_THAT(names(bestsellers_that_fit(*snapshot_, "tali gitar", 8, 100)), ElementsAre("Gitar Strap"));
}

TEST(EmptyShop, answers_every_query_with_nothing) {
  crypto::start();
  const auto db = db::testing::migrated_database(db::Dialect::kSqlite);
  const auto snapshot = db->read([](db::Tx& tx) { return build_snapshot(tx); });
  const Found found = find(*snapshot, {.text = "gitar", .min_price = Money{1}, .in_stock = true, .sort = Sort::kName});
  EXPECT_EQ(found.total, 0);
  EXPECT_THAT(found.products, IsEmpty());
  EXPECT_EQ(found.lowest_price, std::nullopt);
}

}  // namespace
}  // namespace hurtrock::catalog
