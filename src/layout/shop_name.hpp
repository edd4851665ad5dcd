#pragma once

#include <functional>
#include <string>
#include <utility>

namespace hurtrock::layout {

/// The shop's name as it is when it is asked for: staff may change it while the shop runs. Copies ask the same source.
class ShopName {
 public:
  ShopName() = default;
  ShopName(std::string fixed) : source_([name = std::move(fixed)] { return name; }) {}
  ShopName(const char* fixed) : ShopName(std::string(fixed)) {}
  explicit ShopName(std::function<std::string()> source) : source_(std::move(source)) {}

  operator std::string() const { return source_ ? source_() : std::string{}; }

 private:
  std::function<std::string()> source_;
};

}  // namespace hurtrock::layout
