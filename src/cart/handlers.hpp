#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>

#include "cart/cart.hpp"
#include "cart/routes.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::cart {

// Pages and forms: pages.cpp
http::Response show_cart(const http::Request& request, Services& shop);
http::Response show_drawer(const http::Request& request, Services& shop);
http::Response post_item(const http::Request& request, Services& shop);
http::Response post_quantity(const http::Request& request, Services& shop);
http::Response post_removal(const http::Request& request, Services& shop);

// JSON: api.cpp
http::Response api_show(const http::Request& request, Services& shop);
http::Response api_add(const http::Request& request, Services& shop);
http::Response api_change(const http::Request& request, Services& shop);
http::Response api_remove(const http::Request& request, Services& shop);

/// That of the address; nothing when it cannot be one.
inline std::optional<CartItemId> item_of(const http::Request& request) {
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  return id ? std::optional{CartItemId{*id}} : std::nullopt;
}

/// Puts it into the visitor's cart, starting a session only when there is something to keep. add_item.cpp
struct Added {
  std::expected<void, Refused> outcome;
  http::Visitor visitor;                                       ///< with the session, if there is one now
  std::function<http::Response(http::Response)> with_session;  ///< adds what a new session needs to the answer
};
Added add_item(const http::Request& request, Services& shop, VariantId variant, std::int64_t quantity);

}  // namespace hurtrock::cart
