#include "payments/reconciliation.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace hurtrock::payments {
namespace {

constexpr std::chrono::days kLookedBack{7};

constexpr std::pair<Reconciliation::State, std::string_view> kRunStates[] = {
    {Reconciliation::State::kRunning, "running"},
    {Reconciliation::State::kFinished, "finished"},
    {Reconciliation::State::kUnfinished, "unfinished"},
};
constexpr std::pair<Finding::Kind, std::string_view> kFindingKinds[] = {
    {Finding::Kind::kAmount, "amount"},
    {Finding::Kind::kUnknownHere, "unknown_here"},
    {Finding::Kind::kNoAnswer, "no_answer"},
    {Finding::Kind::kChargedBack, "charged_back"},
};

template <class Value, std::size_t N>
Value read_word(const std::pair<Value, std::string_view> (&words)[N], std::string_view word) {
  for (const auto& [value, name] : words)
    if (name == word) return value;
  throw std::invalid_argument("reconciliation: '" + std::string(word) + "'");
}

#define RUN_COLUMNS                                                                                            \
  "SELECT r.id, r.provider, r.day_begins_at, r.day_ends_at, r.state, r.last_payment_id, r.tries, r.compared, " \
  "r.ours, r.theirs, r.started_at, r.ended_at, "                                                               \
  "(SELECT COUNT(*) FROM reconciliation_findings f WHERE f.reconciliation_id = r.id AND f.healed = 1), "       \
  "(SELECT COUNT(*) FROM reconciliation_findings f WHERE f.reconciliation_id = r.id AND f.healed = 0) "        \
  "FROM reconciliations r "

std::vector<Reconciliation> runs_in(const db::Rows& rows) {
  std::vector<Reconciliation> runs(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    runs[row] = {.id = rows.get<std::int64_t>(row, 0),
                 .provider = rows.get<std::string>(row, 1),
                 .day_begins_at = rows.get<Time>(row, 2),
                 .day_ends_at = rows.get<Time>(row, 3),
                 .state = read_word(kRunStates, rows.get<std::string>(row, 4)),
                 .last = rows.get<PaymentId>(row, 5),
                 .tries = rows.get<std::int64_t>(row, 6),
                 .compared = rows.get<std::int64_t>(row, 7),
                 .ours = rows.get<Money>(row, 8),
                 .theirs = rows.get<Money>(row, 9),
                 .healed = rows.get<std::int64_t>(row, 12),
                 .open = rows.get<std::int64_t>(row, 13),
                 .started_at = rows.get<Time>(row, 10),
                 .ended_at = rows.get<std::optional<Time>>(row, 11)};
  return runs;
}

std::optional<Reconciliation> first_of(std::vector<Reconciliation> runs) {
  if (runs.empty()) return std::nullopt;
  return std::move(runs.front());
}

}  // namespace

std::string_view word(Reconciliation::State state) { return kRunStates[static_cast<std::size_t>(state)].second; }
std::string_view word(Finding::Kind kind) { return kFindingKinds[static_cast<std::size_t>(kind)].second; }

std::vector<Reconciliation> begin_reconciliation(db::Tx& tx, std::string_view provider, Time day_begins_at,
                                                 Time day_ends_at, Time now) {
  const auto begun = tx.execute(
      "INSERT INTO reconciliations (provider, day_begins_at, day_ends_at, started_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (provider, day_begins_at) DO UPDATE SET state = 'running', ended_at = NULL, tries = 0 "
      "WHERE reconciliations.state = 'unfinished'",
      provider, day_begins_at, day_ends_at, now);
  std::vector<Reconciliation> unfinished;
  if (begun != 1) return unfinished;
  for (const auto& [id] : tx.all<std::int64_t>("UPDATE reconciliations SET state = 'unfinished', ended_at = $1 WHERE "
                                               "provider = $2 AND state = 'running' AND "
                                               "day_begins_at < $3 RETURNING id",
                                               now, provider, day_begins_at))
    unfinished.push_back(*find_reconciliation(tx, id));
  return unfinished;
}

std::optional<Time> missed_day(db::Tx& tx, std::string_view provider, Time since, Time until) {
  const auto first =
      tx.one<std::optional<Time>>("SELECT MIN(day_begins_at) FROM reconciliations WHERE provider = $1", provider);
  if (!first) return std::nullopt;
  std::set<Time> finished;
  for (const auto& [day] : tx.all<Time>("SELECT day_begins_at FROM reconciliations WHERE provider = $1 AND state = "
                                        "'finished' AND day_begins_at >= $2",
                                        provider, since))
    finished.insert(day);
  for (Time day = std::max(*first, since); day < until; day += std::chrono::days{1})
    if (!finished.contains(day)) return day;
  return std::nullopt;
}

std::optional<Reconciliation> running_reconciliation(db::Tx& tx, std::string_view provider) {
  return first_of(runs_in(tx.query(
      RUN_COLUMNS "WHERE r.provider = $1 AND r.state = 'running' ORDER BY r.day_begins_at DESC LIMIT 1", provider)));
}

std::vector<Reconciliation> reconciliations(db::Tx& tx, std::int64_t limit) {
  return runs_in(tx.query(RUN_COLUMNS "ORDER BY r.day_begins_at DESC, r.id DESC LIMIT $1", limit));
}

std::optional<Reconciliation> find_reconciliation(db::Tx& tx, std::int64_t id) {
  return first_of(runs_in(tx.query(RUN_COLUMNS "WHERE r.id = $1", id)));
}

std::vector<Attempt> payments_to_compare(db::Tx& tx, const Reconciliation& run, std::int64_t limit) {
  std::vector<Attempt> found;
  for (const auto& [id] : tx.all<PaymentId>(
           "SELECT id FROM payments WHERE provider = $1 AND updated_at >= $2 AND created_at < $3 AND id > $4 "
           "ORDER BY id LIMIT $5",
           run.provider, run.day_begins_at - kLookedBack, run.day_ends_at, run.last, limit))
    found.push_back(*find_attempt(tx, id));
  return found;
}

bool record_compared(db::Tx& tx, const Reconciliation& run, PaymentId next, Money ours, Money theirs) {
  return tx.execute(
             "UPDATE reconciliations SET last_payment_id = $1, tries = 0, compared = compared + 1, ours = ours + $2, "
             "theirs = theirs + $3 WHERE id = $4 AND last_payment_id = $5 AND state = 'running'",
             next, ours, theirs, run.id, run.last) == 1;
}

bool record_no_answer(db::Tx& tx, const Reconciliation& run) {
  return tx.execute(
             "UPDATE reconciliations SET tries = tries + 1 WHERE id = $1 AND last_payment_id = $2 AND tries = $3 AND "
             "state = 'running'",
             run.id, run.last, run.tries) == 1;
}

bool end_reconciliation(db::Tx& tx, const Reconciliation& run, Time now) {
  return tx.execute(
             "UPDATE reconciliations SET state = 'finished', ended_at = $1 WHERE id = $2 AND last_payment_id = $3 AND "
             "state = 'running'",
             now, run.id, run.last) == 1;
}

void record_finding(db::Tx& tx, const Reconciliation& run, const Finding& finding, Time now) {
  tx.send(
      "INSERT INTO reconciliation_findings (reconciliation_id, kind, payment_id, reference, ours, theirs, healed, "
      "found_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (reconciliation_id, reference) DO NOTHING",
      run.id, word(finding.kind), finding.payment, finding.reference, finding.ours, finding.theirs, finding.healed,
      now);
}

std::vector<Finding> findings_of(db::Tx& tx, std::int64_t reconciliation, std::int64_t limit) {
  const auto rows = tx.query(
      "SELECT f.kind, f.reference, f.payment_id, f.ours, f.theirs, f.healed, COALESCE(o.number, ''), f.found_at "
      "FROM reconciliation_findings f LEFT JOIN payments p ON p.id = f.payment_id LEFT JOIN orders o ON o.id = "
      "p.order_id WHERE f.reconciliation_id = $1 ORDER BY f.healed, f.id LIMIT $2",
      reconciliation, limit);
  std::vector<Finding> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.kind = read_word(kFindingKinds, rows.get<std::string>(row, 0)),
                  .reference = rows.get<std::string>(row, 1),
                  .payment = rows.get<std::optional<PaymentId>>(row, 2),
                  .ours = rows.get<Money>(row, 3),
                  .theirs = rows.get<Money>(row, 4),
                  .healed = rows.get<bool>(row, 5),
                  .order_number = rows.get<std::string>(row, 6),
                  .found_at = rows.get<Time>(row, 7)};
  return found;
}

}  // namespace hurtrock::payments
