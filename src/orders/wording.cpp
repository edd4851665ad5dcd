#include <fmt/format.h>

#include "orders/orders.hpp"

namespace hurtrock::orders {
namespace {

std::string joined(std::string_view first, std::string_view between, std::string_view second) {
  if (first.empty() || second.empty()) return fmt::format("{}{}", first, second);
  return fmt::format("{}{}{}", first, between, second);
}

}  // namespace

std::string name_with_options(std::string_view name, std::string_view options) {
  return options.empty() ? std::string(name) : fmt::format("{} ({})", name, options);
}

std::string_view status_word(State state, bool is_pickup) {
  if (is_pickup && state == State::kPartiallyShipped) return "partly_ready";
  if (is_pickup && state == State::kShipped) return "ready";
  if (is_pickup && state == State::kDelivered) return "collected";
  return word(state);
}

std::string_view status_word(const Order& order) {
  return order.returned_at ? "returned" : status_word(order.state, order.shipping.is_pickup);
}

bool is_collected(const Order& order, const ShipmentRecord& shipment) {
  return order.shipping.is_pickup && shipment.tracking_number.empty();
}

std::vector<std::string> rows_of(const Address& address) {
  return {address.street, joined(address.kelurahan, ", ", address.kecamatan),
          joined(joined(address.kota, ", ", address.provinsi), " ", address.postal_code)};
}

}  // namespace hurtrock::orders
