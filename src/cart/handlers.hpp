#pragma once

#include "cart/routes.hpp"

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

}  // namespace hurtrock::cart
