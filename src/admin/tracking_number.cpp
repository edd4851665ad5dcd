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

}  // namespace hurtrock::admin
