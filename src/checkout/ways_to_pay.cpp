#include "checkout/ways_to_pay.hpp"

#include "payments/payments.hpp"

namespace hurtrock::checkout {

std::vector<std::string> ways_to_pay(db::Tx& tx, const Services& shop, const orders::Order& order) {
  std::vector<std::string> ways;
  for (payments::Method& method : payments::methods(tx))
    if (method.takes(order.totals.total) && shop.gateway(method.provider) != nullptr)
      ways.push_back(std::move(method.provider));
  return ways;
}

}  // namespace hurtrock::checkout
