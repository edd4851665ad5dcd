#pragma once

#include <chrono>
#include <string>

#include "checkout/open_payment.hpp"
#include "checkout/place_order.hpp"

namespace hurtrock::checkout {

/// The page of an order with the link that lets a guest in. `suffix` is appended to the query, e.g. "&placed=1".
std::string order_url(const Services& shop, std::string_view number, std::string_view suffix = {});
inline std::string order_url(const Services& shop, const orders::Order& order, std::string_view suffix = {}) {
  return order_url(shop, order.number, suffix);
}

/// A placed order and where its buyer goes next, found the same way for page and API.
struct Outcome {
  orders::Order order;
  PaymentPage page;
};
Outcome finish_placing(Services& shop, const Placed& placed);

/// In the buyer's language: why no order was placed, and at which field that belongs ("" is the whole form).
struct Explained {
  int status;
  std::string code, field, message;
  std::chrono::seconds wait = {};  ///< for Retry-After, of a 429
};
Explained explain(const NotPlaced& refused, const i18n::Texts& texts);

}  // namespace hurtrock::checkout
