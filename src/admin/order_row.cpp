#include "admin/order_row.hpp"

#include "admin/dates.hpp"

namespace hurtrock::admin {

OrderListRow order_row(const store::OrderRow& order, const i18n::Texts& texts) {
  return {.number = order.number,
          .placed_at = date_and_time(order.place.placed_at, texts),
          .customer = order.customer,
          .city = order.city,
          .first_item = order.first_item,
          .more_pieces = order.pieces - 1,
          .total = order.total,
          .state = std::string(orders::word(order.state)),
          .payment_state = std::string(orders::word(order.payment_state)),
          .payment_method = order.payment_method,
          .can_be_sent = orders::is_confirmed(order.state),
          .stopped_while_packed = order.stopped_while_packed};
}

}  // namespace hurtrock::admin
