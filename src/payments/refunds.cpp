#include <fmt/format.h>

#include <stdexcept>

#include "payments/ledger.hpp"
#include "payments/payments.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::payments {
namespace {

constexpr std::pair<RefundState, std::string_view> kRefundStates[] = {
    {RefundState::kRequested, "requested"}, {RefundState::kSent, "sent"},     {RefundState::kByHand, "by_hand"},
    {RefundState::kSucceeded, "succeeded"}, {RefundState::kFailed, "failed"},
};

RefundState refund_state_from(std::string_view word) {
  for (const auto& [state, name] : kRefundStates)
    if (name == word) return state;
  throw std::invalid_argument("refund state '" + std::string(word) + "'");
}

#define REFUND_COLUMNS                                                                                           \
  "r.id, r.order_id, r.payment_id, p.provider, r.refund_key, r.origin, r.amount, r.goods, r.shipping, r.state, " \
  "r.reason, r.problem, r.transfer_reference, r.created_by, r.asks, r.next_ask_at, r.created_at, r.settled_at "  \
  "FROM refunds r JOIN payments p ON p.id = r.payment_id "

std::vector<RefundLine> lines_of(db::Tx& tx, RefundId id) {
  std::vector<RefundLine> lines;
  for (const auto& [line, quantity, amount, restock, restocked] :
       tx.all<OrderLineId, std::int64_t, Money, bool, std::int64_t>(
           "SELECT order_line_id, quantity, amount, restock, restocked FROM refund_lines WHERE refund_id = $1 "
           "ORDER BY order_line_id",
           id))
    lines.push_back({line, quantity, amount, restock, restocked});
  return lines;
}

std::vector<Refund> refunds_in(db::Tx& tx, const db::Rows& rows) {
  std::vector<Refund> refunds(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    refunds[row] = {.id = rows.get<RefundId>(row, 0),
                    .order = rows.get<OrderId>(row, 1),
                    .payment = rows.get<PaymentId>(row, 2),
                    .provider = rows.get<std::string>(row, 3),
                    .key = rows.get<std::string>(row, 4),
                    .made_at_provider = rows.get<std::string>(row, 5) == "provider",
                    .amount = rows.get<Money>(row, 6),
                    .goods = rows.get<Money>(row, 7),
                    .shipping = rows.get<Money>(row, 8),
                    .state = refund_state_from(rows.get<std::string>(row, 9)),
                    .reason = rows.get<std::string>(row, 10),
                    .problem = rows.get<std::string>(row, 11),
                    .transfer_reference = rows.get<std::optional<std::string>>(row, 12).value_or(""),
                    .created_by = rows.get<std::optional<UserId>>(row, 13),
                    .asks = rows.get<std::int64_t>(row, 14),
                    .next_ask_at = rows.get<std::optional<Time>>(row, 15),
                    .created_at = rows.get<Time>(row, 16),
                    .settled_at = rows.get<std::optional<Time>>(row, 17),
                    .lines = {}};
  for (Refund& refund : refunds) refund.lines = lines_of(tx, refund.id);
  return refunds;
}

std::optional<Refund> first_of(std::vector<Refund> refunds) {
  if (refunds.empty()) return std::nullopt;
  return std::move(refunds.front());
}

/// Readable where staff meet it at the provider, and never made twice: also not by a shop that goes on from a backup.
std::string new_key(std::string_view order_number) {
  return fmt::format("{}-R-{}", order_number, crypto::random_uuid().substr(0, 13));
}

}  // namespace

std::string_view word(RefundState state) { return kRefundStates[static_cast<std::size_t>(state)].second; }

std::vector<Refund> refunds_of(db::Tx& tx, OrderId order) {
  return refunds_in(tx, tx.query("SELECT " REFUND_COLUMNS "WHERE r.order_id = $1 ORDER BY r.id", order));
}

std::optional<Refund> find_refund(db::Tx& tx, RefundId id) {
  return first_of(refunds_in(tx, tx.query("SELECT " REFUND_COLUMNS "WHERE r.id = $1", id)));
}

std::optional<Refund> find_refund(db::Tx& tx, PaymentId payment, std::string_view key) {
  return first_of(
      refunds_in(tx, tx.query("SELECT " REFUND_COLUMNS "WHERE r.refund_key = $1 AND r.payment_id = $2", key, payment)));
}

std::optional<Refund> find_requested_refund(db::Tx& tx, PaymentId payment, std::string_view request_key) {
  return first_of(refunds_in(
      tx, tx.query("SELECT " REFUND_COLUMNS "WHERE r.payment_id = $1 AND r.request_key = $2", payment, request_key)));
}

std::optional<Refund> create_refund(db::Tx& tx, const NewRefund& refund, Time now) {
  const auto promised =
      tx.execute("UPDATE payments SET refunded = refunded + $1 WHERE id = $2 AND captured - refunded >= $1",
                 refund.amount, refund.payment);
  if (promised == 0) return std::nullopt;
  const bool asks = refund.state == RefundState::kRequested || refund.state == RefundState::kSent;
  const auto id = tx.one<RefundId>(
      "INSERT INTO refunds (order_id, payment_id, refund_key, request_key, origin, amount, goods, shipping, state, "
      "reason, created_by, next_ask_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
      "RETURNING id",
      refund.order, refund.payment, refund.key.empty() ? new_key(refund.order_number) : refund.key, refund.request_key,
      refund.key.empty() ? "shop" : "provider", refund.amount, refund.goods, refund.shipping, word(refund.state),
      refund.reason, refund.created_by, asks ? std::optional{now} : std::nullopt, now);
  for (const RefundLine& line : refund.lines)
    tx.send(
        "INSERT INTO refund_lines (refund_id, order_line_id, quantity, amount, restock) VALUES ($1, $2, $3, $4, $5)",
        id, line.line, line.quantity, line.amount, line.restock);
  return find_refund(tx, id);
}

bool record_sent(db::Tx& tx, RefundId id) {
  return tx.execute("UPDATE refunds SET state = 'sent', problem = '' WHERE id = $1 AND state = 'requested'", id) == 1;
}

bool hand_over(db::Tx& tx, RefundId id, std::string_view problem, Time now) {
  const auto handed = tx.execute(
      "UPDATE refunds SET state = 'by_hand', problem = $1, next_ask_at = NULL, settled_at = NULL "
      "WHERE id = $2 AND state IN ('requested', 'sent', 'succeeded')",
      problem, id);
  if (handed == 0) return false;
  ledger::book_refund(tx, id, now);
  return true;
}

bool record_refunded(db::Tx& tx, RefundId id, std::string_view transfer_reference, Time now) {
  const auto reference =
      transfer_reference.empty() ? std::nullopt : std::optional<std::string_view>{transfer_reference};
  const auto refunded = tx.execute(
      "UPDATE refunds SET state = 'succeeded', problem = '', transfer_reference = $1, next_ask_at = NULL, "
      "settled_at = $2 WHERE id = $3 AND state IN ('requested', 'sent', 'by_hand')",
      reference, now, id);
  if (refunded == 0) return false;
  ledger::book_refund(tx, id, now);
  return true;
}

bool record_failed(db::Tx& tx, RefundId id, std::string_view problem, Time now) {
  const auto failed = tx.execute(
      "UPDATE refunds SET state = 'failed', problem = $1, next_ask_at = NULL, settled_at = $2 "
      "WHERE id = $3 AND state <> 'failed'",
      problem, now, id);
  if (failed == 0) return false;
  tx.send(
      "UPDATE payments SET refunded = refunded - (SELECT amount FROM refunds WHERE id = $1) "
      "WHERE id = (SELECT payment_id FROM refunds WHERE id = $1)",
      id);
  ledger::book_refund(tx, id, now);
  return true;
}

void record_restocked(db::Tx& tx, RefundId id, OrderLineId line, std::int64_t quantity) {
  tx.send("UPDATE refund_lines SET restocked = $1 WHERE refund_id = $2 AND order_line_id = $3", quantity, id, line);
}

Money gone_back(db::Tx& tx, PaymentId payment) {
  return tx.one<Money>(
      "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM refunds WHERE payment_id = $1 AND state = 'succeeded'",
      payment);
}

std::vector<DueRefund> claim_refunds(db::Tx& tx, Time now, std::int64_t limit,
                                     Time (*until)(std::int64_t asks, Time now)) {
  std::vector<DueRefund> due;
  for (const auto& [id, order, payment, state, asks] : tx.all<RefundId, OrderId, PaymentId, std::string, std::int64_t>(
           "SELECT id, order_id, payment_id, state, asks FROM refunds WHERE next_ask_at <= $1 "
           "ORDER BY next_ask_at, id LIMIT $2 FOR UPDATE SKIP LOCKED",
           now, limit))
    due.push_back({id, order, payment, refund_state_from(state), asks + 1});
  for (const DueRefund& refund : due)
    tx.send("UPDATE refunds SET asks = $1, next_ask_at = $2 WHERE id = $3", refund.asks, until(refund.asks, now),
            refund.id);
  return due;
}

void ask_again_at(db::Tx& tx, RefundId id, Time at) {
  tx.send("UPDATE refunds SET next_ask_at = $1 WHERE id = $2 AND state IN ('requested', 'sent')", at, id);
}

void stop_asking(db::Tx& tx, RefundId id) { tx.send("UPDATE refunds SET next_ask_at = NULL WHERE id = $1", id); }

bool resume_asking(db::Tx& tx, RefundId id, Time now) {
  return tx.execute(
             "UPDATE refunds SET asks = 0, next_ask_at = $1 "
             "WHERE id = $2 AND state IN ('requested', 'sent') AND next_ask_at IS NULL",
             now, id) == 1;
}

}  // namespace hurtrock::payments
