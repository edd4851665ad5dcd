#include <algorithm>
#include <iterator>
#include <span>

#include "admin/guests_store.hpp"
#include "admin/statement.hpp"
#include "admin/store.hpp"
#include "admin/user_filter.hpp"

namespace hurtrock::admin::store {
namespace {

using Cursor = OrderFilter::Cursor;

/// Guests seldom order twice: most often one look fills a page.
constexpr std::int64_t kOrdersAtOnce = 500;
/// The newest of a phone number whose mailboxes are looked at.
constexpr std::int64_t kOrdersOfPhone = 1'000;

void add_behind(Statement& statement, const std::optional<Cursor>& after) {
  if (after)
    statement << " AND o.placed_at <= " << bound(after->placed_at) << " AND (o.placed_at < " << bound(after->placed_at)
              << " OR o.id < " << bound(after->id) << ")";
}

std::vector<Cursor> places_in(const db::Rows& rows) {
  std::vector<Cursor> places;
  for (std::size_t row = 0; row < rows.size(); ++row)
    places.push_back({rows.get<Time>(row, 0), rows.get<OrderId>(row, 1)});
  return places;
}

/// All of them are of nobody: it says to PostgreSQL that the index of users' orders has this order.
constexpr std::string_view kNewestOfNobody = " ORDER BY o.user_id DESC, o.placed_at DESC, o.id DESC LIMIT ";

std::vector<Cursor> orders_of_guests(db::Tx& tx, const std::optional<Cursor>& after) {
  Statement statement;
  statement << "SELECT o.placed_at, o.id FROM orders o WHERE o.user_id IS NULL";
  add_behind(statement, after);
  statement << kNewestOfNobody << bound(kOrdersAtOnce);
  return places_in(statement.run(tx));
}

/// The last ones of the mailboxes that have ordered with a whole mailbox or phone number, which is looked for among all
/// orders: the last one may say another.
std::vector<Cursor> orders_of_contact(db::Tx& tx, const PersonTerms& terms, const std::optional<Cursor>& after) {
  Statement statement;
  const auto add_mailboxes = [&](std::string_view column, const std::string& value, std::int64_t limit) {
    statement << "SELECT email FROM (SELECT email FROM orders WHERE " << column << " = " << bound(value)
              << " AND +user_id IS NULL ORDER BY placed_at DESC, id DESC LIMIT " << bound(limit) << ") of_" << column;
  };
  statement << "SELECT o.placed_at, o.id FROM (";
  add_mailboxes("email", terms.part, 1);
  if (!terms.phone.empty()) {
    statement << " UNION ";
    add_mailboxes("phone", terms.phone, kOrdersOfPhone);
  }
  statement << ") m JOIN orders o ON o.id = (SELECT n.id FROM orders n WHERE n.email = m.email AND +n.user_id IS NULL "
               "ORDER BY n.placed_at DESC, n.id DESC LIMIT 1) WHERE 1 = 1";
  add_behind(statement, after);
  statement << " ORDER BY o.placed_at DESC, o.id DESC";
  return places_in(statement.run(tx));
}

/// All of the mailboxes that have a part in the contact of one, among the newest kGuestOrdersSeen of guests, wherever
/// the page begins. The last one of each is among them.
std::vector<Cursor> orders_with_part(db::Tx& tx, const PersonTerms& terms, const std::optional<Cursor>& after) {
  const std::string part = containing(terms.part), digits = containing(terms.digits);
  Statement statement;
  statement << "WITH newest AS (SELECT o.placed_at, o.id, o.contact_name, o.email, o.phone FROM orders o WHERE "
               "o.user_id IS NULL"
            << kNewestOfNobody << bound(kGuestOrdersSeen)
            << ") SELECT o.placed_at, o.id FROM newest o WHERE o.email IN (SELECT m.email FROM newest m WHERE "
            << in_small_letters(tx.dialect(), "m.contact_name") << " LIKE " << bound(part)
            << " ESCAPE '\\' OR m.email LIKE " << bound(part) << " ESCAPE '\\'";
  if (!terms.digits.empty()) statement << " OR m.phone LIKE " << bound(digits) << " ESCAPE '\\'";
  statement << ") AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = o.email)";
  add_behind(statement, after);
  statement << " ORDER BY o.placed_at DESC, o.id DESC";
  return places_in(statement.run(tx));
}

/// Of these orders the last ones of their mailboxes, where these have no account.
std::vector<GuestRow> guests_of(db::Tx& tx, std::span<const Cursor> orders) {
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

/// Whether there was room for all guests of these orders; otherwise the slice ends where it was full.
bool add_guests(db::Tx& tx, std::span<const Cursor> orders, std::size_t limit, GuestSlice& slice) {
  for (auto& guest : guests_of(tx, orders)) {
    if (slice.guests.size() == limit) {
      slice.end = slice.guests.back().last_order;
      return false;
    }
    slice.guests.push_back(std::move(guest));
  }
  return true;
}

GuestSlice first_guests_of(db::Tx& tx, std::span<const Cursor> orders, std::size_t limit) {
  GuestSlice slice;
  while (!orders.empty()) {
    const std::size_t many = std::min(orders.size(), static_cast<std::size_t>(kOrdersAtOnce));
    if (!add_guests(tx, orders.first(many), limit, slice)) break;
    orders = orders.subspan(many);
  }
  return slice;
}

GuestSlice guests_found(db::Tx& tx, const GuestFilter& filter, std::size_t limit) {
  const auto terms = PersonTerms::of(filter.search);
  auto exact = first_guests_of(tx, orders_of_contact(tx, terms, filter.after), limit);
  if (!exact.guests.empty()) return exact;
  auto slice = first_guests_of(tx, orders_with_part(tx, terms, filter.after), limit);
  slice.searched_newest_only =
      tx.one<std::int64_t>("SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE user_id IS NULL LIMIT $1) counted",
                           kGuestOrdersSeen + 1) > kGuestOrdersSeen;
  return slice;
}

}  // namespace

GuestSlice guests_from(db::Tx& tx, const GuestFilter& filter, std::size_t limit) {
  if (!filter.search.empty()) return guests_found(tx, filter, limit);
  GuestSlice slice{.guests = {}, .end = filter.after};
  for (std::int64_t seen = 0; seen < kGuestOrdersSeen; seen += kOrdersAtOnce) {
    const auto orders = orders_of_guests(tx, slice.end);
    if (!orders.empty() && !add_guests(tx, orders, limit, slice)) return slice;
    if (std::ssize(orders) < kOrdersAtOnce) {
      slice.end.reset();
      return slice;
    }
    slice.end = orders.back();
  }
  return slice;
}

}  // namespace hurtrock::admin::store
