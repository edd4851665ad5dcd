// Snap: opening and closing payment pages (Midtrans' "backend integration" and "cancel a Snap session").
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "platform/core/text.hpp"
#include "sandbox/midtrans_handlers.hpp"
#include "sandbox/midtrans_snap_request.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;

constexpr std::size_t kMostNotificationUrls = 3;

Response errors(int status, const std::vector<std::string>& messages) {
  json::array list;
  for (const auto& message : messages) list.emplace_back(message);
  return http::json(status, json::serialize(json::object{{"error_messages", std::move(list)}}));
}

Response access_denied() {
  return errors(401, {"Access denied due to unauthorized transaction, please check client or server key",
                      "Visit https://snap-docs.midtrans.com/#request-headers for more details"});
}

void add_urls(std::vector<std::string>& urls, std::string_view header) {
  for (const auto part : text::split(header, ',')) {
    const auto url = text::trim(part);
    const bool usable = url.starts_with("http://") || url.starts_with("https://");
    if (usable && urls.size() < kMostNotificationUrls) urls.emplace_back(url);
  }
}

/// An override takes the place of the configured address, an appendix joins it.
std::vector<std::string> notification_urls(const Request& request, const std::string& configured) {
  std::vector<std::string> urls;
  if (const auto instead = request.header("x-override-notification"); !instead.empty()) {
    add_urls(urls, instead);
  } else if (const auto too = request.header("x-append-notification"); !too.empty()) {
    add_urls(urls, configured);
    add_urls(urls, too);
  }
  return urls;
}

}  // namespace

// An Idempotency-Key is not looked at here: Midtrans documents it for the Core API only, so nobody should lean on it
// when opening pages. Opening again answers a new token, and the old one is dead.
Response create_snap_transaction(const Request& request, MidtransServices& services) {
  if (!is_authorized(request, services)) return access_denied();
  auto order = read_snap_request(request.body, services.clock.now());
  if (!order) return errors(400, order.error());
  order->notification_urls = notification_urls(request, services.notification_url);

  const auto opened = services.ledger.open(*std::move(order));
  if (!opened) return errors(opened.error().code, {opened.error().message});
  const std::string& token = opened->order.token;
  return http::json(201, json::serialize(json::object{
                             {"token", token}, {"redirect_url", services.base_url + "/snap/v4/redirection/" + token}}));
}

Response close_snap_page(const Request& request, MidtransServices& services) {
  if (!is_authorized(request, services)) return access_denied();
  const auto closed = services.ledger.close_page(request.param("token"));
  if (!closed) return errors(closed.error().code, {closed.error().message});
  const std::string when = request.path.ends_with("/cancel") ? "canceled_at" : "expired_at";
  return http::json(200, json::serialize(json::object{{when, rfc3339(services.clock.now())}}));
}

}  // namespace hurtrock::sandbox
