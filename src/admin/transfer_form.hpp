#pragma once

#include <optional>
#include <string_view>

#include "platform/core/money.hpp"
#include "platform/http/input.hpp"
#include "platform/http/message.hpp"

/// What the forms about transfers have in common.
namespace hurtrock::admin {

/// What had come on the page that was decided on. A form without it decides on no page of ours.
Money seen_received(const http::Request& request);

/// Nothing when the field is wrong, which `input` then says.
std::optional<Money> read_amount(http::Input& input, std::string_view field, Money lowest, std::string_view error);

}  // namespace hurtrock::admin
