#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/core/text.hpp"
#include "platform/http/message.hpp"

/// What the addresses of lists are read with.
namespace hurtrock::admin {

/// Characters of what is searched for in a list; the rest is cut off.
inline constexpr std::size_t kLongestSearch = 100;
/// Of a name that is typed for an id: a category of the fifth level, with those above it, has 5 times 60 and " > ".
inline constexpr std::size_t kLongestName = 320;

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

/// What a list is asked for and no id stands for: fields of its address, as they were typed. A list with any of them
/// lets nothing through, and its addresses keep them.
using InVain = std::vector<std::pair<std::string, std::string>>;

/// The id in a field that no name comes for.
template <class Id>
std::optional<Id> id_or_vain_in(const http::Fields& query, std::string_view name, InVain& in_vain) {
  const auto id = id_in<Id>(query, name);
  const std::string_view typed = text::trim(query.value(name));
  if (!id && !typed.empty()) in_vain.emplace_back(name, text::shorten(typed, kLongestSearch));
  return id;
}

inline std::string name_field_of(std::string_view id_field) { return std::string(id_field) + "_name"; }

/// What was typed as a name for a field's id: in a field of its own ("brand_name"), which goes before, or in the place
/// of the id ("brand=abc"). Empty: nothing but an id, or not even that.
inline std::string_view name_typed_for(const http::Fields& query, std::string_view id_field) {
  const std::string_view typed = text::trim(query.value(name_field_of(id_field)));
  const bool is_id = text::parse_integer(query.value(id_field), 1, INT64_MAX).has_value();
  return !typed.empty() || is_id ? typed : text::trim(query.value(id_field));
}

/// The id in a field that a name may come for.
template <class Id>
std::optional<Id> id_or_name_in(const http::Fields& query, std::string_view name, InVain& in_vain) {
  const std::string_view typed = name_typed_for(query, name);
  if (typed.empty()) return id_in<Id>(query, name);
  in_vain.emplace_back(name_field_of(name), text::shorten(typed, kLongestName));
  return std::nullopt;
}

}  // namespace hurtrock::admin
