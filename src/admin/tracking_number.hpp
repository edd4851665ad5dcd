#pragma once

#include <string>
#include <string_view>

#include "platform/http/input.hpp"

namespace hurtrock::admin {

/// As it is stored and searched for: capitals, without the spaces that people and scanners put in.
std::string canonical_tracking_number(std::string_view typed);
/// 5 to 40 letters, digits and hyphens: what couriers print as Code 128.
bool is_tracking_number(std::string_view canonical);
/// What was typed or scanned into the field, as it is stored; what is wrong with it is left in `input`.
std::string read_tracking_number(http::Input& input, std::string_view field, http::Need need);

}  // namespace hurtrock::admin
