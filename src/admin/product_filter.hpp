#pragma once

#include <optional>
#include <string>

#include "admin/filter_words.hpp"
#include "catalog/products.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

enum class ProductSort : std::uint8_t { kNewest, kName, kChanged, kSold };
/// How little is free to be sold of one of its variants.
enum class StockLevel : std::uint8_t {
  kOut,       ///< nothing
  kCritical,  ///< no more than its minimum
  kLow,       ///< no more than its threshold
};

/// Which products the list shows, as its address says it: one screenful from a cursor on, so that the last costs no
/// more than the first.
struct ProductFilter {
  /// The place behind a product: its value of what the list is sorted by, and its id.
  struct Cursor {
    std::int64_t number = 0;  ///< of a sort by numbers
    std::string name;         ///< of the sort by name
    ProductId id;
  };

  std::string search;                  ///< at most 100 characters, trimmed
  std::optional<CategoryId> category;  ///< with what is below it
  std::optional<BrandId> brand;
  std::optional<SupplierId> supplier;
  InVain in_vain;                              ///< names and numbers of which there is none
  std::optional<catalog::ProductState> state;  ///< none: all but the archive
  std::optional<StockLevel> stock;
  bool without_pictures = false;
  ProductSort sort = ProductSort::kNewest;
  std::optional<Cursor> after;

  /// From the query; what cannot be read counts as not said.
  static ProductFilter read(const http::Fields& query);
  /// Nothing when it says something that narrows the list and cannot be read: left out, the list would be of more.
  static std::optional<ProductFilter> read_strictly(const http::Fields& query);
  /// "/admin/products?brand=3&…", without the cursor.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_after(const Cursor& cursor) const;
  /// Whether anything is asked for but an order.
  [[nodiscard]] bool is_narrowed() const;
};

std::string_view word(ProductSort sort);
std::string_view word(StockLevel level);

}  // namespace hurtrock::admin
