#include <algorithm>
#include <array>
#include <utility>

#include "sandbox/midtrans_messages.hpp"
#include "sandbox/midtrans_services.hpp"

namespace hurtrock::sandbox {
namespace {

/// Retries by answer, and the minutes between them: Midtrans' pages on HTTP notifications.
int retries_after(const fetch::Answer& answer) {
  if (answer.outcome != fetch::Answer::Outcome::kAnswered) return 5;
  switch (answer.status) {
    case 500:
      return 1;
    case 503:
      return 4;
    case 400:
    case 404:
      return 2;
    case 301:
    case 302:
    case 303:
      return 0;
    default:
      return answer.status >= 200 && answer.status < 300 ? 0 : 5;
  }
}

Delivery::RetryRule midtrans_retry_rule(std::chrono::milliseconds minute) {
  return [minute](int tries, const fetch::Answer& last) -> std::optional<std::chrono::milliseconds> {
    static constexpr std::array kMinutes{2, 10, 30, 90, 210};
    if (tries > retries_after(last)) return std::nullopt;
    return minute * kMinutes[static_cast<std::size_t>(tries) - 1];
  };
}

}  // namespace

void tell(MidtransServices& services, const MidtransChange& change, const Telling& telling) {
  if (change.told.empty()) return;
  std::vector<std::string> urls = change.order.notification_urls;
  if (urls.empty() && !services.notification_url.empty()) urls.push_back(services.notification_url);
  if (urls.empty() || !telling.told) return services.ledger.mark_told(change.order.order_id);

  for (const MidtransOrder& order : change.told) {
    const std::string body = notification_body(order, services.server_key);
    const bool newest = &order == &change.told.back();
    for (const std::string& url : urls) {
      Delivery delivery{.about = order.order_id, .url = url, .body = body};
      delivery.headers = {
          {"Content-Type", "application/json"}, {"Accept", "application/json"}, {"User-Agent", "Veritrans"}};
      delivery.follows_redirects = true;
      delivery.copies = telling.copies;
      delivery.delay = telling.delay;
      delivery.retry = midtrans_retry_rule(services.retry_minute);
      if (newest && url == urls.back())
        delivery.finished = [&ledger = services.ledger, id = order.order_id] { ledger.mark_told(id); };
      services.notifier.send(std::move(delivery));
    }
  }
}

void tell_untold(MidtransServices& services) {
  for (const MidtransOrder& order : services.ledger.untold())
    if (order.last() != nullptr) tell(services, {.order = order, .told = {order}});
}

void expire_due(MidtransServices& services) {
  for (const MidtransChange& change : services.ledger.expire_due()) tell(services, change);
}

}  // namespace hurtrock::sandbox
