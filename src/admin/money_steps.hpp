#pragma once

#include <vector>

#include "admin/pages.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// What came for an order and went back, from one snapshot.
struct OrderMoney {
  const orders::Order& order;
  const std::vector<payments::Attempt>& attempts;
  const std::vector<payments::Refund>& refunds;
  const std::vector<PaymentId>& proofs;  ///< payments of which a proof waits for staff
};

/// Whether the payment's money can only go back, and nothing else has to be decided first: what `create_giving_back`
/// sends.
bool must_go_back(const OrderMoney& money, const payments::Attempt& attempt);

/// Whether the order's time decides nothing, because staff have to.
bool is_held_by_money(const OrderMoney& money);

/// What staff still have to do about the money, and where.
std::vector<NextStep> money_steps(const OrderMoney& money, const i18n::Texts& texts);

}  // namespace hurtrock::admin
