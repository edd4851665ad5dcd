#pragma once

#include "orders/routes.hpp"

namespace hurtrock::orders {

// pages.cpp
http::Response show_order(const http::Request& request, Services& shop);
http::Response show_orders(const http::Request& request, Services& shop);
// tracking.cpp
http::Response show_tracking(const http::Request& request, Services& shop);
// api.cpp
http::Response api_orders(const http::Request& request, Services& shop);
http::Response api_order(const http::Request& request, Services& shop);

/// Whether the visitor may see it: owner, or carrier of its signed link.
bool may_see(const Order& order, const http::Request& request, const Services& shop);

}  // namespace hurtrock::orders
