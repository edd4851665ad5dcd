#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace hurtrock::app {

/// "https://toko.example" of "https://toko.example/chat"; nothing when it is no address.
constexpr std::string_view origin_of(std::string_view url) {
  const auto scheme = url.find("://");
  return scheme == std::string_view::npos ? std::string_view{} : url.substr(0, url.find('/', scheme + 3));
}

inline bool begins_with_one_of(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return text.starts_with(beginning); });
}

}  // namespace hurtrock::app
