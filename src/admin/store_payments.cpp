#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "admin/dates.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin::store {
namespace {

/// `sql`: TRANSFERS_OF().
std::vector<TransferRow> transfers_of(db::Tx& tx, std::string_view sql, const TransfersWanted& wanted,
                                      std::int64_t limit, const TransferPlace& after, TransferPart part) {
  const bool is_looked_for = !wanted.order_number.empty() || !wanted.reference.empty() || wanted.amount;
  const db::Rows rows =
      tx.query(sql, wanted.proofs == Proofs::kWaiting, is_looked_for, wanted.order_number, wanted.reference,
               wanted.amount.value_or(Money{-1}), after.without_proof, after.begun_at, after.id, limit);
  std::vector<TransferRow> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.place = {.part = part,
                            .without_proof = rows.get<std::int64_t>(row, 13),
                            .begun_at = rows.get<Time>(row, 4),
                            .id = rows.get<PaymentId>(row, 14)},
                  .reference = rows.get<std::string>(row, 0),
                  .order_number = rows.get<std::string>(row, 1),
                  .customer = rows.get<std::string>(row, 2),
                  .attempt = rows.get<std::int64_t>(row, 8),
                  .amount = rows.get<Money>(row, 3),
                  .received = rows.get<Money>(row, 9),
                  .is_surplus = rows.get<bool>(row, 12),
                  .order_waits = rows.get<bool>(row, 10) && !rows.get<bool>(row, 12),
                  .begun_at = rows.get<Time>(row, 4),
                  .hold_until = rows.get<std::optional<Time>>(row, 5),
                  .expires_at = rows.get<std::optional<Time>>(row, 11),
                  .proof_sent_at = rows.get<std::optional<Time>>(row, 6),
                  .sender = rows.get<std::optional<std::string>>(row, 7).value_or("")};
  return found;
}

}  // namespace

std::vector<PaymentRow> payments_matching(db::Tx& tx, const PaymentFilter& filter, std::int64_t limit) {
  std::string sql =
      "SELECT p.id, p.created_at, o.number, o.contact_name, p.provider, p.payment_type, p.reference, p.state, "
      "p.amount, p.captured FROM payments p JOIN orders o ON o.id = p.order_id WHERE 1 = 1";
  std::vector<db::Value> values;
  const auto bound = [&](const auto& value) {
    values.push_back(db::to_value(value));
    return fmt::format("${}", values.size());
  };
  const std::string_view state = filter.state ? payments::word(*filter.state) : std::string_view{};
  if (!filter.provider.empty()) sql += " AND p.provider = " + bound(filter.provider);
  if (filter.state) sql += " AND p.state = " + bound(state);
  if (const auto from = wib_midnight(filter.from)) sql += " AND p.created_at >= " + bound(*from);
  if (const auto last = wib_midnight(filter.to)) sql += " AND p.created_at < " + bound(*last + std::chrono::days{1});
  if (filter.older_than) {
    sql += " AND p.created_at <= " + bound(filter.older_than->created_at);
    sql += " AND (p.created_at < " + bound(filter.older_than->created_at);
    sql += " OR p.id < " + bound(filter.older_than->id) + ")";
  }
  sql += " ORDER BY p.created_at DESC, p.id DESC LIMIT " + bound(limit);

  const auto rows = tx.query_list(sql, values);
  std::vector<PaymentRow> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.place = {.created_at = rows.get<Time>(row, 1), .id = rows.get<PaymentId>(row, 0)},
                  .order_number = rows.get<std::string>(row, 2),
                  .customer = rows.get<std::string>(row, 3),
                  .provider = rows.get<std::string>(row, 4),
                  .type = rows.get<std::optional<std::string>>(row, 5).value_or(""),
                  .reference = rows.get<std::string>(row, 6),
                  .state = rows.get<std::string>(row, 7),
                  .amount = rows.get<Money>(row, 8),
                  .captured = rows.get<Money>(row, 9)};
  return found;
}

// Each state has an index of its own, which a parameter would not use.
#define WITHOUT_PROOF "CASE WHEN t.id IS NULL THEN 1 ELSE 0 END"
#define TRANSFERS_OF(payments, condition)                                                                           \
  "SELECT p.reference, o.number, o.contact_name, p.amount, p.created_at, o.hold_until, t.sent_at, "                 \
  "t.sender_name || ', ' || t.sender_bank, p.attempt, p.captured, CASE WHEN o.state = 'pending' AND p.amount = "    \
  "o.total THEN 1 ELSE 0 END, p.expires_at, CASE WHEN p.payment_type = 'surplus' THEN 1 ELSE 0 END, " WITHOUT_PROOF \
  ", p.id FROM " payments                                                                                           \
  " JOIN orders o ON o.id = p.order_id LEFT JOIN transfer_proofs t ON t.payment_id = p.id AND t.state = 'waiting' " \
  "WHERE p.provider = 'bank_transfer' AND " condition                                                               \
  " AND (CAST($1 AS BIGINT) = 0 OR t.id IS NOT NULL) "                                                              \
  "AND (CAST($2 AS BIGINT) = 0 OR o.number = $3 OR p.reference = $4 OR p.amount = CAST($5 AS BIGINT)) "             \
  "AND (" WITHOUT_PROOF                                                                                             \
  ", p.created_at, p.id) > (CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT)) "                           \
  "ORDER BY " WITHOUT_PROOF ", p.created_at, p.id LIMIT $9"

std::vector<TransferRow> open_transfers(db::Tx& tx, const TransfersWanted& wanted, std::int64_t limit,
                                        const TransferPlace& after) {
  return transfers_of(tx, TRANSFERS_OF("payments p", "p.state = 'pending'"), wanted, limit, after, TransferPart::kOpen);
}

std::vector<TransferRow> undecided_transfers(db::Tx& tx, const TransfersWanted& wanted, std::int64_t limit,
                                             const TransferPlace& after) {
  return transfers_of(tx, TRANSFERS_OF("payments p", "p.state = 'mismatch' AND p.refunded = 0"), wanted, limit, after,
                      TransferPart::kUndecided);
}

std::vector<TransferRow> unneeded_transfers(db::Tx& tx, const TransfersWanted& wanted, std::int64_t limit,
                                            const TransferPlace& after) {
  // CROSS JOIN: by the staff's list, which is short. SQLite would go through all that was ever transferred.
  return transfers_of(
      tx,
      TRANSFERS_OF("(SELECT DISTINCT payment_id FROM staff_tasks WHERE kind = 'payment_must_go_back' AND "
                   "resolved_at IS NULL) s CROSS JOIN payments p",
                   "p.id = s.payment_id AND p.state = 'paid' AND p.settles_order = 0 AND p.refunded = 0"),
      wanted, limit, after, TransferPart::kUnneeded);
}
#undef TRANSFERS_OF
#undef WITHOUT_PROOF

std::vector<TransferRow> listed_transfers(db::Tx& tx, const TransfersWanted& wanted, std::int64_t limit,
                                          const TransferPlace& after) {
  using enum TransferPart;
  std::vector<TransferRow> listed;
  for (const auto& [part, transfers] :
       {std::pair{kUndecided, &undecided_transfers}, {kUnneeded, &unneeded_transfers}, {kOpen, &open_transfers}}) {
    const std::int64_t left = limit - std::ssize(listed);
    if (part < after.part || left == 0) continue;
    std::ranges::move(transfers(tx, wanted, left, part == after.part ? after : TransferPlace{.part = part}),
                      std::back_inserter(listed));
  }
  return listed;
}

std::int64_t open_payments_at(db::Tx& tx, std::string_view provider) {
  return tx.one<std::int64_t>(
      // "|| ''": by what has not ended, which is little, and not by all that was ever paid there.
      "SELECT COUNT(*) FROM (SELECT 1 FROM payments WHERE provider || '' = $1 AND state IN ('opening', 'open', "
      "'pending', 'challenge', 'failed') LIMIT $2) counted",
      provider, kCountedAtMost);
}

}  // namespace hurtrock::admin::store
