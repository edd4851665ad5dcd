#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "orders/orders.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::checkout {

/// What a buyer sent to have an order placed, checked as far as it can be without the database.
struct PlaceRequest {
  orders::Contact contact;
  orders::Address address;    ///< with the names of the area
  std::string province_code;  ///< of the area
  std::string shipping_service, payment_method;
  std::string note;
  std::optional<Money> accepted_total;  ///< the goods' total that the buyer has agreed to after prices changed
  /// Goods and shipping as they were shown; the code of a transfer comes on top. Nothing: nobody says what was.
  std::optional<Money> seen_total = {};
};

/// What the page showed of the sum: `seen_goods`, and for each service `seen_shipping.CODE`.
struct Seen {
  std::optional<Money> goods, shipping;
};
Seen read_seen(http::Input& input, std::string_view shipping_service);

/// From the page's form: name, email, phone, street, area_code, ... Errors are left in `input`. kOptional:
/// of a draft, in which anything may be missing, but nothing wrong.
PlaceRequest read_form(http::Input& input, http::Need need = http::Need::kRequired);
/// From the API's body: contact.name, address.street, ... Errors are left in `input`.
PlaceRequest read_json(http::Input& input);

}  // namespace hurtrock::checkout
