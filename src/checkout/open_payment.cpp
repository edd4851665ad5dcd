#include "checkout/open_payment.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using payments::Attempt;
using payments::AttemptState;

// Longer than a gateway call with all its retries, so that a lease never ends under a living caller.
constexpr auto kLease = 60s;
constexpr auto kLongestWait = 20s;
// Another process may be the one that opens the page: nobody wakes us for that.
constexpr auto kLookAgain = 250ms;

/// Wakes those who wait for a page that another thread of this process is opening.
class OpenedSignal {
 public:
  void notify() {
    {
      const std::lock_guard lock(mutex_);
    }
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kLookAgain);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
};
OpenedSignal& opened_signal() {
  static OpenedSignal signal;
  return signal;
}

payments::PaymentRequest describe(const Services& shop, const orders::Order& order,
                                  const std::vector<orders::Line>& lines, const Attempt& attempt) {
  payments::PaymentRequest request{
      .reference = attempt.reference,
      .amount = attempt.amount,
      .items = {},
      .contact = {.name = order.contact.name, .email = order.contact.email, .phone = order.contact.phone},
      .shipping_address = {.street = order.address.street,
                           .city = order.address.kota,
                           .postal_code = order.address.postal_code},
      .expires_at = attempt.expires_at.value_or(order.placed_at + shop.settings.time_to_pay(attempt.provider)),
      .finish_url = fmt::format("{}/payment/return?t={}", shop.settings.public_url,
                                orders::link_token(shop.settings.session_secret, order.number)),
      .language = std::string(i18n::code(order.language))};
  for (const orders::Line& line : lines)
    request.items.push_back({.id = line.sku, .name = line.name, .price = line.unit_price, .quantity = line.quantity});
  if (order.totals.shipping > Money{})
    request.items.push_back({.id = "SHIPPING", .name = order.shipping.name, .price = order.totals.shipping});
  const auto& texts = i18n::Texts::of(order.language);
  const auto add = [&](std::string id, std::string_view name, Money price) {
    request.items.push_back({.id = std::move(id), .name = std::string{texts(name)}, .price = price});
  };
  if (order.totals.fee > Money{}) add("FEE", "orders.fee", order.totals.fee);
  if (order.totals.discount > Money{}) add("DISCOUNT", "orders.discount", -order.totals.discount);
  return request;
}

/// Asks the provider. We hold the claim.
PaymentPage ask_provider(Services& shop, payments::Gateway& gateway, const orders::Order& order,
                         const std::vector<orders::Line>& lines, const Attempt& attempt) {
  const auto opened = gateway.open(describe(shop, order, lines, attempt));
  const Time now = shop.clock.now();
  if (!opened) {
    log::warn("checkout.open_payment.failed", {{"order", order.number}, {"reason", opened.error().message}});
    shop.db.write([&](db::Tx& tx) {
      orders::lock(tx, order.id);
      payments::release_claim(tx, attempt.id, now);
      // A request the provider will never take is nothing the buyer can mend.
      if (opened.error().kind == payments::FailureKind::kRefused)
        payments::ask_staff(tx, "open-refused:" + attempt.reference, "payment_refused_by_provider", order.id,
                            attempt.id, opened.error().message, now);
    });
    return {.kind = PaymentPage::Kind::kUnavailable, .url = {}};
  }
  const bool still_wanted = shop.db.write([&](db::Tx& tx) {
    orders::lock(tx, order.id);
    payments::record_opened(tx, attempt.id, opened->token, opened->redirect_url, now);
    return payments::is_unsettled(payments::find_attempt(tx, attempt.reference)->state);
  });
  if (!still_wanted) {
    // The order was cancelled while the provider was at work: nobody shall pay for it.
    if (const auto closing = gateway.close_page(opened->token); !closing)
      log::warn("checkout.open_payment.page_left_open", {{"order", order.number}, {"reason", closing.error().message}});
    return {};
  }
  return {.kind = PaymentPage::Kind::kRedirect, .url = opened->redirect_url};
}

}  // namespace

PaymentPage open_payment(Services& shop, OrderId id) {
  const Time deadline = shop.clock.now() + kLongestWait;
  for (;;) {
    struct Now {
      orders::Order order;
      std::vector<orders::Line> lines;
      std::optional<Attempt> attempt;
      bool claimed = false;
    };
    const Now now = shop.db.write([&](db::Tx& tx) {
      Now found{.order = *orders::find(tx, id), .lines = {}, .attempt = {}};
      auto attempts = payments::attempts_of(tx, id);
      if (attempts.empty()) return found;
      found.attempt = std::move(attempts.front());
      if (found.attempt->state == AttemptState::kOpening && shop.gateway(found.attempt->provider) != nullptr) {
        const Time moment = shop.clock.now();
        found.claimed = payments::claim_opening(tx, found.attempt->id, moment, moment + kLease);
        if (found.claimed) found.lines = orders::lines_of(tx, id);
      }
      return found;
    });
    if (!now.attempt || !payments::is_unsettled(now.attempt->state)) return {};
    const payments::GatewayPointer gateway = shop.gateway(now.attempt->provider);
    if (gateway == nullptr) return {};
    if (!now.attempt->redirect_url.empty())
      return {.kind = PaymentPage::Kind::kRedirect, .url = now.attempt->redirect_url};
    if (now.claimed) {
      PaymentPage page = ask_provider(shop, *gateway, now.order, now.lines, *now.attempt);
      opened_signal().notify();
      return page;
    }
    if (shop.clock.now() >= deadline) return {.kind = PaymentPage::Kind::kUnavailable, .url = {}};
    opened_signal().wait();
  }
}

}  // namespace hurtrock::checkout
