#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/filter_words.hpp"
#include "catalog/ids.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

enum class StockSort : std::uint8_t { kFree, kMost, kName, kSku, kChanged };

/// What the free pieces of a variant call for. Each variant is in one of them at most.
enum class StockAlert : std::uint8_t {
  kOut,       ///< nothing is free
  kCritical,  ///< no more than the minimum
  kLow,       ///< no more than the threshold
};

/// Which variants the list of stock shows, as its address says it: one screenful from a cursor on, so that the last
/// costs no more than the first.
struct StockFilter {
  /// The place behind a variant: its value of what the list is sorted by, and its id.
  struct Cursor {
    std::int64_t number = 0;
    std::string text;  ///< of a sort by names or SKUs
    VariantId id;
  };

  std::string search;  ///< at most 100 characters, trimmed
  /// All that is let through, when that is little and somebody has looked (store::count_alerts).
  std::optional<std::vector<VariantId>> named;
  bool alerts = false;                 ///< only variants with an alert
  std::optional<StockAlert> alert;     ///< of this kind
  std::optional<CategoryId> category;  ///< with what is below it
  std::optional<BrandId> brand;
  std::optional<SupplierId> supplier;
  InVain in_vain;             ///< names and numbers of which there is none
  bool with_archive = false;  ///< also what is not sold any more
  StockSort sort = StockSort::kFree;
  std::optional<Cursor> after;

  /// From the query; what cannot be read counts as not said.
  static StockFilter read(const http::Fields& query);
  /// "/admin/stock?alert=low&…", without the cursor.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_after(const Cursor& cursor) const;
  /// Whether anything is asked for but an order and an alert.
  [[nodiscard]] bool is_narrowed() const;
  /// The same list from its beginning, of other alerts.
  [[nodiscard]] StockFilter with_any_alert() const;
  [[nodiscard]] StockFilter with_alert(StockAlert kind) const;
  [[nodiscard]] StockFilter without_alerts() const;
};

std::string_view word(StockSort sort);
std::string_view word(StockAlert alert);

/// The alert of so many free pieces. The minimum is never above the threshold.
std::optional<StockAlert> alert_of(std::int64_t free, std::int64_t minimum, std::int64_t low);

}  // namespace hurtrock::admin
