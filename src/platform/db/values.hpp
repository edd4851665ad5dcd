#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "platform/core/clock.hpp"
#include "platform/core/id.hpp"
#include "platform/core/money.hpp"

namespace hurtrock::db {

/// What is bound to a `$n`: nothing, a whole number, text (UTF-8), or bytes. Views must outlive the call they are
/// passed to and no longer. There is no floating point: nothing the shop stores is a fraction.
struct Bytes {
  std::string_view view;
};
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Bytes>;

/// C++ type -> bound value.
inline Value to_value(std::monostate) { return {}; }
template <std::integral T>
Value to_value(T number) {
  return static_cast<std::int64_t>(number);
}
inline Value to_value(std::string_view text) { return text; }
inline Value to_value(const std::string& text) { return std::string_view{text}; }
inline Value to_value(const char* text) { return std::string_view{text}; }
inline Value to_value(Bytes bytes) { return bytes; }
inline Value to_value(Money money) { return money.rupiah(); }
inline Value to_value(Time time) { return to_micros(time); }
template <class Tag>
Value to_value(Id<Tag> id) {
  return id.value();
}
template <class Enum>
  requires std::is_enum_v<Enum>
Value to_value(Enum) = delete;  // enums are stored as words: bind the word
template <class T>
Value to_value(const std::optional<T>& maybe) {
  return maybe ? to_value(*maybe) : Value{};
}

}  // namespace hurtrock::db
