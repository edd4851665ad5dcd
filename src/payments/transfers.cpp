#include "payments/transfers.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <stdexcept>

#include "payments/ledger.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;

constexpr std::int64_t kHighestCode = 999;
constexpr Money kMostForgiven{10'000};

constexpr std::pair<ProofState, std::string_view> kProofStates[] = {{ProofState::kWaiting, "waiting"},
                                                                    {ProofState::kAccepted, "accepted"},
                                                                    {ProofState::kDeclined, "declined"},
                                                                    {ProofState::kReplaced, "replaced"}};

ProofState state_from(std::string_view word) {
  for (const auto& [state, name] : kProofStates)
    if (name == word) return state;
  throw std::invalid_argument("proof state '" + std::string(word) + "'");
}

}  // namespace

std::string_view word(ProofState state) { return kProofStates[static_cast<std::size_t>(state)].second; }

std::vector<BankAccount> accounts_in(std::string_view options) {
  std::vector<BankAccount> accounts;
  const json::value parsed = json::parse(options);
  const json::value* listed = parsed.as_object().if_contains("accounts");
  if (listed == nullptr) return accounts;
  for (const json::value& each : listed->as_array()) {
    const auto text = [&](std::string_view name) { return std::string{each.at(name).as_string()}; };
    accounts.push_back({text("bank"), text("number"), text("holder")});
  }
  return accounts;
}

std::string options_with(const std::vector<BankAccount>& accounts) {
  json::array listed;
  for (const BankAccount& account : accounts)
    listed.push_back({{"bank", account.bank}, {"number", account.number}, {"holder", account.holder}});
  return json::serialize(json::object{{"accounts", std::move(listed)}});
}

std::optional<Money> free_code(db::Tx& tx, Money total, Time now) {
  const Money highest = total + Money{kHighestCode};
  std::array<bool, kHighestCode + 1> taken{}, resting{};
  const auto place_of = [&](Money amount) { return static_cast<std::size_t>((amount - total).rupiah()); };
  for (const auto& [amount] :
       // What staff have not decided on may be waited for again.
       tx.all<Money>(
           "SELECT amount FROM payments WHERE provider = 'bank_transfer' AND state IN ('pending', 'mismatch') "
           "AND amount > $1 AND amount <= $2",
           total, highest))
    taken[place_of(amount)] = true;
  std::optional<Money> rested_longest;
  for (const auto& [amount, ended_at] : tx.all<Money, Time>(
           "SELECT amount, MAX(updated_at) FROM payments WHERE provider = 'bank_transfer' AND updated_at > $1 "
           "AND amount > $2 AND amount <= $3 GROUP BY amount ORDER BY MAX(updated_at), amount",
           now - kCodeRests, total, highest)) {
    if (taken[place_of(amount)]) continue;
    resting[place_of(amount)] = true;
    if (!rested_longest) rested_longest = amount - total;
  }
  std::vector<std::int64_t> free;
  for (std::int64_t code = 1; code <= kHighestCode; ++code)
    if (!taken[static_cast<std::size_t>(code)] && !resting[static_cast<std::size_t>(code)]) free.push_back(code);
  if (free.empty()) return rested_longest;
  return Money{free[crypto::random_below(static_cast<std::uint32_t>(free.size()))]};
}

bool is_awaited(db::Tx& tx, Money amount) {
  return tx
      .maybe_value<std::int64_t>(
          "SELECT id FROM payments WHERE provider = 'bank_transfer' AND state = 'pending' AND amount = $1", amount)
      .has_value();
}

std::int64_t add_proof(db::Tx& tx, const NewProof& proof, Time now) {
  tx.send("UPDATE transfer_proofs SET state = 'replaced', decided_at = $1 WHERE payment_id = $2 AND state = 'waiting'",
          now, proof.payment);
  return tx.one<std::int64_t>(
      "INSERT INTO transfer_proofs (payment_id, file, sender_bank, sender_name, state, sent_at) "
      "VALUES ($1, $2, $3, $4, 'waiting', $5) RETURNING id",
      proof.payment, proof.file, proof.sender_bank, proof.sender_name, now);
}

std::optional<Proof> find_proof(db::Tx& tx, PaymentId payment) {
  auto row = tx.maybe<std::int64_t, std::string, std::string, std::string, std::string, std::string, Time>(
      "SELECT id, file, sender_bank, sender_name, state, reason, sent_at FROM transfer_proofs WHERE payment_id = $1 "
      "ORDER BY id DESC LIMIT 1",
      payment);
  if (!row) return std::nullopt;
  auto& [id, file, bank, name, state, reason, sent_at] = *row;
  return Proof{id,     payment, std::move(file), std::move(bank), std::move(name), state_from(state), std::move(reason),
               sent_at};
}

bool is_proof_waiting(db::Tx& tx, PaymentId payment) {
  return tx
      .maybe_value<std::int64_t>("SELECT id FROM transfer_proofs WHERE payment_id = $1 AND state = 'waiting'", payment)
      .has_value();
}

bool decide_proof(db::Tx& tx, PaymentId payment, ProofState state, std::string_view reason, UserId staff, Time now) {
  return tx.execute(
             "UPDATE transfer_proofs SET state = $1, reason = $2, decided_by = $3, decided_at = $4 "
             "WHERE payment_id = $5 AND state = 'waiting'",
             word(state), reason, staff, now, payment) == 1;
}

std::int64_t proofs_of(db::Tx& tx, PaymentId payment) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM transfer_proofs WHERE payment_id = $1", payment);
}

std::int64_t captures_of(db::Tx& tx, PaymentId payment) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM ledger_entries WHERE payment_id = $1 AND kind = 'captured'",
                              payment);
}

void take_back_capture(db::Tx& tx, PaymentId payment, std::string_view note, std::optional<UserId> by, Time now) {
  ledger::book_capture_undone(tx, payment, note, by, now);
  tx.send("UPDATE payments SET captured = 0, paid_at = NULL, updated_at = $1 WHERE id = $2", now, payment);
}

void record_forgiven(db::Tx& tx, PaymentId payment, Money amount, std::string_view reason, UserId staff, Time now) {
  tx.send("UPDATE payments SET forgiven = $1, updated_at = $2 WHERE id = $3", amount, now, payment);
  ledger::book_forgiven(tx, payment, reason, staff, now);
}

Money most_forgiven(Money asked) { return std::min(kMostForgiven, Money{asked.rupiah() / 10}); }

void extend(db::Tx& tx, PaymentId payment, Time until) {
  tx.send("UPDATE payments SET expires_at = $1 WHERE id = $2 AND (expires_at IS NULL OR expires_at < $1)", until,
          payment);
}

}  // namespace hurtrock::payments
