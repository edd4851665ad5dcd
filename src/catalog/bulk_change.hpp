#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "catalog/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"

/// One change to many products.
namespace hurtrock::catalog {

struct BulkChange {
  enum class Kind : std::uint8_t { kPercent, kAmount, kActive, kHidden, kFeatured, kUnfeatured, kCategory };
  Kind kind = Kind::kPercent;
  std::int64_t milli_percent = 0;  ///< kPercent: thousandths of a per cent, negative for less; 10,000 is 10 %
  Money amount;                    ///< kAmount: what is added, negative for less
  std::int64_t rounding = 1;       ///< of the new prices: to whole multiples of this many rupiah, halves up
  CategoryId category;             ///< kCategory

  [[nodiscard]] bool is_of_prices() const { return kind == Kind::kPercent || kind == Kind::kAmount; }
};
std::string_view word(BulkChange::Kind kind);
std::optional<BulkChange::Kind> find_bulk_kind(std::string_view word);

/// Nothing when it would not be a price any more: less than one rupiah, or more than a variant may cost.
std::optional<Money> changed_price(Money price, const BulkChange& change);

struct SeenProduct {
  ProductId id;
  std::int64_t version = 0;  ///< that its editor was shown
};

struct BulkRefusal {
  enum class Why : std::uint8_t {
    kChanged,   ///< the product is not what its editor was shown, or is gone
    kPrice,     ///< a price would leave the bounds
    kNotReady,  ///< it has no descriptions to be shown with
    kNoSuchCategory,
  };
  Why why{};
  ProductId product;
};
std::string_view word(BulkRefusal::Why why);
std::optional<BulkRefusal::Why> find_bulk_why(std::string_view word);

/// What decides whether a product can be changed.
struct BulkCandidate {
  ProductId id;
  std::int64_t version = 0;
  bool is_described = false;                         ///< in both languages
  std::optional<Money> lowest_price, highest_price;  ///< of its variants, in whatever state; nothing: it has none
  Time updated_at;
};
/// Of these products, those that are there and not archived, by id.
std::vector<BulkCandidate> bulk_candidates(db::Tx& tx, std::span<const ProductId> products);
/// Why the change cannot be made to it; nothing: it can, if it is what its editor was shown.
std::optional<BulkRefusal::Why> obstacle(const BulkCandidate& product, const BulkChange& change);

/// Changes those of the products that can be changed and answers the others, which stay as they are: whoever wants all
/// or none rolls back. A compare-at price that is not higher than the new price any more is taken away. Part of the
/// caller's transaction.
std::vector<BulkRefusal> change_products(db::Tx& tx, std::span<const SeenProduct> products, const BulkChange& change,
                                         Time now);

}  // namespace hurtrock::catalog
