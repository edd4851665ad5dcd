#pragma once

#include "admin/routes.hpp"

namespace hurtrock::admin {

http::Response show_chat_desk(const http::Request& request, Services& shop);
/// A piece of a page: who the customer beside a conversation is.
http::Response show_chat_customer(const http::Request& request, Services& shop);

}  // namespace hurtrock::admin
