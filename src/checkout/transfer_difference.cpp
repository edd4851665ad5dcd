#include "checkout/transfer_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "platform/jobs/jobs.hpp"

namespace hurtrock::checkout {
namespace {

using payments::Attempt;
using payments::AttemptState;

constexpr std::chrono::hours kTimeForRest{24};
constexpr std::chrono::minutes kTimeToPutRight{15};

/// `may_be_decided`: whether what is to be decided still can be.
std::expected<LockedTransfer, NotDecided> lock_for(db::Tx& tx, const TransferDecision& decision,
                                                   bool (*may_be_decided)(const Attempt&)) {
  auto locked = lock_transfer(tx, decision.reference);
  if (!locked) return std::unexpected(NotDecided::kNoSuchTransfer);
  if (!may_be_decided(locked->attempt) || locked->attempt.captured != decision.seen)
    return std::unexpected(NotDecided::kAlready);
  return *std::move(locked);
}

/// What came beyond the amount stays the buyer's: a payment of its own, that no order needs.
void keep_surplus(db::Tx& tx, const orders::Order& order, const Attempt& paying, Money surplus, Time now) {
  const Attempt attempt = payments::create_attempt(tx,
                                                   {.order = order.id,
                                                    .order_number = order.number,
                                                    .provider = "bank_transfer",
                                                    .amount = surplus,
                                                    .state = AttemptState::kPaid},
                                                   now);
  payments::record_capture(tx, attempt.id, surplus, false, {AttemptState::kPaid, paying.reference, payments::kSurplus},
                           now);
  ask_to_give_back(tx, order.id, attempt, surplus, now);
}

/// Nothing is waited for any more, so the proof is of nothing that anybody could still write down for it.
void close_proof(db::Tx& tx, const LockedTransfer& transfer, UserId staff, Time now) {
  if (!transfer.proof) return;
  payments::decide_proof(tx, transfer.attempt.id, payments::ProofState::kDeclined, "", staff, now);
  answer_proof_tasks(tx, transfer.attempt.id, staff, now);
}

struct ToTell {
  PaymentId payment;
  std::int64_t capture = 0;  ///< the one because of which the mail is written
};
std::string payload_of(const ToTell& told) {
  return fmt::format(R"({{"payment":{},"capture":{}}})", told.payment.value(), told.capture);
}
ToTell to_tell_in(std::string_view payload) {
  const auto value = boost::json::parse(payload);
  return {PaymentId{value.at("payment").as_int64()}, value.at("capture").as_int64()};
}

void tell_later(db::Tx& tx, std::string_view job, const Attempt& attempt, Time now) {
  const ToTell told{attempt.id, payments::captures_of(tx, attempt.id)};
  jobs::enqueue(tx, job, payload_of(told),
                {.run_at = now + kTimeToPutRight, .dedup_key = fmt::format("{}:{}", job, occasion_of(tx, attempt))});
}

/// Order and payment are locked for `tell`, if nothing has been written down for the payment since.
template <class Tell>
jobs::Outcome tell_now(Services& shop, const jobs::Job& job, Tell&& tell) {
  const ToTell told = to_tell_in(job.payload);
  shop.db.write([&](db::Tx& tx) {
    const auto found = payments::find_attempt(tx, told.payment);
    if (!found) return;
    const orders::Order order = orders::lock(tx, found->order);
    const Attempt attempt = *payments::lock_attempt(tx, found->reference);
    if (payments::captures_of(tx, attempt.id) == told.capture) tell(tx, order, attempt);
  });
  return jobs::Outcome::done();
}

}  // namespace

std::expected<Applied, NotDecided> correct_transfer(db::Tx& tx, const Services& shop, const TransferDecision& decision,
                                                    Money received, Time now) {
  auto locked = lock_for(tx, decision, is_correctable);
  if (!locked) return std::unexpected(locked.error());
  auto& [order, attempt, proof] = *locked;
  const bool is_surplus = attempt.payment_type == payments::kSurplus;
  const bool waits = !is_surplus && waits_for(order, attempt);
  const bool nothing_came = received == Money{};
  // Its amount is what came: another one would be of a payment that nobody was asked for.
  if (is_surplus && !nothing_came) return std::unexpected(NotDecided::kOnlyNothing);
  // Two transfers of one amount could not be told apart.
  if (nothing_came && waits && payments::is_awaited(tx, attempt.amount))
    return std::unexpected(NotDecided::kAmountTaken);

  const orders::Actor actor = orders::Actor::staff(decision.staff);
  const std::string detail = fmt::format("{} → {}", format_rupiah(attempt.captured), format_rupiah(received));
  answer_tasks(tx, attempt.id, decision.staff, now);
  orders::note_event(tx, order.id, "transfer_corrected", actor, detail, now);
  payments::take_back_capture(tx, attempt.id, detail, decision.staff, now);
  attempt.captured = Money{};
  if (nothing_came) {
    payments::set_state(tx, attempt.id, waits ? AttemptState::kPending : AttemptState::kCancelled, now);
    if (waits) give_time(tx, shop, order, attempt, now + kTimeAfterDecline);
    if (!waits) close_proof(tx, *locked, decision.staff, now);
    return Applied::kProgress;
  }
  // While the sum is short, a proof that waits is of the rest.
  if (received >= attempt.amount) accept_proof(tx, *locked, decision.staff, now);
  return apply_money(tx, shop, order, attempt, transfer_report(decision.reference, received), now, actor);
}

std::expected<Applied, NotDecided> add_to_transfer(db::Tx& tx, const Services& shop, const TransferDecision& decision,
                                                   Money more, Time now) {
  const auto locked = lock_for(tx, decision, is_undecided);
  if (!locked) return std::unexpected(locked.error());
  const auto& [order, attempt, proof] = *locked;
  const orders::Actor actor = orders::Actor::staff(decision.staff);
  answer_tasks(tx, attempt.id, decision.staff, now);
  accept_proof(tx, *locked, decision.staff, now);
  orders::note_event(tx, order.id, "transfer_rest", actor, format_rupiah(more), now);
  return apply_money(tx, shop, order, attempt, transfer_report(decision.reference, attempt.captured + more), now,
                     actor);
}

std::expected<Applied, NotDecided> accept_transfer(db::Tx& tx, const Services& shop, const TransferDecision& decision,
                                                   std::string_view reason, Time now) {
  const auto locked = lock_for(tx, decision, is_undecided);
  if (!locked) return std::unexpected(locked.error());
  const auto& [order, attempt, proof] = *locked;
  if (!waits_for(order, attempt)) return std::unexpected(NotDecided::kEnded);
  // The money of the rest may be there, and would be booked as a loss.
  if (proof) return std::unexpected(NotDecided::kProofWaits);
  const Money missing = attempt.amount - attempt.captured;
  if (missing > payments::most_forgiven(attempt.amount)) return std::unexpected(NotDecided::kTooShort);

  const orders::Actor actor = orders::Actor::staff(decision.staff);
  std::string detail = fmt::format("{} / {}", format_rupiah(attempt.captured), format_rupiah(attempt.amount));
  if (!reason.empty()) detail += fmt::format(" · {}", reason);
  answer_tasks(tx, attempt.id, decision.staff, now);
  orders::note_event(tx, order.id, "transfer_accepted", actor, detail, now);
  const auto report = transfer_report(decision.reference, std::min(attempt.captured, attempt.amount));
  if (!pay_order(tx, shop, order, attempt, report, now, actor)) return std::unexpected(NotDecided::kEnded);
  if (missing > Money{}) payments::record_forgiven(tx, attempt.id, missing, reason, decision.staff, now);
  if (missing < Money{}) keep_surplus(tx, order, attempt, -missing, now);
  return Applied::kPaid;
}

bool may_come_late(const orders::Order& order, const std::vector<Attempt>& attempts, const Attempt& attempt) {
  const auto is_open = [](const Attempt& each) { return payments::is_unsettled(each.state) || is_undecided(each); };
  if (attempt.provider != "bank_transfer" || attempt.payment_type == payments::kSurplus || is_open(attempt))
    return false;
  // A newer payment would hide from the buyer the one that is waited for.
  return order.state != orders::State::kPending || std::ranges::none_of(attempts, is_open);
}

std::expected<Applied, NotDecided> add_late_money(db::Tx& tx, const Services& shop, const TransferDecision& decision,
                                                  Money more, Time now) {
  const auto locked = lock_transfer(tx, decision.reference);
  if (!locked) return std::unexpected(NotDecided::kNoSuchTransfer);
  const auto& [order, attempt, proof] = *locked;
  const auto attempts = payments::attempts_of(tx, order.id);
  Money come;
  for (const Attempt& each : attempts) come += each.captured;
  if (come != decision.seen) return std::unexpected(NotDecided::kAlready);
  if (!may_come_late(order, attempts, attempt)) return std::unexpected(NotDecided::kStillWaits);

  const orders::Actor actor = orders::Actor::staff(decision.staff);
  if (attempt.captured == Money{})
    return apply_money(tx, shop, order, attempt, transfer_report(decision.reference, more), now, actor);
  orders::note_event(tx, order.id, "payment_not_needed", actor, format_rupiah(more), now);
  keep_surplus(tx, order, attempt, more, now);
  return Applied::kMustGoBack;
}

void answer_tasks(db::Tx& tx, PaymentId payment, std::optional<UserId> by, Time now) {
  for (const std::string_view kind : {"payment_mismatch", "payment_must_go_back", "transfer_rest_overdue"})
    payments::resolve_tasks(tx, payment, kind, by, now);
}

bool is_undecided(const payments::Attempt& attempt) {
  return attempt.provider == "bank_transfer" && attempt.state == AttemptState::kMismatch && attempt.refunded == Money{};
}

bool is_proof_to_decide_on(db::Tx& tx, const payments::Attempt& attempt) {
  return attempt.provider == "bank_transfer" && (payments::is_unsettled(attempt.state) || is_undecided(attempt)) &&
         payments::is_proof_waiting(tx, attempt.id);
}

bool is_correctable(const payments::Attempt& attempt) {
  const bool is_unneeded = attempt.provider == "bank_transfer" && attempt.state == AttemptState::kPaid &&
                           !attempt.settles_order && attempt.refunded == Money{};
  return is_undecided(attempt) || is_unneeded;
}

bool is_short(const orders::Order& order, const payments::Attempt& attempt) {
  return is_undecided(attempt) && waits_for(order, attempt) && attempt.captured < attempt.amount;
}

void wait_for_rest(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
                   Time now) {
  give_time(tx, shop, order, attempt, now + kTimeForRest);
  tell_later(tx, kTellOfRest, attempt, now);
}

jobs::Outcome tell_of_rest(Services& shop, const jobs::Job& job) {
  return tell_now(shop, job, [&](db::Tx& tx, const orders::Order& order, const Attempt& attempt) {
    // Whoever has sent the rest shall not send it twice.
    if (!is_short(order, attempt) || payments::is_proof_waiting(tx, attempt.id)) return;
    orders::send_mail(tx, shop.mails, orders::MailKind::kTransferShort, order.id, shop.clock.now(),
                      {.paragraphs = account_lines(tx),
                       .occasion = occasion_of(tx, attempt),
                       .rest = {.received = attempt.captured,
                                .missing = attempt.amount - attempt.captured,
                                .until = attempt.expires_at.value_or(shop.clock.now())}});
  });
}

void tell_of_return_later(db::Tx& tx, const Attempt& attempt, Time now) { tell_later(tx, kTellOfReturn, attempt, now); }

jobs::Outcome tell_of_returned_transfer(Services& shop, const jobs::Job& job) {
  return tell_now(shop, job, [&](db::Tx& tx, const orders::Order& order, const Attempt& attempt) {
    // What was put right has not come; of what is on its way back another mail tells.
    if (attempt.settles_order || attempt.captured == Money{} || attempt.refunded > Money{}) return;
    send_return_mail(tx, shop, order, attempt, attempt.captured, shop.clock.now());
  });
}

}  // namespace hurtrock::checkout
