#include "admin/order_row.hpp"

#include <fmt/format.h>

#include "admin/dates.hpp"

namespace hurtrock::admin {

std::string order_state_text(orders::State state, bool is_pickup, const i18n::Texts& texts) {
  const std::string_view word = orders::status_word(state, is_pickup);
  if (word != orders::word(state)) return std::string(texts(fmt::format("orders.status.{}", word)));
  if (is_pickup && state == orders::State::kProcessing) return std::string(texts("admin.orders.to_make_ready"));
  return std::string(texts(fmt::format("admin.tab.{}", word)));
}

OrderListRow order_row(const store::OrderRow& order, const i18n::Texts& texts) {
  return {.number = order.number,
          .placed_at = date_and_time(order.place.placed_at, texts),
          .customer = order.customer,
          .city = order.city,
          .first_item = order.first_item,
          .more_pieces = order.pieces - 1,
          .total = order.total,
          .state = std::string(orders::word(order.state)),
          .state_text = order_state_text(order.state, order.is_pickup, texts),
          .payment_state = std::string(orders::word(order.payment_state)),
          .payment_method = order.payment_method,
          .can_be_sent = orders::is_confirmed(order.state),
          .stopped_while_packed = order.stopped_while_packed};
}

}  // namespace hurtrock::admin
