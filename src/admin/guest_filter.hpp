#pragma once

#include <optional>
#include <string>

#include "admin/order_filter.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// Which customers without an account the list shows, as its address says it: who ordered last comes first, one
/// screenful from a cursor on.
struct GuestFilter {
  std::string search;  ///< of a name, a mailbox or a phone; at most 100 characters, trimmed
  std::optional<OrderFilter::Cursor> after;

  /// From the query; what cannot be read counts as not said.
  static GuestFilter read(const http::Fields& query);
  /// From the beginning of the list.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_after(const OrderFilter::Cursor& order) const;
};

}  // namespace hurtrock::admin
