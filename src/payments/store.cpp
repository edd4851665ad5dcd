
#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "payments/ledger.hpp"
#include "payments/payments.hpp"

namespace hurtrock::payments {
namespace {

constexpr std::pair<AttemptState, std::string_view> kAttemptStates[] = {
    {AttemptState::kOpening, "opening"},   {AttemptState::kOpen, "open"},
    {AttemptState::kPending, "pending"},   {AttemptState::kChallenge, "challenge"},
    {AttemptState::kPaid, "paid"},         {AttemptState::kFailed, "failed"},
    {AttemptState::kExpired, "expired"},   {AttemptState::kCancelled, "cancelled"},
    {AttemptState::kMismatch, "mismatch"}, {AttemptState::kPartiallyRefunded, "partially_refunded"},
    {AttemptState::kRefunded, "refunded"}, {AttemptState::kDisputed, "disputed"},
};

#define ATTEMPT_COLUMNS                                                                                       \
  "id, order_id, attempt, provider, reference, amount, state, settles_order, captured, redirect_url, token, " \
  "payment_type, expires_at, provider_transaction, refunded, forgiven, disputed_at "

Attempt attempt_in(const db::Rows& rows, std::size_t row) {
  using Text = std::optional<std::string>;
  return {.id = rows.get<PaymentId>(row, 0),
          .order = rows.get<OrderId>(row, 1),
          .number = rows.get<std::int64_t>(row, 2),
          .provider = rows.get<std::string>(row, 3),
          .reference = rows.get<std::string>(row, 4),
          .amount = rows.get<Money>(row, 5),
          .state = attempt_state_from(rows.get<std::string>(row, 6)),
          .settles_order = rows.get<bool>(row, 7),
          .captured = rows.get<Money>(row, 8),
          .refunded = rows.get<Money>(row, 14),
          .forgiven = rows.get<Money>(row, 15),
          .redirect_url = rows.get<Text>(row, 9).value_or(""),
          .token = rows.get<Text>(row, 10).value_or(""),
          .payment_type = rows.get<Text>(row, 11).value_or(""),
          .expires_at = rows.get<std::optional<Time>>(row, 12),
          .transaction_id = rows.get<Text>(row, 13).value_or(""),
          .disputed_at = rows.get<std::optional<Time>>(row, 16)};
}

std::optional<Attempt> first_of(const db::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return attempt_in(rows, 0);
}

// As Midtrans calls them; nobody else has any. What is chosen on a computer is called qris, whichever wallet it is.
constexpr std::string_view kWallets[] = {"qris", "other_qris", "gopay", "shopeepay", "dana", "ovo"};

}  // namespace

bool is_wallet(std::string_view payment_type) {
  return std::ranges::find(kWallets, payment_type) != std::end(kWallets);
}

std::string_view word(AttemptState state) { return kAttemptStates[static_cast<std::size_t>(state)].second; }

std::optional<AttemptState> find_attempt_state(std::string_view word) {
  for (const auto& [state, name] : kAttemptStates)
    if (name == word) return state;
  return std::nullopt;
}

AttemptState attempt_state_from(std::string_view word) {
  if (const auto state = find_attempt_state(word)) return *state;
  throw std::invalid_argument("attempt state '" + std::string(word) + "'");
}

Attempt create_attempt(db::Tx& tx, const NewAttempt& attempt, Time now) {
  return *first_of(
      tx.query("INSERT INTO payments (order_id, attempt, provider, reference, amount, state, expires_at, created_at, "
               "updated_at) SELECT $1, n.attempt, $2, $3 || '-' || CAST(n.attempt AS TEXT), $4, $5, $6, $7, $7 FROM "
               "(SELECT COALESCE(MAX(attempt), 0) + 1 AS attempt FROM payments WHERE order_id = $1) n "
               "RETURNING " ATTEMPT_COLUMNS,
               attempt.order, attempt.provider, attempt.order_number, attempt.amount, word(attempt.state),
               attempt.expires_at, now));
}

std::optional<Attempt> find_attempt(db::Tx& tx, std::string_view reference) {
  return first_of(tx.query("SELECT " ATTEMPT_COLUMNS "FROM payments WHERE reference = $1", reference));
}

std::optional<Attempt> find_attempt(db::Tx& tx, PaymentId id) {
  return first_of(tx.query("SELECT " ATTEMPT_COLUMNS "FROM payments WHERE id = $1", id));
}

std::optional<Attempt> find_attempt_of(db::Tx& tx, std::string_view provider, std::string_view transaction_id) {
  return first_of(tx.query("SELECT " ATTEMPT_COLUMNS
                           "FROM payments WHERE provider_transaction = $1 AND provider = $2 ORDER BY id DESC LIMIT 1",
                           transaction_id, provider));
}

std::optional<Attempt> lock_attempt(db::Tx& tx, std::string_view reference) {
  return first_of(tx.query("SELECT " ATTEMPT_COLUMNS "FROM payments WHERE reference = $1 FOR UPDATE", reference));
}

std::vector<Attempt> attempts_of(db::Tx& tx, OrderId order) {
  const auto rows =
      tx.query("SELECT " ATTEMPT_COLUMNS "FROM payments WHERE order_id = $1 ORDER BY attempt DESC", order);
  std::vector<Attempt> attempts;
  for (std::size_t row = 0; row < rows.size(); ++row) attempts.push_back(attempt_in(rows, row));
  return attempts;
}

bool claim_opening(db::Tx& tx, PaymentId id, Time now, Time lease_until) {
  return tx.execute(
             "UPDATE payments SET lease_until = $1, updated_at = $2 "
             "WHERE id = $3 AND state = 'opening' AND (lease_until IS NULL OR lease_until <= $2)",
             lease_until, now, id) == 1;
}

void record_opened(db::Tx& tx, PaymentId id, std::string_view token, std::string_view redirect_url, Time now) {
  // The page's address is kept even when a notification has been faster: the buyer is still on the way there.
  tx.send(
      "UPDATE payments SET token = $1, redirect_url = $2, lease_until = NULL, updated_at = $3, "
      "state = CASE WHEN state = 'opening' THEN 'open' ELSE state END WHERE id = $4 AND redirect_url IS NULL",
      token, redirect_url, now, id);
}

void release_claim(db::Tx& tx, PaymentId id, Time now) {
  tx.send("UPDATE payments SET lease_until = NULL, updated_at = $1 WHERE id = $2", now, id);
}

void record_progress(db::Tx& tx, PaymentId id, const Progress& progress, Time now) {
  tx.send(
      "UPDATE payments SET state = $1, provider_transaction = $2, payment_type = $3, updated_at = $4, lease_until = "
      "NULL "
      "WHERE id = $5",
      word(progress.state), progress.transaction_id, progress.payment_type, now, id);
}

void record_capture(db::Tx& tx, PaymentId id, Money amount, bool settles_order, const Progress& progress, Time now) {
  tx.send(
      "UPDATE payments SET state = $1, provider_transaction = $2, payment_type = $3, captured = $4, settles_order = "
      "$5, "
      "paid_at = $6, updated_at = $6, lease_until = NULL WHERE id = $7",
      word(progress.state), progress.transaction_id, progress.payment_type, amount, settles_order, now, id);
  ledger::book_capture(tx, id, now);
}

void set_state(db::Tx& tx, PaymentId id, AttemptState state, Time now) {
  tx.send("UPDATE payments SET state = $1, updated_at = $2, lease_until = NULL WHERE id = $3", word(state), now, id);
}

void set_expiry(db::Tx& tx, PaymentId id, Time until) {
  tx.send("UPDATE payments SET expires_at = $1 WHERE id = $2", until, id);
}

void record_dispute(db::Tx& tx, PaymentId id, Time now) {
  tx.send("UPDATE payments SET state = 'disputed', disputed_at = $1, updated_at = $1 WHERE id = $2", now, id);
}

std::vector<std::string> take_stale_attempts(db::Tx& tx, Time before, Time now, std::int64_t limit) {
  std::vector<std::string> references;
  for (auto& [reference] : tx.all<std::string>(
           "UPDATE payments SET updated_at = $1 WHERE id IN (SELECT id FROM payments WHERE provider <> 'cod' "
           "AND provider <> 'bank_transfer' AND state IN ('opening', 'open', 'pending', 'challenge', 'failed') "
           "AND updated_at < $2 AND EXISTS (SELECT 1 FROM orders o WHERE o.id = payments.order_id AND o.state = "
           "'pending') "
           "ORDER BY updated_at LIMIT $3) RETURNING reference",
           now, before, limit))
    references.push_back(std::move(reference));
  return references;
}

}  // namespace hurtrock::payments
