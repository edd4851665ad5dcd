// What tests do in the buyer's place, and the faults they ask for. README.md lists the parameters.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "platform/core/text.hpp"
#include "sandbox/midtrans_handlers.hpp"
#include "sandbox/midtrans_messages.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;

constexpr std::int64_t kMostCopies = 50;
constexpr std::int64_t kLongestDelay = 60'000;

json::object summary(const MidtransOrder& order) {
  json::array tries;
  for (const auto& transaction : order.transactions)
    tries.push_back({{"transaction_id", transaction.id},
                     {"method", transaction.method},
                     {"transaction_status", transaction.status},
                     {"fraud_status", transaction.fraud_status},
                     {"refunded", transaction.refunded().rupiah()}});
  return {{"order_id", order.order_id},
          {"token", order.token},
          {"gross_amount", order.gross_amount.rupiah()},
          {"page_closed", order.page_closed},
          {"notified", order.notified},
          {"transaction_status", order.last() ? json::value(order.last()->status) : json::value()},
          {"transactions", std::move(tries)}};
}

Response refused(int status, std::string_view message) {
  return http::json(status, json::serialize(json::object{{"error", message}}));
}

Telling telling_of(const http::Fields& query) {
  const auto number = [&](std::string_view name, std::int64_t most) {
    return text::parse_integer(query.value(name), 0, most);
  };
  return {.told = query.value("notify") != "0",
          .copies = static_cast<int>(number("duplicate", kMostCopies).value_or(1)),
          .delay = std::chrono::milliseconds{number("delay_ms", kLongestDelay).value_or(0)}};
}

}  // namespace

Response act_as_buyer(const Request& request, MidtransServices& services) {
  const auto action = buyer_action(request.param("action"));
  if (!action) return refused(404, "unknown action");
  MidtransLedger::Manner manner{.against_the_rules = request.query.value("force") == "1"};
  if (const auto method = request.query.value("method"); !method.empty()) manner.method = method;

  const auto changed = services.ledger.act(request.param("order_id"), *action, manner);
  if (!changed) return refused(changed.error().code == 404 ? 404 : 409, changed.error().message);
  tell(services, *changed, telling_of(request.query));
  return http::json(200, json::serialize(summary(changed->order)));
}

Response list_orders(const Request&, MidtransServices& services) {
  json::array orders;
  for (const auto& order : services.ledger.all()) orders.push_back(summary(order));
  return http::json(200, json::serialize(json::object{{"orders", std::move(orders)},
                                                      {"notifications_waiting", services.notifier.waiting()}}));
}

Response misbehave(const Request& request, MidtransServices& services) {
  boost::system::error_code failed;
  const json::value parsed = json::parse(request.body, failed);
  if (failed || !parsed.is_object()) return refused(400, "send {call, kind, times, wait_ms}");
  const auto& fields = parsed.get_object();
  const auto text = [&](std::string_view name) {
    const auto* member = fields.if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->get_string()} : std::string{};
  };
  const auto number = [&](std::string_view name, std::int64_t otherwise) {
    const auto* member = fields.if_contains(name);
    return member != nullptr && member->is_int64() ? member->get_int64() : otherwise;
  };
  const auto fault = fault_named(text("kind"));
  const std::int64_t times = number("times", 1), wait = number("wait_ms", 20'000);
  if (!fault || text("call").empty() || times < 0 || times > 1'000'000 || wait < 0 || wait > kLongestDelay)
    return refused(400, "kind is one of delay, drop, 429, 500, close_after_accepting");
  services.misbehaviour.set(
      text("call"), {.fault = *fault, .times = static_cast<int>(times), .wait = std::chrono::milliseconds{wait}});
  return http::json(200, "{}");
}

}  // namespace hurtrock::sandbox
