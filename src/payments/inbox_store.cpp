#include "payments/payments.hpp"

namespace hurtrock::payments {

std::optional<std::int64_t> record_event(db::Tx& tx, std::string_view provider, std::string_view identity,
                                         std::string_view reference, std::string_view payload, Time now) {
  return tx.maybe_value<std::int64_t>(
      "INSERT INTO payment_events (provider, event_identity, reference, payload, state, received_at, take_up_at) "
      "VALUES ($1, $2, $3, $4, 'received', $5, $6) ON CONFLICT (provider, event_identity) DO UPDATE SET "
      "state = 'received', received_at = excluded.received_at, take_ups = 0, take_up_at = excluded.take_up_at "
      "WHERE payment_events.state = 'processed' AND payment_events.processed_at <= $7 RETURNING id",
      provider, identity, reference, payload, now, now + kFirstTakeUp, now - kRepeatedWithin);
}

std::optional<Event> find_event(db::Tx& tx, std::int64_t id) {
  auto row = tx.maybe<std::string, std::string, std::string, std::string>(
      "SELECT provider, reference, payload, state FROM payment_events WHERE id = $1", id);
  if (!row) return std::nullopt;
  auto& [provider, reference, payload, state] = *row;
  return Event{id, std::move(provider), std::move(reference), std::move(payload), std::move(state)};
}

void finish_event(db::Tx& tx, std::int64_t id, std::string_view outcome, Time now) {
  tx.send(
      "UPDATE payment_events SET state = 'processed', outcome = $1, processed_at = $2, take_up_at = NULL WHERE id = $3",
      outcome, now, id);
}

void park_event(db::Tx& tx, std::int64_t id, std::string_view reason, Time now) {
  tx.send("UPDATE payment_events SET state = 'parked', outcome = $1, processed_at = $2 WHERE id = $3", reason, now, id);
}

std::vector<DueEvent> claim_events(db::Tx& tx, Time now, std::int64_t limit,
                                   Time (*until)(std::int64_t take_ups, Time now)) {
  std::vector<DueEvent> due;
  for (auto& [id, provider, state, take_ups] : tx.all<std::int64_t, std::string, std::string, std::int64_t>(
           "SELECT id, provider, state, take_ups FROM payment_events WHERE take_up_at <= $1 ORDER BY take_up_at, id "
           "LIMIT $2 FOR UPDATE SKIP LOCKED",
           now, limit))
    due.push_back(
        {.id = id, .provider = std::move(provider), .is_parked = state == "parked", .take_ups = take_ups + 1});
  for (const DueEvent& event : due)
    tx.send("UPDATE payment_events SET take_ups = $1, take_up_at = $2 WHERE id = $3", event.take_ups,
            until(event.take_ups, now), event.id);
  return due;
}

bool is_event_due(db::Tx& tx, Time now) {
  return tx.maybe_value<std::int64_t>("SELECT id FROM payment_events WHERE take_up_at <= $1 LIMIT 1", now).has_value();
}

void leave_event(db::Tx& tx, std::int64_t id) {
  tx.send("UPDATE payment_events SET take_up_at = NULL WHERE id = $1", id);
}

void make_events_due(db::Tx& tx, Time parked_since, Time now) {
  tx.send(
      "UPDATE payment_events SET take_ups = 0, take_up_at = $1 WHERE state <> 'processed' AND (state = 'received' OR "
      "received_at >= $2)",
      now, parked_since);
}

void ask_staff(db::Tx& tx, std::string_view key, std::string_view kind, std::optional<OrderId> order,
               std::optional<PaymentId> payment, std::string_view detail, Time now) {
  tx.send(
      "INSERT INTO staff_tasks (task_key, kind, order_id, payment_id, detail, created_at) VALUES ($1, $2, $3, $4, $5, "
      "$6) "
      "ON CONFLICT (task_key) DO NOTHING",
      key, kind, order, payment, detail, now);
}

std::vector<StaffTask> open_staff_tasks(db::Tx& tx, std::int64_t limit) {
  std::vector<StaffTask> tasks;
  for (auto& [id, kind, detail, number, created, attempt, left, transfer, is_disputed] :
       tx.all<std::int64_t, std::string, std::string, std::optional<std::string>, Time, std::int64_t, Money,
              std::string, bool>(
           "SELECT t.id, t.kind, t.detail, o.number, t.created_at, COALESCE(p.attempt, 0), "
           "COALESCE(p.captured - p.refunded, 0), CASE WHEN p.provider = 'bank_transfer' THEN p.reference ELSE '' END, "
           "CASE WHEN p.state = 'disputed' THEN 1 ELSE 0 END "
           "FROM staff_tasks t LEFT JOIN orders o ON o.id = t.order_id "
           "LEFT JOIN payments p ON p.id = t.payment_id WHERE t.resolved_at IS NULL ORDER BY t.created_at, t.id LIMIT "
           "$1",
           limit))
    tasks.push_back({.id = id,
                     .kind = std::move(kind),
                     .detail = std::move(detail),
                     .order_number = number.value_or(""),
                     .created_at = created,
                     .attempt = attempt,
                     .left = left,
                     .transfer = std::move(transfer),
                     .is_disputed = is_disputed});
  return tasks;
}

std::expected<void, NotResolved> resolve_staff_task(db::Tx& tx, std::int64_t id, UserId staff, Time now) {
  // Whoever is changing the payment is waited for: what it holds counts as it is then. No order is locked after it.
  tx.send("SELECT id FROM payments WHERE id = (SELECT payment_id FROM staff_tasks WHERE id = $1) FOR UPDATE", id);
  const auto resolved = tx.execute(
      "UPDATE staff_tasks SET resolved_at = $1, resolved_by = $2 WHERE id = $3 AND resolved_at IS NULL AND NOT "
      "(kind IN ('payment_must_go_back', 'payment_mismatch') AND EXISTS (SELECT 1 FROM payments p WHERE p.id = "
      "staff_tasks.payment_id AND p.captured > p.refunded)) AND NOT (kind IN ('payment_withdrawn', 'chargeback') AND "
      "EXISTS (SELECT 1 FROM payments p WHERE p.id = staff_tasks.payment_id AND p.state = 'disputed'))",
      now, staff, id);
  if (resolved == 1) return {};
  const bool is_open =
      tx.maybe_value<std::int64_t>("SELECT id FROM staff_tasks WHERE id = $1 AND resolved_at IS NULL", id).has_value();
  return std::unexpected(is_open ? NotResolved::kMoneyLeft : NotResolved::kAlready);
}

void resolve_task(db::Tx& tx, std::string_view key, std::optional<UserId> by, Time now) {
  tx.send("UPDATE staff_tasks SET resolved_at = $1, resolved_by = $2 WHERE task_key = $3 AND resolved_at IS NULL", now,
          by, key);
}

void resolve_tasks(db::Tx& tx, PaymentId payment, std::string_view kind, std::optional<UserId> by, Time now) {
  tx.send(
      "UPDATE staff_tasks SET resolved_at = $1, resolved_by = $2 "
      "WHERE payment_id = $3 AND kind = $4 AND resolved_at IS NULL",
      now, by, payment, kind);
}

void resolve_tasks_about(db::Tx& tx, std::string_view kind, std::string_view detail, std::optional<UserId> by,
                         Time now) {
  tx.send(
      "UPDATE staff_tasks SET resolved_at = $1, resolved_by = $2 WHERE kind = $3 AND detail = $4 AND resolved_at IS "
      "NULL",
      now, by, kind, detail);
}

std::optional<std::string> find_asked(db::Tx& tx, std::string_view key) {
  return tx.maybe_value<std::string>("SELECT detail FROM staff_tasks WHERE task_key = $1", key);
}

void set_asked_aside(db::Tx& tx, std::string_view key) {
  // A slash and a number end no key that anybody is asked under.
  tx.send("UPDATE staff_tasks SET task_key = task_key || '/' || CAST(id AS TEXT) WHERE task_key = $1", key);
}

bool is_staff_asked(db::Tx& tx, std::string_view kind, std::string_view detail) {
  return tx
      .maybe_value<std::int64_t>(
          "SELECT id FROM staff_tasks WHERE kind = $1 AND detail = $2 AND resolved_at IS NULL LIMIT 1", kind, detail)
      .has_value();
}

}  // namespace hurtrock::payments
