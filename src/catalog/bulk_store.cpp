#include <algorithm>
#include <vector>

#include "catalog/bulk_change.hpp"
#include "catalog/snapshot_builder.hpp"

namespace hurtrock::catalog {
namespace {

using Kind = BulkChange::Kind;
using Why = BulkRefusal::Why;
using Changed = std::expected<void, BulkRefusal>;

constexpr std::int64_t kHighestChangedPrice = 100'000'000'000;
constexpr std::int64_t kHundredPercent = 100'000;

constexpr std::pair<Kind, std::string_view> kKinds[] = {
    {Kind::kPercent, "percent"},  {Kind::kAmount, "amount"},     {Kind::kActive, "active"},
    {Kind::kHidden, "hidden"},    {Kind::kFeatured, "featured"}, {Kind::kUnfeatured, "unfeatured"},
    {Kind::kCategory, "category"}};

Changed change_prices(db::Tx& tx, ProductId product, const BulkChange& change) {
  for (const auto& [variant, price] :
       tx.all<VariantId, Money>("SELECT id, price FROM variants WHERE product_id = $1 ORDER BY id", product)) {
    const auto changed = changed_price(price, change);
    if (!changed) return std::unexpected(BulkRefusal{Why::kPrice, product});
    tx.send(
        "UPDATE variants SET price = $1, compare_at_price = CASE WHEN compare_at_price > $1 THEN compare_at_price END "
        "WHERE id = $2",
        *changed, variant);
  }
  return {};
}

Changed change_one(db::Tx& tx, ProductId product, const BulkChange& change) {
  switch (change.kind) {
    case Kind::kPercent:
    case Kind::kAmount:
      return change_prices(tx, product, change);
    case Kind::kActive:
      if (tx.execute("UPDATE products SET state = 'active' WHERE id = $1 AND description_id <> '' AND "
                     "description_en <> ''",
                     product) == 0)
        return std::unexpected(BulkRefusal{Why::kNotReady, product});
      return {};
    case Kind::kHidden:
      tx.send("UPDATE products SET state = 'hidden' WHERE id = $1", product);
      return {};
    case Kind::kFeatured:
      tx.send("UPDATE products SET featured = 1 WHERE id = $1", product);
      return {};
    case Kind::kUnfeatured:
      tx.send("UPDATE products SET featured = 0 WHERE id = $1", product);
      return {};
    case Kind::kCategory:
      tx.send("UPDATE products SET category_id = $1 WHERE id = $2", change.category, product);
      return {};
  }
  return {};
}

}  // namespace

std::string_view word(Kind kind) {
  return std::ranges::find(kKinds, kind, &std::pair<Kind, std::string_view>::first)->second;
}

std::optional<Kind> find_bulk_kind(std::string_view word) {
  const auto found = std::ranges::find(kKinds, word, &std::pair<Kind, std::string_view>::second);
  return found == std::end(kKinds) ? std::nullopt : std::optional{found->first};
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

Changed change_products(db::Tx& tx, std::span<const SeenProduct> products, const BulkChange& change, Time now) {
  std::vector<SeenProduct> sorted(products.begin(), products.end());
  std::ranges::sort(sorted, {}, &SeenProduct::id);
  // By id, so that two editors never wait for each other; the catalogue last, as everywhere.
  for (const SeenProduct& seen : sorted)
    if (tx.maybe_value<std::int64_t>("SELECT version FROM products WHERE id = $1 AND state <> 'archived' FOR UPDATE",
                                     seen.id) != seen.version)
      return std::unexpected(BulkRefusal{Why::kChanged, seen.id});
  std::vector<ProductId> ids;
  for (const SeenProduct& seen : sorted) ids.push_back(seen.id);
  raise_catalogue_version(tx, ids);
  if (change.kind == Kind::kCategory &&
      !tx.maybe_value<CategoryId>("SELECT id FROM categories WHERE id = $1", change.category))
    return std::unexpected(BulkRefusal{Why::kNoSuchCategory, {}});
  for (const SeenProduct& seen : sorted) {
    if (auto changed = change_one(tx, seen.id, change); !changed) return changed;
    tx.send("UPDATE products SET version = version + 1, updated_at = $1 WHERE id = $2", now, seen.id);
  }
  return {};
}

}  // namespace hurtrock::catalog
