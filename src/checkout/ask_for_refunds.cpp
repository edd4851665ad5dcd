#include <fmt/format.h>

#include <algorithm>

#include "checkout/apply_report.hpp"
#include "checkout/dispute.hpp"
#include "checkout/jobs.hpp"
#include "checkout/settle_refund.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using payments::FailureKind;
using payments::Refund;
using payments::RefundOutcome;
using payments::RefundState;

constexpr std::int64_t kMostRefundsPerRun = 20;
// Longer than a call with all its retries: nobody else asks meanwhile.
constexpr auto kFirstPause = 60s;
constexpr auto kLongestPause = 6h;
/// Some five days. Midtrans knows a refund_key again for seven (its refund rules, 2026-04).
constexpr std::int64_t kMostAsks = 28;
/// Some thirty days: as long as Stripe may take to say that a refund has failed.
constexpr std::int64_t kMostLooks = 130;
constexpr auto kUntilSettled = 2h;

Time next_turn(std::int64_t asks, Time now) {
  const auto doubled = kFirstPause * (std::int64_t{1} << std::clamp<std::int64_t>(asks - 1, 0, 10));
  return now + std::min<microseconds>(doubled, kLongestPause);
}

struct Known {
  Refund refund;
  payments::Attempt attempt;
};
Known look_up(Services& shop, RefundId id) {
  return shop.db.read([&](db::Tx& tx) {
    auto refund = *payments::find_refund(tx, id);
    auto attempt = *payments::find_attempt(tx, refund.payment);
    return Known{std::move(refund), std::move(attempt)};
  });
}

/// The refund as it is once nobody else is at its order.
template <class Change>
void with_locked(Services& shop, const Refund& refund, Change&& change) {
  shop.db.write([&](db::Tx& tx) {
    orders::lock(tx, refund.order);
    const auto now = payments::find_refund(tx, refund.id);
    if (now->state == RefundState::kRequested) change(tx, *now, shop.clock.now());
  });
}

/// The provider will not do it. That is believed only when its own account of the payment does not know the refund
/// either: an earlier call, whose answer was lost, may have been done.
template <class Change>
void after_a_look(Services& shop, const Known& known, Change&& change) {
  if (!ask_and_apply(shop, known.attempt.reference)) return;
  with_locked(shop, known.refund, change);
  // What somebody did at the provider's own pages may have found no room in the books beside this one.
  (void)ask_and_apply(shop, known.attempt.reference);
}

void refused(Services& shop, const Known& known, std::string_view why) {
  after_a_look(shop, known, [&](db::Tx& tx, const Refund& refund, Time now) {
    refund_failed(tx, refund, orders::Actor::gateway(), why, now);
  });
}

void record(Services& shop, const Known& known, RefundOutcome outcome) {
  switch (outcome) {
    case RefundOutcome::kAccepted:
    case RefundOutcome::kAlreadyAsked:
      with_locked(shop, known.refund,
                  [](db::Tx& tx, const Refund& refund, Time) { payments::record_sent(tx, refund.id); });
      (void)ask_and_apply(shop, known.attempt.reference);
      return;
    case RefundOutcome::kNotYet:
      with_locked(shop, known.refund, [](db::Tx& tx, const Refund& refund, Time now) {
        payments::ask_again_at(tx, refund.id, now + kUntilSettled);
      });
      return;
    case RefundOutcome::kNotPossible:
      after_a_look(shop, known,
                   [](db::Tx& tx, const Refund& refund, Time now) { refund_by_hand(tx, refund, "not_possible", now); });
      return;
    case RefundOutcome::kWrongAmount:
      return refused(shop, known, "wrong_amount");
    case RefundOutcome::kDeniedByBank:
      return refused(shop, known, "denied_by_bank");
  }
}

void ask(Services& shop, RefundId id) {
  const Known known = look_up(shop, id);
  const payments::GatewayPointer gateway = shop.gateway(known.attempt.provider);
  if (gateway == nullptr) return;  // until it is set up again, or staff are asked
  if (known.refund.state == RefundState::kSent) {
    (void)ask_and_apply(shop, known.attempt.reference);
    return;
  }
  // Settled since it was claimed, by news of another refund of the payment.
  if (known.refund.state != RefundState::kRequested) return;
  if (is_disputed(known.attempt)) return refused(shop, known, "disputed");
  const auto outcome = gateway->refund({.attempt = known.attempt.name(),
                                        .payment_type = known.attempt.payment_type,
                                        .refund_key = known.refund.key,
                                        .amount = known.refund.amount,
                                        .reason = known.refund.reason});
  if (outcome) return record(shop, known, *outcome);
  log::warn("checkout.refund.failed", {{"refund", known.refund.key}, {"reason", outcome.error().message}});
  switch (outcome.error().kind) {
    case FailureKind::kUnavailable:
      return;  // again at the next turn, under the same key
    case FailureKind::kUnknown:
      (void)ask_and_apply(shop, known.attempt.reference);
      return;
    case FailureKind::kRefused:
      return refused(shop, known, "refused_by_provider");
  }
}

/// Nothing can be heard of it any more: it is the staff's now, and its money stays promised.
void hand_to_staff(db::Tx& tx, const payments::DueRefund& refund, Time now) {
  payments::stop_asking(tx, refund.id);
  const auto amount = payments::find_refund(tx, refund.id)->amount;
  payments::ask_staff(tx, fmt::format("refund-unanswered:{}", refund.id.value()), "refund_unanswered", refund.order,
                      refund.payment, format_rupiah(amount), now);
}

}  // namespace

int ask_for_refunds(Services& shop) {
  const Time begin = shop.clock.now();
  const auto due = shop.db.write([&](db::Tx& tx) {
    auto claimed = payments::claim_refunds(tx, begin, kMostRefundsPerRun, next_turn);
    std::erase_if(claimed, [&](const payments::DueRefund& refund) {
      const bool is_over = refund.asks > (refund.state == RefundState::kSent ? kMostLooks : kMostAsks);
      if (is_over) hand_to_staff(tx, refund, begin);
      return is_over;
    });
    return claimed;
  });
  for (const payments::DueRefund& refund : due) {
    if (shop.clock.now() > begin + kLongestRun) break;  // the others come at their next turn
    try {
      ask(shop, refund.id);
    } catch (const std::exception& error) {
      log::error("checkout.refund.broken", {{"refund", refund.id.value()}, {"what", error.what()}});
    }
  }
  if (!due.empty()) shop.wake_jobs();
  return static_cast<int>(due.size());
}

}  // namespace hurtrock::checkout
