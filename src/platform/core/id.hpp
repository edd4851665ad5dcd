#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace hurtrock {

/// A database key that cannot be mistaken for another kind of key. 0 is never given out and means "none".
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t value) : value_(value) {}
  [[nodiscard]] constexpr std::int64_t value() const { return value_; }
  constexpr explicit operator bool() const { return value_ != 0; }
  constexpr auto operator<=>(const Id&) const = default;

 private:
  std::int64_t value_ = 0;
};

}  // namespace hurtrock

template <class Tag>
struct std::hash<hurtrock::Id<Tag>> {
  std::size_t operator()(hurtrock::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value()); }
};
