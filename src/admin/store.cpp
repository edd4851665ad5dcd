#include "admin/store.hpp"

#include <algorithm>

namespace hurtrock::admin::store {
namespace {

/// The invoices looked through for a day's sales, newest first; more in one day are not counted.
constexpr std::int64_t kMostInvoicesADay = 10'000;

Count bounded(std::int64_t counted) { return {std::min(counted, kCountedAtMost), counted > kCountedAtMost}; }

}  // namespace

Count orders_in(db::Tx& tx, orders::State state) {
  return bounded(tx.one<std::int64_t>("SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE state = $1 LIMIT $2) counted",
                                      orders::word(state), kCountedAtMost + 1));
}

Day day_since(db::Tx& tx, Time since) {
  Day day;
  day.orders_placed = bounded(tx.one<std::int64_t>(
      "SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE placed_at >= $1 LIMIT $2) counted", since, kCountedAtMost + 1));
  // An order gets its invoice with its payment, and invoices are numbered in that order: the newest ones are reached
  // through the number's index, whatever the table's size.
  const auto [paid, sales] = tx.one<std::int64_t, Money>(
      "SELECT COUNT(*), CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM "
      "(SELECT total, issued_at FROM invoices WHERE year = $1 ORDER BY sequence DESC LIMIT $2) newest "
      "WHERE issued_at >= $3",
      in_wib(since).year, kMostInvoicesADay, since);
  day.orders_paid = bounded(paid);
  day.sales = sales;
  return day;
}

std::vector<Courier> couriers(db::Tx& tx) {
  std::vector<Courier> found;
  for (auto& [code, name, is_pickup] : tx.all<std::string, std::string, bool>(
           "SELECT code, name, is_pickup FROM shipping_services ORDER BY active DESC, position, id"))
    found.push_back({std::move(code), std::move(name), is_pickup});
  return found;
}

void add_audit_entry(db::Tx& tx, const AuditEntry& entry, Time now) {
  tx.execute(
      "INSERT INTO audit_log (at, actor_id, actor_name, action, subject_kind, subject_id, before_json, after_json, "
      "remote_address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      now, entry.actor, entry.actor_name, entry.action, entry.subject_kind, entry.subject_id, entry.before_json,
      entry.after_json, entry.remote_address);
}

std::vector<AuditRow> audit_entries_of(db::Tx& tx, std::string_view subject_kind, std::string_view subject_id,
                                       std::int64_t limit) {
  std::vector<AuditRow> rows;
  for (auto& [at, actor, action, before, after] : tx.all<Time, std::string, std::string, std::string, std::string>(
           "SELECT at, actor_name, action, COALESCE(before_json, 'null'), COALESCE(after_json, 'null') FROM audit_log "
           "WHERE subject_kind = $1 AND subject_id = $2 ORDER BY id DESC LIMIT $3",
           subject_kind, subject_id, limit))
    rows.push_back({at, std::move(actor), std::move(action), std::move(before), std::move(after)});
  return rows;
}

}  // namespace hurtrock::admin::store
