#include <algorithm>
#include <chrono>

#include "admin/export_store.hpp"
#include "admin/statement.hpp"
#include "admin/store.hpp"
#include "admin/store_facts.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin::store {
namespace {

enum class SearchIn : std::uint8_t { kNothing, kNumbers, kNewest };

/// The orders a filter lets through, without its cursor.
class OrderMatches {
 public:
  OrderMatches(db::Tx& tx, const OrderFilter& filter)
      : filter_(filter), terms_(SearchTerms::of(filter.search)), dialect_(tx.dialect()) {
    if (filter.buyer) counted_to_ = store::counted_to(tx).value_or(Time{});
    if (filter.search.empty()) return;
    name_pattern_ = containing(terms_.part);
    number_pattern_ = containing(text::upper(terms_.part));
    digits_pattern_ = containing(terms_.digits);
    search_in_ = is_number(tx) ? SearchIn::kNumbers : SearchIn::kNewest;
  }

  [[nodiscard]] SearchIn search_in() const { return search_in_; }

  /// Whether they are found by when they were paid and then put into the order of the list. PostgreSQL would go through
  /// the list, in the hope to find a screenful soon, and go through all of it where there is none. Of many days all
  /// would be too many to sort.
  [[nodiscard]] bool are_sorted_afterwards() const {
    return dialect_ == db::Dialect::kPostgres && filter_.day == OrderDay::kPaid && !filter_.state && !filter_.payment &&
           are_of_few_days();
  }

  /// "SELECT id, placed_at FROM ..."
  void add_to(Statement& statement) const {
    if (search_in_ == SearchIn::kNewest) {
      statement << "SELECT n.id, n.placed_at FROM (SELECT o.id, o.placed_at, o.number, o.contact_name, o.email, "
                   "o.phone FROM orders o "
                   "WHERE 1 = 1";
      add_conditions(statement);
      statement << " ORDER BY o.placed_at DESC, o.id DESC LIMIT " << bound(kSearched) << ") n WHERE ("
                << in_small_letters(dialect_, "n.contact_name") << " LIKE " << bound(name_pattern_)
                << " ESCAPE '\\' OR n.number LIKE " << bound(number_pattern_) << " ESCAPE '\\' OR n.email LIKE "
                << bound(name_pattern_) << " ESCAPE '\\'";
      if (!terms_.digits.empty()) statement << " OR n.phone LIKE " << bound(digits_pattern_);
      statement << ")";
      return;
    }
    statement << "SELECT o.id, o.placed_at FROM orders o WHERE 1 = 1";
    add_conditions(statement);
    if (search_in_ == SearchIn::kNumbers) {
      statement << " AND o.id IN (";
      add_numbered(statement);
      statement << ")";
    }
  }

 private:
  [[nodiscard]] bool are_of_few_days() const {
    constexpr std::chrono::days kFew{62};
    const auto from = filter_.first_moment(), end = filter_.end();
    return from && end && *from < *end && *end - *from <= kFew;
  }

  /// Whether the text is an order's own number, mailbox or parcel.
  [[nodiscard]] bool is_number(db::Tx& tx) const {
    Statement statement;
    statement << "SELECT 1 FROM (";
    add_numbered(statement);
    statement << ") numbered LIMIT 1";
    return !statement.run(tx).empty();
  }

  void add_numbered(Statement& statement) const {
    statement << "SELECT id FROM orders WHERE number = " << bound(terms_.order_number)
              << " UNION SELECT id FROM orders WHERE email = " << bound(terms_.email)
              << " UNION SELECT order_id FROM invoices WHERE number = " << bound(terms_.invoice_number);
    if (!terms_.tracking_number.empty())
      statement << " UNION SELECT order_id FROM shipments WHERE tracking_number = " << bound(terms_.tracking_number);
  }

  void add_conditions(Statement& statement) const {
    if (!filter_.in_vain.empty()) statement << " AND 1 = 0";
    if (filter_.state) statement << " AND o.state = " << bound(orders::word(*filter_.state));
    if (filter_.payment) statement << " AND o.payment_state = " << bound(orders::word(*filter_.payment));
    if (filter_.product)
      statement << " AND o.id IN (SELECT l.order_id FROM order_lines l WHERE l.product_id = " << bound(*filter_.product)
                << ")";
    if (filter_.refund_by_hand)
      statement << " AND o.id IN (SELECT r.order_id FROM refunds r WHERE r.state = 'by_hand')";
    if (filter_.awaits_goods) statement << " AND o.id IN (SELECT r.order_id FROM reservations r WHERE r.awaited > 0)";
    if (filter_.stuck) add_stuck(statement);
    if (filter_.day == OrderDay::kPaid)
      add_paid_days(statement);
    else
      add_placed_days(statement);
  }

  void add_stuck(Statement& statement) const {
    if (filter_.stuck == Stuck::kUnsent) {
      const Time before = filter_.at - kUnsentAfter;
      // Nothing was paid before it was placed, and the lists are in the order of that.
      statement << " AND o.state IN ('processing', 'partially_shipped') AND o.placed_at < " << bound(before)
                << " AND COALESCE(o.paid_at, o.placed_at) < " << bound(before)
                << " AND NOT EXISTS (SELECT 1 FROM reservations r WHERE r.order_id = o.id AND r.awaited > 0)";
      return;
    }
    const Time before = filter_.at - kUndeliveredAfter;
    // A day in microseconds.
    statement << " AND o.state = 'shipped' AND o.returned_at IS NULL AND o.placed_at < " << bound(before)
              << " AND (SELECT MAX(s.shipped_at) FROM shipments s WHERE s.order_id = o.id) + o.shipping_max_days * "
                 "86400000000 < "
              << bound(before);
  }

  void add_placed_days(Statement& statement) const {
    if (const auto from = filter_.first_moment()) statement << " AND o.placed_at >= " << bound(*from);
    if (const auto end = filter_.end()) statement << " AND o.placed_at < " << bound(*end);
  }

  void add_paid_days(Statement& statement) const {
    const auto from = filter_.first_moment(), end = filter_.end();
    if (are_sorted_afterwards()) {
      add_paid_between(statement, from, end);
      add_payment(statement);
      return;
    }
    // What was paid before a moment was placed before it: the list, which is in that order, need not begin any later.
    if (end) statement << " AND o.placed_at < " << bound(*end);
    if (filter_.state || filter_.payment) {
      add_paid_between(statement, from, end);
      add_payment(statement);
      return;
    }
    // Its own SELECT, so that the days are found by their index and not by going through the list.
    statement << " AND o.id IN (SELECT o.id FROM orders o WHERE o.paid_at IS NOT NULL";
    add_paid_between(statement, from, end);
    statement << ")";
    add_payment(statement);
  }

  /// No bound that bounds nothing: SQLite would take the days' index for the narrower one.
  static void add_paid_between(Statement& statement, std::optional<Time> from, std::optional<Time> end) {
    if (from) statement << " AND o.paid_at >= " << bound(*from);
    if (end) statement << " AND o.paid_at < " << bound(*end);
    if (!from && !end) statement << " AND o.paid_at IS NOT NULL";
  }

  /// By whom and how it was paid, as the sums of days have it (sales.hpp).
  void add_payment(Statement& statement) const {
    if (!filter_.method.empty())
      statement << " AND COALESCE((SELECT p.provider FROM payments p WHERE p.order_id = o.id AND p.settles_order = 1), "
                   "o.payment_method) = "
                << bound(filter_.method);
    if (!filter_.province.empty()) statement << " AND o.provinsi = " << bound(filter_.province);
    if (filter_.buyer == BuyerKind::kNew)
      add_first_purchases(statement);
    else if (filter_.buyer)
      statement << " AND NOT EXISTS (SELECT 1 FROM first_purchases f WHERE f.order_id = o.id) AND (o.paid_at < "
                << bound(counted_to_) << " OR " << kHadPaidBefore << ")";
  }

  /// Written down of the days that are counted; of the others, who had paid before is asked.
  void add_first_purchases(Statement& statement) const {
    if (!are_of_few_days()) {
      statement << " AND (EXISTS (SELECT 1 FROM first_purchases f WHERE f.order_id = o.id) OR (o.paid_at >= "
                << bound(counted_to_) << " AND NOT " << kHadPaidBefore << "))";
      return;
    }
    const Time from = *filter_.first_moment(), end = *filter_.end(), border = std::clamp(counted_to_, from, end);
    statement << " AND o.id IN (SELECT f.order_id FROM first_purchases f WHERE f.day >= " << bound(from)
              << " AND f.day < " << bound(border)
              << " UNION ALL SELECT o.id FROM orders o WHERE o.paid_at >= " << bound(border) << " AND o.paid_at < "
              << bound(end) << " AND NOT " << kHadPaidBefore << ")";
  }

  const OrderFilter& filter_;
  SearchTerms terms_;
  db::Dialect dialect_;
  std::string name_pattern_, number_pattern_, digits_pattern_;
  SearchIn search_in_ = SearchIn::kNothing;
  Time counted_to_;  ///< of the days' sums, with a filter of buyers
};

void add_cursor(Statement& statement, const OrderFilter& filter) {
  if (filter.older_than) {
    statement << " WHERE m.placed_at <= " << bound(filter.older_than->placed_at) << " AND (m.placed_at < "
              << bound(filter.older_than->placed_at) << " OR m.id < " << bound(filter.older_than->id) << ")";
  } else if (filter.newer_than) {
    statement << " WHERE m.placed_at >= " << bound(filter.newer_than->placed_at) << " AND (m.placed_at > "
              << bound(filter.newer_than->placed_at) << " OR m.id > " << bound(filter.newer_than->id) << ")";
  }
  statement << (filter.newer_than ? " ORDER BY m.placed_at, m.id" : " ORDER BY m.placed_at DESC, m.id DESC");
}

/// From the cursor on.
std::vector<OrderId> ids_of(db::Tx& tx, const OrderMatches& matches, const OrderFilter& filter, std::size_t limit) {
  Statement statement;
  if (matches.are_sorted_afterwards()) {
    statement << "WITH m AS MATERIALIZED (";
    matches.add_to(statement);
    statement << ") SELECT m.id FROM m";
  } else {
    statement << "SELECT m.id FROM (";
    matches.add_to(statement);
    statement << ") m";
  }
  add_cursor(statement, filter);
  statement << " LIMIT " << bound(static_cast<std::int64_t>(limit));
  const db::Rows rows = statement.run(tx);
  std::vector<OrderId> found;
  for (std::size_t row = 0; row < rows.size(); ++row) found.push_back(rows.get<OrderId>(row, 0));
  return found;
}

/// Newest first.
std::vector<OrderRow> rows_of(db::Tx& tx, std::span<const OrderId> orders) {
  if (orders.empty()) return {};
  Statement statement;
  statement
      << "SELECT o.id, o.placed_at, o.number, o.contact_name, o.kota, o.payment_method, o.state, o.payment_state, "
         "o.total, COALESCE((SELECT l.name FROM order_lines l WHERE l.order_id = o.id AND l.position = 1), ''), "
         "CAST(COALESCE((SELECT SUM(l.quantity) FROM order_lines l WHERE l.order_id = o.id), 0) AS BIGINT), "
         // As orders::stopped_packing has it.
         "CASE WHEN o.state = 'cancelled' AND EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id AND "
         "e.kind = 'cancelled' AND e.actor_kind = 'buyer' AND e.state_before = 'processing') THEN 1 ELSE 0 END, "
         "COALESCE((SELECT s.is_pickup FROM shipping_services s WHERE s.code = o.shipping_code), 0) "
         "FROM orders o WHERE o.id IN (";
  for (const OrderId order : orders) statement << (order == orders.front() ? "" : ", ") << bound(order);
  statement << ") ORDER BY o.placed_at DESC, o.id DESC";

  const db::Rows rows = statement.run(tx);
  std::vector<OrderRow> found;
  for (std::size_t row = 0; row < rows.size(); ++row)
    found.push_back({.place = {rows.get<Time>(row, 1), rows.get<OrderId>(row, 0)},
                     .number = rows.get<std::string>(row, 2),
                     .customer = rows.get<std::string>(row, 3),
                     .city = rows.get<std::string>(row, 4),
                     .first_item = rows.get<std::string>(row, 9),
                     .payment_method = rows.get<std::string>(row, 5),
                     .state = orders::state_from(rows.get<std::string>(row, 6)),
                     .payment_state = orders::payment_state_from(rows.get<std::string>(row, 7)),
                     .pieces = rows.get<std::int64_t>(row, 10),
                     .total = rows.get<Money>(row, 8),
                     .stopped_while_packed = rows.get<std::int64_t>(row, 11) == 1,
                     .is_pickup = rows.get<bool>(row, 12)});
  return found;
}

std::int64_t count_matches(db::Tx& tx, const OrderMatches& matches, std::int64_t at_most) {
  Statement statement;
  statement << "SELECT COUNT(*) FROM (SELECT 1 FROM (";
  matches.add_to(statement);
  statement << ") m LIMIT " << bound(at_most) << ") counted";
  return statement.run(tx).get<std::int64_t>(0, 0);
}

Count count_matches(db::Tx& tx, const OrderMatches& matches) {
  return bounded(count_matches(tx, matches, kCountedAtMost + 1));
}

}  // namespace

Count count_of(db::Tx& tx, const OrderFilter& filter) { return count_matches(tx, OrderMatches(tx, filter)); }

bool has_more_than(db::Tx& tx, const OrderFilter& filter, std::int64_t rows) {
  return count_matches(tx, OrderMatches(tx, filter), rows + 1) > rows;
}

OrdersFound find_orders(db::Tx& tx, std::string_view text, std::size_t limit) {
  const OrderFilter filter{.search = std::string(text)};
  const OrderMatches matches(tx, filter);
  return {.orders = rows_of(tx, ids_of(tx, matches, filter, limit)),
          .is_exact = matches.search_in() == SearchIn::kNumbers};
}

std::vector<OrderRow> orders_from(db::Tx& tx, const OrderFilter& filter, std::size_t limit) {
  return rows_of(tx, ids_of(tx, OrderMatches(tx, filter), filter, limit));
}

OrderSlice orders_matching(db::Tx& tx, const OrderFilter& filter, std::size_t per_slice) {
  const OrderMatches matches(tx, filter);
  // Of the list's beginning, what is shown and how much there is are looked for once.
  const bool is_beginning = !filter.newer_than && !filter.older_than;
  auto found =
      ids_of(tx, matches, filter, is_beginning ? std::max(per_slice, std::size_t{kCountedAtMost}) + 1 : per_slice + 1);
  OrderSlice slice{.orders = {},
                   .total = is_beginning ? bounded(std::ssize(found)) : count_matches(tx, matches),
                   .searched_newest_only = matches.search_in() == SearchIn::kNewest};
  found.resize(std::min(found.size(), per_slice + 1));
  slice.orders = rows_of(tx, found);
  // One more than fits says that the list goes on; it is the farthest from the cursor.
  const bool goes_on = slice.orders.size() > per_slice;
  if (goes_on) slice.orders.erase(filter.newer_than ? slice.orders.begin() : slice.orders.end() - 1);
  slice.has_newer = filter.newer_than ? goes_on : filter.older_than.has_value();
  slice.has_older = filter.newer_than ? true : goes_on;
  return slice;
}

}  // namespace hurtrock::admin::store
