#include "platform/http/redirect.hpp"

#include <algorithm>

namespace hurtrock::http {

std::string local_path(std::string_view wanted, std::string_view fallback) {
  // Browsers read "//host" and "/\host" as another site's address.
  const bool ours = wanted.size() <= 2000 && wanted.starts_with('/') && !wanted.starts_with("//") &&
                    !wanted.starts_with("/\\") && std::ranges::all_of(wanted, [](char c) {
                      return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f && c != '\\';
                    });
  return std::string(ours ? wanted : fallback);
}

}  // namespace hurtrock::http
