#include "admin/guests_store.hpp"
#include "admin/statement.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin::store {
namespace {

/// Guests seldom order twice: most often one look fills a page.
constexpr std::int64_t kOrdersAtOnce = 250;

std::vector<OrderFilter::Cursor> orders_of_guests(db::Tx& tx, const std::optional<OrderFilter::Cursor>& after) {
  Statement statement;
  statement << "SELECT o.placed_at, o.id FROM orders o WHERE o.user_id IS NULL";
  if (after)
    statement << " AND o.placed_at <= " << bound(after->placed_at) << " AND (o.placed_at < " << bound(after->placed_at)
              << " OR o.id < " << bound(after->id) << ")";
  // All of them are of nobody: it says to PostgreSQL that the index of users' orders has this order.
  statement << " ORDER BY o.user_id DESC, o.placed_at DESC, o.id DESC LIMIT " << bound(kOrdersAtOnce);
  const db::Rows rows = statement.run(tx);
  std::vector<OrderFilter::Cursor> places;
  for (std::size_t row = 0; row < rows.size(); ++row)
    places.push_back({rows.get<Time>(row, 0), rows.get<OrderId>(row, 1)});
  return places;
}

/// Of these orders the last ones of their mailboxes, where these have no account.
std::vector<GuestRow> guests_of(db::Tx& tx, const std::vector<OrderFilter::Cursor>& orders) {
  Statement statement;
  statement << "SELECT o.placed_at, o.id, o.contact_name, o.email, o.phone, (SELECT COUNT(*) FROM (SELECT 1 FROM "
               "orders c WHERE c.email = o.email LIMIT "
            << bound(kCountedAtMost) << ") counted) FROM orders o WHERE o.id IN (NULL";
  for (const auto& order : orders) statement << ", " << bound(order.id);
  statement
      << ") AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = o.email) AND NOT EXISTS (SELECT 1 FROM orders n "
         "WHERE n.email = o.email AND +n.user_id IS NULL AND (n.placed_at, n.id) > (o.placed_at, o.id)) "
         "ORDER BY o.placed_at DESC, o.id DESC";
  const db::Rows rows = statement.run(tx);
  std::vector<GuestRow> guests(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    guests[row] = {.last_order = {rows.get<Time>(row, 0), rows.get<OrderId>(row, 1)},
                   .name = rows.get<std::string>(row, 2),
                   .email = rows.get<std::string>(row, 3),
                   .phone = rows.get<std::string>(row, 4),
                   .orders = rows.get<std::int64_t>(row, 5)};
  return guests;
}

}  // namespace

GuestSlice guests_from(db::Tx& tx, const std::optional<OrderFilter::Cursor>& after, std::size_t limit) {
  GuestSlice slice{.guests = {}, .end = after};
  for (std::int64_t seen = 0; seen < kSearched; seen += kOrdersAtOnce) {
    const auto orders = orders_of_guests(tx, slice.end);
    if (!orders.empty())
      for (auto& guest : guests_of(tx, orders)) {
        if (slice.guests.size() == limit) {
          slice.end = slice.guests.back().last_order;
          return slice;
        }
        slice.guests.push_back(std::move(guest));
      }
    if (std::ssize(orders) < kOrdersAtOnce) {
      slice.end.reset();
      return slice;
    }
    slice.end = orders.back();
  }
  return slice;
}

}  // namespace hurtrock::admin::store
