#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "catalog/bulk_change.hpp"
#include "catalog/snapshot_builder.hpp"

namespace hurtrock::catalog {
namespace {

using Kind = BulkChange::Kind;
using Why = BulkRefusal::Why;

constexpr std::int64_t kHighestChangedPrice = 100'000'000'000;
constexpr std::int64_t kHundredPercent = 100'000;

constexpr std::pair<Kind, std::string_view> kKinds[] = {
    {Kind::kPercent, "percent"},  {Kind::kAmount, "amount"},     {Kind::kActive, "active"},
    {Kind::kHidden, "hidden"},    {Kind::kFeatured, "featured"}, {Kind::kUnfeatured, "unfeatured"},
    {Kind::kCategory, "category"}};
constexpr std::pair<Why, std::string_view> kWhys[] = {{Why::kChanged, "changed"},
                                                      {Why::kPrice, "price"},
                                                      {Why::kNotReady, "not_ready"},
                                                      {Why::kNoSuchCategory, "no_category"}};

/// How many one statement asks for. It always names as many, the last one again and again, so that a connection
/// prepares one statement and not one for every number of products.
constexpr std::size_t kCandidatesAtOnce = 100;

void add_candidates(db::Tx& tx, std::span<const ProductId> products, std::vector<BulkCandidate>& found) {
  static const std::string sql = [] {
    std::string text =
        "SELECT id, version, CASE WHEN description_id <> '' AND description_en <> '' THEN 1 ELSE 0 END, "
        "(SELECT MIN(price) FROM variants WHERE product_id = products.id), "
        "(SELECT MAX(price) FROM variants WHERE product_id = products.id), updated_at "
        "FROM products WHERE state <> 'archived' AND id IN (";
    for (std::size_t n = 1; n <= kCandidatesAtOnce; ++n) text += fmt::format("{}${}", n == 1 ? "" : ", ", n);
    return text + ") ORDER BY id";
  }();
  std::vector<db::Value> ids;
  for (std::size_t n = 0; n < kCandidatesAtOnce; ++n)
    ids.push_back(db::to_value(products[std::min(n, products.size() - 1)]));
  const db::Rows rows = tx.query_list(sql, ids);
  for (std::size_t row = 0; row < rows.size(); ++row)
    found.push_back({.id = rows.get<ProductId>(row, 0),
                     .version = rows.get<std::int64_t>(row, 1),
                     .is_described = rows.get<bool>(row, 2),
                     .lowest_price = rows.get<std::optional<Money>>(row, 3),
                     .highest_price = rows.get<std::optional<Money>>(row, 4),
                     .updated_at = rows.get<Time>(row, 5)});
}

/// What becomes of each product, known before anything is written.
struct Sorted {
  std::vector<ProductId> possible;
  std::vector<BulkRefusal> refused;
};

/// Locks the products: by id, so that two editors never wait for each other.
Sorted lock_and_sort(db::Tx& tx, std::span<const SeenProduct> products, const BulkChange& change) {
  std::vector<SeenProduct> in_order(products.begin(), products.end());
  std::ranges::sort(in_order, {}, &SeenProduct::id);
  Sorted sorted;
  std::vector<ProductId> unchanged;
  for (const SeenProduct& seen : in_order)
    if (tx.maybe_value<std::int64_t>("SELECT version FROM products WHERE id = $1 AND state <> 'archived' FOR UPDATE",
                                     seen.id) == seen.version)
      unchanged.push_back(seen.id);
    else
      sorted.refused.push_back({Why::kChanged, seen.id});
  for (const BulkCandidate& product : bulk_candidates(tx, unchanged))
    if (const auto why = obstacle(product, change))
      sorted.refused.push_back({*why, product.id});
    else
      sorted.possible.push_back(product.id);
  return sorted;
}

void change_prices(db::Tx& tx, ProductId product, const BulkChange& change) {
  for (const auto& [variant, price] :
       tx.all<VariantId, Money>("SELECT id, price FROM variants WHERE product_id = $1 ORDER BY id", product))
    tx.send(
        "UPDATE variants SET price = $1, compare_at_price = CASE WHEN compare_at_price > $1 THEN compare_at_price END "
        "WHERE id = $2",
        changed_price(price, change).value(), variant);
}

void change_one(db::Tx& tx, ProductId product, const BulkChange& change) {
  switch (change.kind) {
    case Kind::kPercent:
    case Kind::kAmount:
      return change_prices(tx, product, change);
    case Kind::kActive:
      return tx.send("UPDATE products SET state = 'active' WHERE id = $1", product);
    case Kind::kHidden:
      return tx.send("UPDATE products SET state = 'hidden' WHERE id = $1", product);
    case Kind::kFeatured:
      return tx.send("UPDATE products SET featured = 1 WHERE id = $1", product);
    case Kind::kUnfeatured:
      return tx.send("UPDATE products SET featured = 0 WHERE id = $1", product);
    case Kind::kCategory:
      return tx.send("UPDATE products SET category_id = $1 WHERE id = $2", change.category, product);
  }
}

/// Of products that are locked; the catalogue is locked last, as everywhere. False when there is no such category.
bool change_locked(db::Tx& tx, std::span<const ProductId> products, const BulkChange& change, Time now) {
  raise_catalogue_version(tx, products);
  if (change.kind == Kind::kCategory &&
      !tx.maybe_value<CategoryId>("SELECT id FROM categories WHERE id = $1", change.category))
    return false;
  for (const ProductId product : products) {
    change_one(tx, product, change);
    tx.send("UPDATE products SET version = version + 1, updated_at = $1 WHERE id = $2", now, product);
  }
  return true;
}

}  // namespace

std::string_view word(Kind kind) {
  return std::ranges::find(kKinds, kind, &std::pair<Kind, std::string_view>::first)->second;
}

std::optional<Kind> find_bulk_kind(std::string_view word) {
  const auto found = std::ranges::find(kKinds, word, &std::pair<Kind, std::string_view>::second);
  return found == std::end(kKinds) ? std::nullopt : std::optional{found->first};
}

std::string_view word(Why why) {
  return std::ranges::find(kWhys, why, &std::pair<Why, std::string_view>::first)->second;
}

std::optional<Why> find_bulk_why(std::string_view word) {
  const auto found = std::ranges::find(kWhys, word, &std::pair<Why, std::string_view>::second);
  return found == std::end(kWhys) ? std::nullopt : std::optional{found->first};
}

std::optional<Money> changed_price(Money price, const BulkChange& change) {
  const std::int64_t unit = std::max<std::int64_t>(1, change.rounding);
  Money rounded;
  if (change.kind == Kind::kPercent) {
    // One division for both, so that nothing is rounded twice.
    const Money whole = price * (kHundredPercent + change.milli_percent);
    const std::int64_t divisor = kHundredPercent * unit;
    if (whole.rupiah() <= 0) return std::nullopt;
    rounded = Money{(whole.rupiah() + divisor / 2) / divisor} * unit;
  } else {
    const Money sum = price + change.amount;
    if (sum.rupiah() <= 0) return std::nullopt;
    rounded = Money{(sum.rupiah() + unit / 2) / unit} * unit;
  }
  if (rounded.rupiah() <= 0 || rounded.rupiah() > kHighestChangedPrice) return std::nullopt;
  return rounded;
}

std::vector<BulkCandidate> bulk_candidates(db::Tx& tx, std::span<const ProductId> products) {
  std::vector<ProductId> ids(products.begin(), products.end());
  std::ranges::sort(ids);
  std::vector<BulkCandidate> found;
  for (std::span<const ProductId> left = ids; !left.empty();) {
    const auto next = left.first(std::min(left.size(), kCandidatesAtOnce));
    add_candidates(tx, next, found);
    left = left.subspan(next.size());
  }
  return found;
}

std::optional<Why> obstacle(const BulkCandidate& product, const BulkChange& change) {
  // A higher price stays the higher one: when the lowest and the highest stay prices, all between them do.
  if (change.is_of_prices())
    for (const auto& price : {product.lowest_price, product.highest_price})
      if (price && !changed_price(*price, change)) return Why::kPrice;
  if (change.kind == Kind::kActive && !product.is_described) return Why::kNotReady;
  return std::nullopt;
}

std::vector<BulkRefusal> change_products(db::Tx& tx, std::span<const SeenProduct> products, const BulkChange& change,
                                         Time now) {
  Sorted sorted = lock_and_sort(tx, products, change);
  if (!sorted.possible.empty() && !change_locked(tx, sorted.possible, change, now))
    for (const ProductId product : sorted.possible) sorted.refused.push_back({Why::kNoSuchCategory, product});
  return std::move(sorted.refused);
}

}  // namespace hurtrock::catalog
