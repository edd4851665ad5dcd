#pragma once

#include <string>
#include <string_view>

namespace hurtrock::admin {

/// As it is stored and searched for: capitals, without the spaces that people and scanners put in.
std::string canonical_tracking_number(std::string_view typed);
/// 5 to 40 letters, digits and hyphens: what couriers print as Code 128.
bool is_tracking_number(std::string_view canonical);

}  // namespace hurtrock::admin
