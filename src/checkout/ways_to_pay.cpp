#include "checkout/ways_to_pay.hpp"

namespace hurtrock::checkout {

bool is_ready(const Services& shop, const payments::Method& method) {
  if (!method.is_set_up()) return false;
  return method.provider == "cod" || method.provider == "bank_transfer" || shop.gateway(method.provider) != nullptr;
}

std::vector<std::string> ways_to_pay(db::Tx& tx, const Services& shop, const orders::Order& order) {
  std::vector<std::string> ways;
  // A code that makes transfers different from each other is no part of what is bought.
  const Money total = order.totals.total - order.totals.fee;
  for (payments::Method& method : payments::methods(tx))
    if (method.provider != "cod" && method.takes(total) && is_ready(shop, method))
      ways.push_back(std::move(method.provider));
  return ways;
}

}  // namespace hurtrock::checkout
