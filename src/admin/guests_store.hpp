#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/order_filter.hpp"
#include "platform/db/db.hpp"

/// Questions about customers without an account.
namespace hurtrock::admin::store {

/// A mailbox that has ordered and has no account; name and phone as its last order has them.
struct GuestRow {
  OrderFilter::Cursor last_order;
  std::string name, email, phone;
  std::int64_t orders = 0;  ///< of that mailbox, counted up to kCountedAtMost
};
struct GuestSlice {
  std::vector<GuestRow> guests;
  /// Where they go on; nothing: there are no others. A slice that is not full has looked through kSearched orders.
  std::optional<OrderFilter::Cursor> end;
};
/// Who ordered last comes first; behind `after`.
GuestSlice guests_from(db::Tx& tx, const std::optional<OrderFilter::Cursor>& after, std::size_t limit);

}  // namespace hurtrock::admin::store
