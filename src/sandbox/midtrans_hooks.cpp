// What tests do in the buyer's place. README.md lists the parameters.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "sandbox/hooks.hpp"
#include "sandbox/midtrans_handlers.hpp"
#include "sandbox/midtrans_messages.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;

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

}  // namespace

Response act_as_buyer(const Request& request, MidtransServices& services) {
  const auto action = buyer_action(request.param("action"));
  if (!action) return hook_refusal(404, "unknown action");
  MidtransLedger::Manner manner{.against_the_rules = request.query.value("force") == "1"};
  if (const auto method = request.query.value("method"); !method.empty()) manner.method = method;

  const auto changed = services.ledger.act(request.param("order_id"), *action, manner);
  if (!changed) return hook_refusal(changed.error().code == 404 ? 404 : 409, changed.error().message);
  tell(services, *changed, telling_of(request.query));
  return http::json(200, json::serialize(summary(changed->order)));
}

Response list_orders(const Request&, MidtransServices& services) {
  json::array orders;
  for (const auto& order : services.ledger.all()) orders.push_back(summary(order));
  return http::json(200, json::serialize(json::object{{"orders", std::move(orders)},
                                                      {"notifications_waiting", services.notifier.waiting()}}));
}

}  // namespace hurtrock::sandbox
