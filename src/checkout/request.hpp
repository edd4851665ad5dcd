#pragma once

#include <optional>
#include <string>

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
};

/// From the page's form: name, email, phone, street, area_code, ... Errors are left in `input`.
PlaceRequest read_form(http::Input& input);
/// From the API's body: contact.name, address.street, ... Errors are left in `input`.
PlaceRequest read_json(http::Input& input);

}  // namespace hurtrock::checkout
