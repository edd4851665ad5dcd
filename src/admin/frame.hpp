#pragma once

#include <string_view>

#include "admin/pages.hpp"
#include "admin/routes.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

Frame frame_for(const http::Request& request, Services& shop, Section section, std::string_view title);

}  // namespace hurtrock::admin
