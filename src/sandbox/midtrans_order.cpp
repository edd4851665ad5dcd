#include "sandbox/midtrans_order.hpp"

#include <boost/json/array.hpp>

#include "sandbox/json_members.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;

Money money(const json::object& object, std::string_view name) { return Money{object.at(name).as_int64()}; }

json::object to_json(const MidtransRefund& refund) {
  return {{"key", refund.key},
          {"amount", refund.amount.rupiah()},
          {"reason", refund.reason},
          {"created_at", to_micros(refund.created_at)},
          {"confirmed", refund.confirmed}};
}

MidtransRefund midtrans_refund_from(const json::object& object) {
  return {.key = text_in(object, "key"),
          .amount = money(object, "amount"),
          .reason = text_in(object, "reason"),
          .created_at = time_in(object, "created_at"),
          .confirmed = object.at("confirmed").as_bool()};
}

json::object to_json(const MidtransTransaction& transaction) {
  json::array refunds;
  for (const auto& refund : transaction.refunds) refunds.push_back(to_json(refund));
  return {{"id", transaction.id},
          {"method", transaction.method},
          {"status", transaction.status},
          {"fraud_status", transaction.fraud_status},
          {"created_at", to_micros(transaction.created_at)},
          {"settled_at", transaction.settled_at ? json::value(to_micros(*transaction.settled_at)) : json::value()},
          {"refunds", std::move(refunds)},
          {"refunds_denied", transaction.refunds_denied}};
}

MidtransTransaction transaction_from(const json::object& object) {
  MidtransTransaction transaction{.id = text_in(object, "id"),
                                  .method = text_in(object, "method"),
                                  .status = text_in(object, "status"),
                                  .fraud_status = text_in(object, "fraud_status"),
                                  .created_at = time_in(object, "created_at"),
                                  .refunds_denied = object.at("refunds_denied").as_bool()};
  if (!object.at("settled_at").is_null()) transaction.settled_at = time_in(object, "settled_at");
  for (const auto& refund : object.at("refunds").as_array())
    transaction.refunds.push_back(midtrans_refund_from(refund.as_object()));
  return transaction;
}

}  // namespace

Money MidtransTransaction::refunded() const {
  Money sum;
  for (const auto& refund : refunds) sum += refund.amount;
  return sum;
}

json::object to_json(const MidtransOrder& order) {
  json::array items, urls, transactions;
  for (const auto& item : order.items)
    items.push_back({{"name", item.name}, {"price", item.price.rupiah()}, {"quantity", item.quantity}});
  for (const auto& url : order.notification_urls) urls.emplace_back(url);
  for (const auto& transaction : order.transactions) transactions.push_back(to_json(transaction));
  return {{"order_id", order.order_id},
          {"token", order.token},
          {"gross_amount", order.gross_amount.rupiah()},
          {"items", std::move(items)},
          {"buyer", order.buyer},
          {"finish_url", order.finish_url},
          {"expires_at", to_micros(order.expires_at)},
          {"page_closed", order.page_closed},
          {"notification_urls", std::move(urls)},
          {"transactions", std::move(transactions)},
          {"notified", order.notified}};
}

MidtransOrder order_from_json(const json::object& object) {
  MidtransOrder order{.order_id = text_in(object, "order_id"),
                      .token = text_in(object, "token"),
                      .gross_amount = money(object, "gross_amount"),
                      .buyer = text_in(object, "buyer"),
                      .finish_url = text_in(object, "finish_url"),
                      .expires_at = time_in(object, "expires_at"),
                      .page_closed = object.at("page_closed").as_bool(),
                      .notified = object.at("notified").as_bool()};
  for (const auto& item : object.at("items").as_array())
    order.items.push_back({.name = text_in(item.as_object(), "name"),
                           .price = money(item.as_object(), "price"),
                           .quantity = item.at("quantity").as_int64()});
  for (const auto& url : object.at("notification_urls").as_array())
    order.notification_urls.emplace_back(url.as_string());
  for (const auto& transaction : object.at("transactions").as_array())
    order.transactions.push_back(transaction_from(transaction.as_object()));
  return order;
}

}  // namespace hurtrock::sandbox
