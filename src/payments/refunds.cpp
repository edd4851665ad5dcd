#include "payments/payments.hpp"

namespace hurtrock::payments {

std::vector<Refund> refunds_of(db::Tx& tx, OrderId order) {
  std::vector<Refund> refunds;
  for (auto& [amount, reason, settled_at] : tx.all<Money, std::string, Time>(
           "SELECT amount, reason, COALESCE(settled_at, created_at) FROM refunds "
           "WHERE order_id = $1 AND state = 'succeeded' ORDER BY COALESCE(settled_at, created_at), id",
           order))
    refunds.push_back({amount, std::move(reason), settled_at});
  return refunds;
}

}  // namespace hurtrock::payments
