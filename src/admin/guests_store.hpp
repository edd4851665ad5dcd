#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/guest_filter.hpp"
#include "platform/db/db.hpp"

/// Questions about customers without an account.
namespace hurtrock::admin::store {

/// So many orders of guests are looked through at once: for a page, or for a part of a name. Fewer than of all orders
/// (kSearched), for the others of their mailbox are looked at, too.
constexpr std::int64_t kGuestOrdersSeen = 10'000;

/// A mailbox that has ordered and has no account; name and phone as its last order has them.
struct GuestRow {
  OrderFilter::Cursor last_order;
  std::string name, email, phone;
  std::int64_t orders = 0;  ///< of that mailbox, counted up to kCountedAtMost
};
struct GuestSlice {
  std::vector<GuestRow> guests;
  /// Where they go on; nothing: there are no others. A slice that is not full has looked through
  /// kGuestOrdersSeen.
  std::optional<OrderFilter::Cursor> end;
  /// A part of a name or mailbox was looked for: only among the newest kGuestOrdersSeen.
  bool searched_newest_only = false;
};
/// Who ordered last comes first. Exact mailboxes and phones are found among all, names, as the last order has them, and
/// parts among the newest kGuestOrdersSeen.
GuestSlice guests_from(db::Tx& tx, const GuestFilter& filter, std::size_t limit);

}  // namespace hurtrock::admin::store
