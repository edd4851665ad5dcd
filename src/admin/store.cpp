#include "admin/store.hpp"

#include <algorithm>

#include "admin/statement.hpp"

namespace hurtrock::admin::store {

Count bounded(std::int64_t counted) { return {std::min(counted, kCountedAtMost), counted > kCountedAtMost}; }

Count orders_in(db::Tx& tx, orders::State state) {
  return bounded(tx.one<std::int64_t>("SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE state = $1 LIMIT $2) counted",
                                      orders::word(state), kCountedAtMost + 1));
}

std::vector<DeadMail> dead_mails(db::Tx& tx, std::int64_t limit) {
  std::vector<DeadMail> found;
  for (auto& [id, kind, number, error, at] : tx.all<std::int64_t, std::string, std::string, std::string, Time>(
           "SELECT m.id, m.kind, COALESCE(o.number, ''), COALESCE(m.last_error, ''), m.created_at FROM outbox_mails m "
           "LEFT JOIN orders o ON o.id = m.order_id WHERE m.state = 'dead' AND m.to_address <> '' ORDER BY m.id DESC "
           "LIMIT $1",
           limit))
    found.push_back({id, std::move(kind), std::move(number), std::move(error), at});
  return found;
}

std::vector<DeadJobs> dead_jobs(db::Tx& tx) {
  std::vector<DeadJobs> found;
  for (auto& [kind, count, error, at] : tx.all<std::string, std::int64_t, std::string, Time>(
           "SELECT j.kind, k.jobs, COALESCE(j.last_error, ''), COALESCE(j.finished_at, j.created_at) FROM "
           "(SELECT COUNT(*) AS jobs, MAX(id) AS newest FROM jobs WHERE state = 'dead' GROUP BY kind) k "
           "JOIN jobs j ON j.id = k.newest ORDER BY j.id DESC"))
    found.push_back({std::move(kind), count, std::move(error), at});
  return found;
}

DeadCounts count_dead(db::Tx& tx) {
  const auto [mails, jobs] = tx.one<std::int64_t, std::int64_t>(
      "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM outbox_mails WHERE state = 'dead' AND to_address <> '' "
      "LIMIT $1) counted), "
      "(SELECT COUNT(*) FROM (SELECT 1 FROM jobs WHERE state = 'dead' LIMIT $1) counted)",
      kCountedAtMost + 1);
  return {bounded(mails), bounded(jobs)};
}

Count mails_held_up(db::Tx& tx, Time written_before) {
  return bounded(
      // "+": by what waits, which is little, and not by its day.
      tx.one<std::int64_t>("SELECT COUNT(*) FROM (SELECT 1 FROM outbox_mails WHERE state = 'waiting' AND attempts > 0 "
                           "AND last_error IS NOT NULL AND +created_at < $1 LIMIT $2) counted",
                           written_before, kCountedAtMost + 1));
}

Count mails_in(db::Tx& tx, mail::State state) {
  if (state == mail::State::kSent) return {};
  // In the statement's own words, as the indexes have them.
  return bounded(tx.one<std::int64_t>(
      state == mail::State::kDead
          ? "SELECT COUNT(*) FROM (SELECT 1 FROM outbox_mails WHERE state = 'dead' LIMIT $1) counted"
          : "SELECT COUNT(*) FROM (SELECT 1 FROM outbox_mails WHERE state = 'waiting' LIMIT $1) counted",
      kCountedAtMost + 1));
}

std::string order_number(db::Tx& tx, OrderId order) {
  return tx.maybe_value<std::string>("SELECT number FROM orders WHERE id = $1", order).value_or("");
}

std::map<OrderId, std::string> order_numbers(db::Tx& tx, std::span<const OrderId> orders) {
  if (orders.empty()) return {};
  Statement statement;
  statement << "SELECT id, number FROM orders WHERE id IN (";
  for (std::size_t i = 0; i < orders.size(); ++i) statement << (i == 0 ? "" : ", ") << bound(orders[i]);
  statement << ")";
  const db::Rows rows = statement.run(tx);
  std::map<OrderId, std::string> numbers;
  for (std::size_t row = 0; row < rows.size(); ++row)
    numbers.emplace(rows.get<OrderId>(row, 0), rows.get<std::string>(row, 1));
  return numbers;
}

Count proofs_waiting(db::Tx& tx) {
  // CROSS JOIN: by the proofs that wait, which are few. SQLite would go through all that was ever transferred.
  return bounded(
      tx.one<std::int64_t>("SELECT COUNT(*) FROM (SELECT 1 FROM transfer_proofs t CROSS JOIN payments p "
                           "WHERE p.id = t.payment_id AND t.state = 'waiting' AND p.provider = 'bank_transfer' AND "
                           "(p.state = 'pending' OR (p.state = 'mismatch' "
                           "AND p.refunded = 0)) LIMIT $1) counted",
                           kCountedAtMost + 1));
}

Totals totals(db::Tx& tx) {
  const auto [products, accounts] = tx.one<std::int64_t, std::int64_t>(
      "SELECT (SELECT COUNT(*) FROM products WHERE state = 'active'), (SELECT COUNT(*) FROM users WHERE deleted_at IS "
      "NULL)");
  return {products, accounts};
}

std::vector<Courier> couriers(db::Tx& tx) {
  std::vector<Courier> found;
  for (auto& [code, name, is_pickup] : tx.all<std::string, std::string, bool>(
           "SELECT code, name, is_pickup FROM shipping_services ORDER BY active DESC, position, id"))
    found.push_back({std::move(code), std::move(name), is_pickup});
  return found;
}

void add_audit_entry(db::Tx& tx, const AuditEntry& entry, Time now) {
  tx.send(
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
