#include "payments/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace hurtrock::payments {
namespace {

constexpr std::pair<Account, std::string_view> kAccounts[] = {
    {Account::kMidtrans, "midtrans"}, {Account::kStripe, "stripe"}, {Account::kBank, "bank"},
    {Account::kCash, "cash"},         {Account::kOrders, "orders"}, {Account::kBuyers, "buyers"},
    {Account::kFees, "fees"},         {Account::kLosses, "losses"},
};

constexpr std::pair<EntryKind, std::string_view> kEntryKinds[] = {
    {EntryKind::kCaptured, "captured"},
    {EntryKind::kCaptureUndone, "capture_undone"},
    {EntryKind::kForgiven, "forgiven"},
    {EntryKind::kRefunded, "refunded"},
    {EntryKind::kRefundCameBack, "refund_came_back"},
    {EntryKind::kMoved, "moved"},
    {EntryKind::kFee, "fee"},
    {EntryKind::kAdjusted, "adjusted"},
};

Account known_account(std::string_view word) {
  if (const auto account = account_from(word)) return *account;
  throw std::invalid_argument("account '" + std::string(word) + "'");
}

EntryKind kind_from(std::string_view word) {
  for (const auto& [kind, name] : kEntryKinds)
    if (name == word) return kind;
  throw std::invalid_argument("entry kind '" + std::string(word) + "'");
}

EntryKind kind_of(Account from, Account to) {
  if (is_place(from) && is_place(to)) return EntryKind::kMoved;
  return from == Account::kFees || to == Account::kFees ? EntryKind::kFee : EntryKind::kAdjusted;
}

/// Where a payment's money is when it has come.
#define PLACE_OF_PAYMENT "CASE p.provider WHEN 'cod' THEN 'cash' WHEN 'bank_transfer' THEN 'bank' ELSE p.provider END"

/// False: an entry with this key stands there already.
bool add(db::Tx& tx, std::string_view key, EntryKind kind, Account from, Account to, Money amount,
         std::string_view note, UserId staff, Time now) {
  return tx.execute(
             "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, note, created_by, created_at) "
             "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (entry_key) DO NOTHING",
             key, word(kind), word(to), word(from), amount, note, staff, now) == 1;
}

/// The newest $6 of account $1 on one side, ids from $2 to below $3, times from $4 to before $5. Each side has an index
/// of its own, which an OR would not use; in pairs PostgreSQL finds in no other what it asks for, and times, of which
/// it would make too much, only leave out.
std::string entries_at(std::string_view side, db::Dialect dialect) {
  return dialect == db::Dialect::kPostgres
             ? fmt::format(
                   "SELECT * FROM ledger_entries WHERE ({0}, id) >= ($1, $2) AND ({0}, id) < ($1, $3) AND created_at + "
                   "0 >= $4 AND created_at + 0 < $5 ORDER BY {0} DESC, id DESC LIMIT $6",
                   side)
             : fmt::format(
                   "SELECT * FROM ledger_entries WHERE {0} = $1 AND id >= $2 AND id < $3 AND created_at >= $4 AND "
                   "created_at < $5 ORDER BY id DESC LIMIT $6",
                   side);
}

}  // namespace

std::string_view word(Account account) { return kAccounts[static_cast<std::size_t>(account)].second; }
std::string_view word(EntryKind kind) { return kEntryKinds[static_cast<std::size_t>(kind)].second; }

std::optional<Account> account_from(std::string_view word) {
  for (const auto& [account, name] : kAccounts)
    if (name == word) return account;
  return std::nullopt;
}

std::vector<Entry> entries(db::Tx& tx, std::optional<Account> account, std::int64_t before, std::int64_t limit,
                           const std::optional<Period>& period) {
  const Period all{from_micros(INT64_MIN), from_micros(INT64_MAX)};
  const auto& [from, until] = period.value_or(all);
  // Ids grow with time, if not strictly: those of a period are within these, which the accounts' indexes know.
  const auto [first, last] =
      period ? tx.one<std::int64_t, std::int64_t>(
                   "SELECT COALESCE(MIN(id), 1), COALESCE(MAX(id), 0) FROM ledger_entries WHERE created_at >= $1 AND "
                   "created_at < $2",
                   from, until)
             : std::tuple{std::int64_t{1}, INT64_MAX - 1};
  const std::int64_t below = std::min(before, last + 1);
#define ENTRY_COLUMNS                                                                                        \
  "SELECT e.id, e.kind, e.debit, e.credit, e.amount, COALESCE(o.number, ''), e.note, COALESCE(u.name, ''), " \
  "e.created_at FROM "
#define ENTRY_JOINS                                                                         \
  " e LEFT JOIN payments p ON p.id = e.payment_id LEFT JOIN orders o ON o.id = p.order_id " \
  "LEFT JOIN users u ON u.id = e.created_by ORDER BY e.id DESC"
  const auto rows =
      account
          ? tx.query(fmt::format(ENTRY_COLUMNS "(SELECT * FROM ({}) got UNION ALL SELECT * FROM ({}) gave)" ENTRY_JOINS
                                               " LIMIT $6",
                                 entries_at("debit", tx.dialect()), entries_at("credit", tx.dialect())),
                     word(*account), first, below, from, until, limit)
          : tx.query(ENTRY_COLUMNS
                     "(SELECT * FROM ledger_entries WHERE id >= $1 AND id < $2 AND created_at >= $3 AND created_at < "
                     "$4 ORDER BY id DESC LIMIT $5)" ENTRY_JOINS,
                     first, below, from, until, limit);
#undef ENTRY_COLUMNS
#undef ENTRY_JOINS
  std::vector<Entry> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.id = rows.get<std::int64_t>(row, 0),
                  .kind = kind_from(rows.get<std::string>(row, 1)),
                  .debit = known_account(rows.get<std::string>(row, 2)),
                  .credit = known_account(rows.get<std::string>(row, 3)),
                  .amount = rows.get<Money>(row, 4),
                  .order_number = rows.get<std::string>(row, 5),
                  .note = rows.get<std::string>(row, 6),
                  .written_by = rows.get<std::string>(row, 7),
                  .created_at = rows.get<Time>(row, 8)};
  return found;
}

Money balance(db::Tx& tx, Account account) {
  return tx.one<Money>(
      "SELECT CAST(b.balance + COALESCE((SELECT SUM(amount) FROM ledger_entries WHERE debit = $1 AND id > "
      "b.counted_to), 0) - COALESCE((SELECT SUM(amount) FROM ledger_entries WHERE credit = $1 AND id > b.counted_to), "
      "0) AS BIGINT) FROM ledger_balances b WHERE b.account = $1",
      word(account));
}

Money change(db::Tx& tx, Account account, const Period& period) {
  return tx.one<Money>(
      "SELECT CAST(COALESCE(SUM(CASE $1 WHEN debit THEN amount WHEN credit THEN -amount ELSE 0 END), 0) AS BIGINT) "
      "FROM "
      "ledger_entries WHERE created_at >= $2 AND created_at < $3",
      word(account), period.from, period.before);
}

void count_balances(db::Tx& tx, Time now) {
  // Ids are given before transactions commit: by now, everything below a row this old is there.
  const auto to = tx.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM ledger_entries WHERE created_at < $1",
                                       now - std::chrono::hours{1});
  for (const auto& [account, name] : kAccounts)
    tx.send(
        "UPDATE ledger_balances SET balance = balance + CAST("
        "COALESCE((SELECT SUM(amount) FROM ledger_entries WHERE debit = $1 AND id > counted_to AND id <= $2), 0) - "
        "COALESCE((SELECT SUM(amount) FROM ledger_entries WHERE credit = $1 AND id > counted_to AND id <= $2), 0) "
        "AS BIGINT), counted_to = $2 WHERE account = $1 AND counted_to < $2",
        name, to);
}

Money held_at_provider(db::Tx& tx, PaymentId payment) {
  return tx.one<Money>(
      "SELECT CAST(COALESCE(SUM(CASE WHEN e.debit = p.provider THEN e.amount WHEN e.credit = p.provider THEN -e.amount "
      "ELSE 0 END), 0) AS BIGINT) FROM ledger_entries e JOIN payments p ON p.id = e.payment_id WHERE e.payment_id = $1",
      payment);
}

MovementOutcome write_movement(db::Tx& tx, const Movement& movement, UserId staff, Time now) {
  // Whoever sent the same form waits here, and finds its entry below.
  tx.one<std::string>("SELECT account FROM ledger_balances WHERE account = $1 FOR UPDATE", word(movement.from));
  const std::string key = "staff:" + movement.request_key;
  if (tx.maybe_value<std::int64_t>("SELECT id FROM ledger_entries WHERE entry_key = $1", key))
    return MovementOutcome::kAlready;
  if (is_place(movement.from) && balance(tx, movement.from) < movement.amount) return MovementOutcome::kTooMuch;
  if (!add(tx, key, kind_of(movement.from, movement.to), movement.from, movement.to, movement.amount - movement.fee,
           movement.note, staff, now))
    return MovementOutcome::kAlready;
  if (movement.fee > Money{})
    add(tx, key + ":fee", EntryKind::kFee, movement.from, Account::kFees, movement.fee, movement.note, staff, now);
  return MovementOutcome::kWritten;
}

namespace ledger {

void book_capture(db::Tx& tx, PaymentId payment, Time now) {
  tx.send(
      "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, created_at) "
      "SELECT 'captured:' || p.id || CASE b.entries WHEN 0 THEN '' ELSE ':' || b.entries END, "
      "'captured', " PLACE_OF_PAYMENT
      ", CASE p.settles_order WHEN 1 THEN 'orders' ELSE 'buyers' END, p.captured - b.booked, p.id, $1 "
      "FROM payments p, (SELECT COUNT(*) AS entries, CAST(COALESCE(SUM(CASE kind WHEN 'captured' THEN amount ELSE "
      "-amount END), 0) AS BIGINT) AS booked FROM ledger_entries WHERE payment_id = $2 AND kind IN ('captured', "
      "'capture_undone')) b WHERE p.id = $2 AND p.captured > b.booked",
      now, payment);
}

void book_capture_undone(db::Tx& tx, PaymentId payment, std::string_view note, std::optional<UserId> by, Time now) {
  tx.send(
      "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, note, created_by, created_at) "
      "SELECT 'undone:' || p.id || ':' || (SELECT COUNT(*) FROM ledger_entries e WHERE e.payment_id = p.id), "
      "'capture_undone', 'buyers', " PLACE_OF_PAYMENT
      ", p.captured, p.id, $1, $2, $3 FROM payments p WHERE p.id = $4 AND p.captured > 0",
      note, by, now, payment);
}

void book_forgiven(db::Tx& tx, PaymentId payment, std::string_view reason, UserId staff, Time now) {
  tx.send(
      "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, note, created_by, created_at) "
      "SELECT 'forgiven:' || p.id, 'forgiven', 'losses', 'orders', p.forgiven, p.id, $1, $2, $3 FROM payments p "
      "WHERE p.id = $4 AND p.forgiven > 0",
      reason, staff, now, payment);
}

void book_refund(db::Tx& tx, RefundId refund, Time now) {
  const auto [is_gone, is_booked, entries] = tx.one<bool, bool, std::int64_t>(
      "SELECT CASE WHEN r.state = 'succeeded' THEN 1 ELSE 0 END, CAST(COALESCE(SUM(CASE e.kind WHEN 'refunded' THEN 1 "
      "WHEN 'refund_came_back' THEN -1 END), 0) AS BIGINT), COUNT(e.id) FROM refunds r LEFT JOIN ledger_entries e ON "
      "e.refund_id = r.id "
      "WHERE r.id = $1 GROUP BY r.id, r.state",
      refund);
  if (is_gone == is_booked) return;
  const std::string key = fmt::format("refund:{}:{}", refund.value(), entries);
  if (is_gone)
    tx.send(
        "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, refund_id, created_at) "
        "SELECT $1, 'refunded', CASE p.settles_order WHEN 1 THEN 'orders' ELSE 'buyers' END, "
        "CASE WHEN r.transfer_reference IS NOT NULL THEN 'bank' ELSE " PLACE_OF_PAYMENT
        " END, r.amount, p.id, r.id, $2 FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.id = $3",
        key, now, refund);
  else
    tx.send(
        "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, refund_id, created_at) "
        "SELECT $1, 'refund_came_back', e.credit, e.debit, e.amount, e.payment_id, e.refund_id, $2 FROM "
        "ledger_entries e WHERE e.id = (SELECT MAX(id) FROM ledger_entries WHERE refund_id = $3)",
        key, now, refund);
}

}  // namespace ledger
}  // namespace hurtrock::payments
