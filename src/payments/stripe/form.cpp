#include "payments/stripe/form.hpp"

#include "payments/wire/percent_encoded.hpp"

namespace hurtrock::payments {

StripeForm& StripeForm::add(std::string_view name, std::string_view value) {
  if (!text_.empty()) text_ += '&';
  text_.append(name).append("=").append(percent_encoded(value));
  return *this;
}

StripeForm& StripeForm::add(std::string_view name, std::int64_t value) { return add(name, std::to_string(value)); }

}  // namespace hurtrock::payments
