#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "admin/routes.hpp"
#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// The list that the query asks for, with a notice above it when something was refused.
http::Response order_list(const http::Request& request, Services& shop, int status = 200, std::string refusal = {});

/// Orders that something is done with at once. More than a list shows, and half a second's work.
constexpr std::size_t kMostChosenOrders = 150;
/// What was chosen in the list, each once; nothing chosen, and too many, are refused with finished text.
std::expected<std::vector<std::string_view>, std::string> chosen_in_list(const std::vector<std::string_view>& values,
                                                                         const i18n::Texts& texts);

}  // namespace hurtrock::admin
