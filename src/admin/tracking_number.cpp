#include "admin/tracking_number.hpp"

#include <algorithm>

namespace hurtrock::admin {

std::string canonical_tracking_number(std::string_view typed) {
  std::string canonical;
  for (const char c : typed)
    if (c != ' ') canonical += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return canonical;
}

bool is_tracking_number(std::string_view canonical) {
  const auto plain = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
  return canonical.size() >= 5 && canonical.size() <= 40 && std::ranges::all_of(canonical, plain);
}

std::string read_tracking_number(http::Input& input, std::string_view field, http::Need need) {
  std::string number = canonical_tracking_number(input.line(field, 60, need));
  if (!number.empty() && !is_tracking_number(number))
    input.refuse(field, "invalid", std::string(input.texts()("admin.ship.bad_tracking_number")));
  return number;
}

}  // namespace hurtrock::admin
