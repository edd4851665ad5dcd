#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "platform/core/text.hpp"
#include "platform/http/message.hpp"

/// What the addresses of lists are read with.
namespace hurtrock::admin {

/// Characters of what is searched for in a list; the rest is cut off.
inline constexpr std::size_t kLongestSearch = 100;

template <class Enum, std::size_t n>
std::optional<Enum> find_word(const std::pair<Enum, std::string_view> (&words)[n], std::string_view text) {
  const auto found = std::ranges::find(words, text, &std::pair<Enum, std::string_view>::second);
  return found == std::end(words) ? std::nullopt : std::optional{found->first};
}

/// Every value of the enumeration is among the words.
template <class Enum, std::size_t n>
std::string_view word_in(const std::pair<Enum, std::string_view> (&words)[n], Enum value) {
  return std::ranges::find(words, value, &std::pair<Enum, std::string_view>::first)->second;
}

template <class Id>
std::optional<Id> id_in(const http::Fields& query, std::string_view name) {
  const auto id = text::parse_integer(query.value(name), 1, INT64_MAX);
  return id ? std::optional{Id{*id}} : std::nullopt;
}

}  // namespace hurtrock::admin
