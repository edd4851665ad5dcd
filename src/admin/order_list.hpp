#pragma once

#include <string>

#include "admin/routes.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// The list that the query asks for, with a notice above it when something was refused.
http::Response order_list(const http::Request& request, Services& shop, int status = 200, std::string refusal = {});

}  // namespace hurtrock::admin
