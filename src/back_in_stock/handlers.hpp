#pragma once

#include "back_in_stock/routes.hpp"

namespace hurtrock::back_in_stock {

// ask.cpp
http::Response show_form(const http::Request& request, Services& shop);
http::Response submit_wish(const http::Request& request, Services& shop);
/// Keeps the wish. Only the owner of a mailbox hears that it is full: whoever else types it is answered as always, so
/// that nobody learns what a mailbox waits for.
std::expected<void, NotKept> keep(const http::Request& request, Services& shop, const Wish& wish);

// withdraw.cpp
http::Response show_wishes(const http::Request& request, Services& shop);
http::Response submit_removal(const http::Request& request, Services& shop);

// api.cpp
http::Response api_ask(const http::Request& request, Services& shop);

}  // namespace hurtrock::back_in_stock
