#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace hurtrock {

/// A key or password. Has no stream or format operator, so that it cannot end up in a log or a page by accident.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  [[nodiscard]] const std::string& reveal() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace hurtrock
