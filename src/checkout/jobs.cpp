#include "checkout/jobs.hpp"

#include <fmt/format.h>

#include "checkout/apply_report.hpp"
#include "checkout/store.hpp"
#include "inventory/inventory.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMostPerRun = 50;
constexpr auto kStaleAfter = 5min;
constexpr auto kRequestsKept = 48h;

jobs::Outcome process_payment_event(Services& shop, const jobs::Job& job) {
  const auto id = text::parse_integer(job.payload, 1, INT64_MAX);
  const auto event = id ? shop.db.read([&](db::Tx& tx) { return payments::find_event(tx, *id); }) : std::nullopt;
  if (!event) return jobs::Outcome::give_up("no such event");
  if (event->state == "processed") return jobs::Outcome::done();

  const auto applied = ask_and_apply(shop, event->reference);
  if (!applied) return jobs::Outcome::retry("the provider could not be asked");
  shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    if (*applied == Applied::kUnknownReference) {
      payments::park_event(tx, *id, "unknown_reference", now);
      payments::ask_staff(tx, "unknown-reference:" + event->reference, "unknown_payment_reference", std::nullopt,
                          std::nullopt, event->reference, now);
    } else {
      payments::finish_event(tx, *id, word(*applied), now);
    }
  });
  return jobs::Outcome::done();
}

std::expected<payments::Closing, payments::GatewayFailure> close_at_provider(payments::Gateway& gateway,
                                                                             const payments::Attempt& attempt) {
  auto closing = gateway.expire(attempt.reference);
  if (closing && *closing == payments::Closing::kNotAttempted && !attempt.token.empty())
    closing = gateway.close_page(attempt.token);
  return closing;
}

/// True when no money can come any more for the attempt as far as the provider knows, or it never was a provider's.
/// Money that has come is applied.
bool end_attempt(Services& shop, const payments::Attempt& attempt) {
  payments::Gateway* gateway = shop.gateway(attempt.provider);
  if (gateway == nullptr) return true;
  // Ended attempts as well: their page may be at another try that we have not heard of.
  const auto closing = close_at_provider(*gateway, attempt);
  if (!closing || !ask_and_apply(shop, attempt.reference)) return false;
  if (*closing != payments::Closing::kTooLate) return true;
  // Paid, denied, or in somebody's hands: a card held for review, a buyer who has just chosen how to pay.
  const auto now = shop.db.read([&](db::Tx& tx) { return payments::find_attempt(tx, attempt.reference); });
  return !payments::is_unsettled(now->state) || now->state == payments::AttemptState::kFailed;
}

/// True when the order was cancelled.
bool expire_hold(Services& shop, OrderId id) {
  const auto attempts = shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, id); });
  for (const payments::Attempt& attempt : attempts)
    if (!end_attempt(shop, attempt)) return false;  // tried again at the next run: money may still come
  const bool cancelled = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const orders::Order order = orders::lock(tx, id);
    if (order.state != orders::State::kPending || !order.hold_until || *order.hold_until > now) return false;
    for (const payments::Attempt& attempt : payments::attempts_of(tx, id))
      if (payments::is_unsettled(attempt.state))
        payments::set_state(tx, attempt.id, payments::AttemptState::kExpired, now);
    orders::set_payment_state(tx, id, orders::PaymentState::kExpired, orders::Actor::system(), "hold_ended", now);
    if (!orders::cancel(tx, id, orders::Actor::system(), "hold_ended", now)) return false;
    inventory::release(tx, id, now);
    orders::send_mail(tx, shop.mails, orders::MailKind::kCancelled, id, now);
    return true;
  });
  if (cancelled) shop.wake_jobs();
  return cancelled;
}

}  // namespace

void enqueue_payment_event(db::Tx& tx, std::int64_t event, Time now) {
  jobs::enqueue(tx, "payments.event", std::to_string(event),
                {.run_at = now, .dedup_key = fmt::format("payments.event:{}", event)});
}

int expire_holds(Services& shop) {
  int cancelled = 0;
  const auto ended = shop.db.read([&](db::Tx& tx) { return orders::expired_holds(tx, shop.clock.now(), kMostPerRun); });
  for (const OrderId id : ended) cancelled += expire_hold(shop, id) ? 1 : 0;
  return cancelled;
}

int settle_stale_attempts(Services& shop) {
  const Time now = shop.clock.now();
  const auto references =
      shop.db.write([&](db::Tx& tx) { return payments::take_stale_attempts(tx, now - kStaleAfter, now, kMostPerRun); });
  for (const std::string& reference : references) ask_and_apply(shop, reference);
  return static_cast<int>(references.size());
}

void register_jobs(jobs::Runner& runner, Services& shop) {
  runner.on("payments.event", [&shop](const jobs::Job& job) { return process_payment_event(shop, job); });
  runner.every("checkout.expire_holds", 15s, [&shop] { expire_holds(shop); });
  runner.every("checkout.settle_stale_attempts", 60s, [&shop] { settle_stale_attempts(shop); });
  runner.every("checkout.forget_requests", 1h, [&shop] {
    shop.db.write([&](db::Tx& tx) { return store::forget_requests(tx, shop.clock.now() - kRequestsKept); });
  });
}

}  // namespace hurtrock::checkout
