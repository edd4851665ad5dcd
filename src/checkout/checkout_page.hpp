#pragma once

#include <optional>
#include <vector>

#include "checkout/pages.hpp"
#include "checkout/place_order.hpp"
#include "checkout/services.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::checkout {

/// What the page shows besides the cart: what was typed so far, and what is wrong with it.
struct PageState {
  layout::Form form;
  std::string idempotency_key;
  bool is_fresh = false;      ///< nothing in it was typed: the browser may put back what it has kept
  bool search_areas = false;  ///< show the areas that area_query finds
  std::string area_code, shipping_service, payment_method;
  std::vector<PriceChange> price_changes;
  Seen seen = {};  ///< what the page showed before; where it is another now, the buyer is asked again
};

/// The checkout with the visitor's cart; a redirect to the cart when there is nothing to buy.
http::Response checkout_page(const http::Request& request, Services& shop, int status, PageState state);

/// Lines that cost more than when the buyer last saw them.
std::vector<PriceChange> price_changes_of(const cart::Cart& cart);

}  // namespace hurtrock::checkout
