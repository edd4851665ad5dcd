#include "checkout/jobs.hpp"

#include <fmt/format.h>

#include "checkout/apply_report.hpp"
#include "checkout/close_attempt.hpp"
#include "checkout/draft_orders.hpp"
#include "checkout/missing_keys.hpp"
#include "checkout/reconcile.hpp"
#include "checkout/refund_order.hpp"
#include "checkout/store.hpp"
#include "checkout/take_up_events.hpp"
#include "checkout/transfer_difference.hpp"
#include "inventory/inventory.hpp"
#include "orders/orders.hpp"
#include "payments/ledger.hpp"
#include "payments/payments.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMostPerRun = 50;
constexpr auto kStaleAfter = 5min;
constexpr auto kRequestsKept = 48h;
// With the usual pauses, well over a day: by then every page of the order has ended by itself.
constexpr int kTriesToClose = 48;
// A run asks the provider one attempt after the other; what it does not reach comes first next time.
constexpr auto kPostponed = 5min;

/// What goes wrong with one order must not keep the others waiting.
template <class Work>
void each_alone(std::string_view event, Work&& work) {
  try {
    work();
  } catch (const std::exception& error) {
    log::error(event, {{"what", error.what()}});
  }
}

/// An order is paid: whoever still has another of its pages open shall not pay twice.
jobs::Outcome close_other_attempts(Services& shop, const jobs::Job& job) {
  const auto id = text::parse_integer(job.payload, 1, INT64_MAX);
  if (!id) return jobs::Outcome::give_up("no order");
  bool all_closed = true;
  for (const auto& attempt : shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, OrderId{*id}); })) {
    if (attempt.settles_order || attempt.captured > Money{}) continue;
    if (!close_attempt(shop, attempt, Ending::kCancel)) {
      all_closed = false;
      continue;
    }
    shop.db.write([&](db::Tx& tx) {
      orders::lock(tx, attempt.order);
      const auto now = payments::lock_attempt(tx, attempt.reference);
      if (payments::is_unsettled(now->state))
        payments::set_state(tx, attempt.id, payments::AttemptState::kCancelled, shop.clock.now());
    });
  }
  return all_closed ? jobs::Outcome::done() : jobs::Outcome::retry("another page of the order is still open");
}

/// Asks the provider about the payment that the event names, by our reference or by the provider's own name.
std::optional<Applied> apply_event(Services& shop, const payments::Event& event) {
  if (event.reference.empty()) return Applied::kNothing;
  const auto attempt = shop.db.read([&](db::Tx& tx) {
    auto found = payments::find_attempt(tx, event.reference);
    return found ? found : payments::find_attempt_of(tx, event.provider, event.reference);
  });
  return attempt ? ask_and_apply(shop, attempt->reference) : Applied::kUnknownReference;
}

std::string unknown_reference_task(const payments::Event& event) { return "unknown-reference:" + event.reference; }

jobs::Outcome process_payment_event(Services& shop, const jobs::Job& job) {
  const auto id = text::parse_integer(job.payload, 1, INT64_MAX);
  const auto event = id ? shop.db.read([&](db::Tx& tx) { return payments::find_event(tx, *id); }) : std::nullopt;
  if (!event) return jobs::Outcome::give_up("no such event");
  if (event->state == "processed") return jobs::Outcome::done();

  const auto applied = apply_event(shop, *event);
  if (!applied) return jobs::Outcome::retry("the provider could not be asked");
  shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    if (*applied == Applied::kUnknownReference) {
      payments::park_event(tx, *id, "unknown_reference", now);
      payments::ask_staff(tx, unknown_reference_task(*event), "unknown_payment_reference", std::nullopt, std::nullopt,
                          event->reference, now);
    } else {
      payments::finish_event(tx, *id, word(*applied), now);
      // Parked before, when nobody knew the payment.
      payments::resolve_task(tx, unknown_reference_task(*event), std::nullopt, now);
    }
  });
  return jobs::Outcome::done();
}

/// Ends the attempt. False while money may still come, or has come and is not understood yet.
bool is_decided(Services& shop, const payments::Attempt& attempt) {
  if (attempt.state == payments::AttemptState::kMismatch) return false;
  if (!close_attempt(shop, attempt, Ending::kExpire)) return false;
  const auto now = shop.db.read([&](db::Tx& tx) { return payments::find_attempt(tx, attempt.reference); });
  return now->state != payments::AttemptState::kMismatch;
}

/// Staff or the provider have to say something first.
bool is_undecided_yet(db::Tx& tx, const payments::Attempt& attempt) {
  return attempt.state == payments::AttemptState::kMismatch ||
         (payments::is_unsettled(attempt.state) && payments::is_proof_waiting(tx, attempt.id));
}

/// Whether the order still waits and its time is over. What was read of it before it was locked may have been decided
/// since.
bool is_time_up(const orders::Order& order, Time now) {
  return order.state == orders::State::kPending && order.hold_until && *order.hold_until <= now;
}

void ask_about_overdue(db::Tx& tx, const orders::Order& order, const payments::Attempt& attempt, Time now) {
  if (const auto proof = payments::find_proof(tx, attempt.id); proof && proof->state == payments::ProofState::kWaiting)
    payments::ask_staff(tx, fmt::format("transfer-overdue:{}", proof->id), "transfer_overdue", order.id, attempt.id,
                        format_rupiah(attempt.amount - attempt.captured), now);
  else if (is_short(order, attempt))
    payments::ask_staff(tx, "rest-overdue:" + occasion_of(tx, attempt), "transfer_rest_overdue", order.id, attempt.id,
                        format_rupiah(attempt.amount - attempt.captured), now);
}

/// Others have their turn meanwhile.
void look_again_later(Services& shop, OrderId id) {
  shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const orders::Order order = orders::lock(tx, id);
    if (!is_time_up(order, now)) return;
    orders::postpone_hold(tx, id, now + kPostponed);
    for (const payments::Attempt& attempt : payments::attempts_of(tx, id)) ask_about_overdue(tx, order, attempt, now);
  });
}

/// Nobody can pay by any of the order's attempts any more. False when something came in between.
bool cancel_unpaid(db::Tx& tx, const Services& shop, OrderId id, Time now) {
  if (!is_time_up(orders::lock(tx, id), now)) return false;
  const auto attempts = payments::attempts_of(tx, id);
  for (const payments::Attempt& attempt : attempts)
    if (is_undecided_yet(tx, attempt)) return false;
  for (const payments::Attempt& attempt : attempts)
    if (payments::is_unsettled(attempt.state))
      payments::set_state(tx, attempt.id, payments::AttemptState::kExpired, now);
  orders::set_payment_state(tx, id, orders::PaymentState::kExpired, orders::Actor::system(), orders::kHoldEnded, now);
  if (!orders::cancel(tx, id, orders::Actor::system(), orders::kHoldEnded, now)) return false;
  inventory::release(tx, id, now);
  const bool money_goes_back = money_of(tx, *orders::find(tx, id)).going_back > Money{};
  orders::send_mail(tx, shop.mails, orders::MailKind::kCancelled, id, now, {.money_goes_back = money_goes_back});
  return true;
}

/// True when the order was cancelled.
bool expire_hold(Services& shop, OrderId id) {
  for (const auto& attempt : shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, id); }))
    if (!is_decided(shop, attempt)) {
      look_again_later(shop, id);
      return false;
    }
  const bool cancelled = shop.db.write([&](db::Tx& tx) { return cancel_unpaid(tx, shop, id, shop.clock.now()); });
  if (cancelled) shop.wake_jobs();
  return cancelled;
}

}  // namespace

void enqueue_closing_of_others(db::Tx& tx, OrderId order, Time now) {
  jobs::enqueue(tx, "payments.close_others", std::to_string(order.value()),
                {.run_at = now,
                 .dedup_key = fmt::format("payments.close_others:{}", order.value()),
                 .max_attempts = kTriesToClose});
}

void enqueue_payment_event(db::Tx& tx, std::int64_t event, Time now) {
  jobs::enqueue_again(tx, "payments.event", std::to_string(event),
                      {.run_at = now, .dedup_key = fmt::format("payments.event:{}", event)});
}

int expire_holds(Services& shop) {
  int cancelled = 0;
  const Time deadline = shop.clock.now() + kLongestRun;
  const auto ended = shop.db.read([&](db::Tx& tx) { return orders::expired_holds(tx, shop.clock.now(), kMostPerRun); });
  for (const OrderId id : ended) {
    if (shop.clock.now() > deadline) break;
    each_alone("checkout.expire_hold.failed", [&] { cancelled += expire_hold(shop, id) ? 1 : 0; });
  }
  return cancelled;
}

int settle_stale_attempts(Services& shop) {
  const Time now = shop.clock.now();
  const auto references =
      shop.db.write([&](db::Tx& tx) { return payments::take_stale_attempts(tx, now - kStaleAfter, now, kMostPerRun); });
  for (const std::string& reference : references) {
    if (shop.clock.now() > now + kLongestRun) break;
    each_alone("checkout.settle_stale_attempt.failed", [&] { ask_and_apply(shop, reference); });
  }
  return static_cast<int>(references.size());
}

void register_jobs(jobs::Runner& runner, Services& shop) {
  runner.on("payments.event", [&shop](const jobs::Job& job) { return process_payment_event(shop, job); });
  runner.on("payments.close_others", [&shop](const jobs::Job& job) { return close_other_attempts(shop, job); });
  runner.every("checkout.expire_holds", 15s, [&shop] { expire_holds(shop); });
  runner.on(std::string(kTellOfRest), [&shop](const jobs::Job& job) { return tell_of_rest(shop, job); });
  runner.on(std::string(kTellOfReturn), [&shop](const jobs::Job& job) { return tell_of_returned_transfer(shop, job); });
  // They claim rows themselves, and are woken as soon as staff have decided.
  runner.every("checkout.ask_for_refunds", 5s, [&shop] { ask_for_refunds(shop); }, jobs::Runner::Runs::kInEveryProcess);
  runner.every("checkout.take_up_events", 5min, [&shop] { take_up_events(shop); }, jobs::Runner::Runs::kInEveryProcess);
  runner.every("checkout.settle_stale_attempts", 60s, [&shop] { settle_stale_attempts(shop); });
  runner.every("checkout.tick_off_found_keys", 60s, [&shop] { tick_off_found_keys(shop); });
  runner.every("checkout.reconcile", 5min, [&shop] { reconcile(shop); });
  runner.every("payments.count_balances", 1h,
               [&shop] { shop.db.write([&](db::Tx& tx) { payments::count_balances(tx, shop.clock.now()); }); });
  runner.every("checkout.forget_requests", 1h, [&shop] {
    shop.db.write([&](db::Tx& tx) { return store::forget_requests(tx, shop.clock.now() - kRequestsKept); });
  });
  runner.every("checkout.forget_drafts", 1h,
               [&shop] { shop.db.write([&](db::Tx& tx) { return forget_drafts(tx, shop.clock.now()); }); });
}

}  // namespace hurtrock::checkout
