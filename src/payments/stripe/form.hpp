#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hurtrock::payments {

/// The body of a call to Stripe, or the query of a question: application/x-www-form-urlencoded with nested names in
/// brackets, "line_items[0][quantity]". Brackets stay as they are in names and everything else is percent-encoded, as
/// Stripe's own libraries do it.
class StripeForm {
 public:
  /// `name` consists of letters, digits, '_' and brackets.
  StripeForm& add(std::string_view name, std::string_view value);
  StripeForm& add(std::string_view name, std::int64_t value);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace hurtrock::payments
