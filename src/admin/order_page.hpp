#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "admin/routes.hpp"
#include "admin/staff_action.hpp"
#include "layout/form.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// The courier that is not one of the shop's services: the form's next field names it.
constexpr std::string_view kOtherCourier = "other";
/// The shipment form's field with the pieces of a line.
std::string quantity_field(OrderLineId line);
/// The field with the pieces of a line that came back into the stock.
std::string return_field(OrderLineId line);
/// The field with the reference of the transfer that a refund was made by.
std::string transfer_field(RefundId refund);
/// The field with a parcel's right tracking number, by its number within the order.
std::string tracking_field(std::int64_t parcel);
/// The field with what came late for a transfer, by its number within the order.
std::string late_field(std::int64_t attempt);
/// With what a bank has taken of a disputed payment.
std::string dispute_field(std::int64_t attempt);

struct PageState {
  int status = 200;
  std::string notice = {};  ///< finished text
  bool notice_is_error = false;
  layout::Form form = {};  ///< what was sent and refused
};
/// The order that the address names; 404 when there is none.
http::Response order_page(const http::Request& request, Services& shop, PageState state);

/// 404: there is no such order.
http::Response missing_page(const http::Request& request, Services& shop);

/// Why nothing was done with an order, for people.
std::string worded_refusal(Refusal why, const i18n::Texts& texts);

/// Back to the order after an action. `notice` is one of the words the page knows.
http::Response to_order(const http::Request& request, std::string_view notice);

/// The fresh page with the reason why nothing was done. `sent`: what stays in the fields for the next try.
http::Response refused_page(const http::Request& request, Services& shop, Refusal why, layout::Form sent = {});

}  // namespace hurtrock::admin
