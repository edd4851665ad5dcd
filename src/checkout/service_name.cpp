#include "checkout/service_name.hpp"

#include <fmt/format.h>

namespace hurtrock::checkout {

std::string service_name(const shipping::Quote& quote, const i18n::Texts& texts) {
  if (quote.is_pickup && texts.language() == i18n::Language::kEnglish) return std::string(texts("checkout.pickup"));
  return quote.name;
}

std::string weight_words(const shipping::Quote& quote) {
  return quote.is_pickup ? std::string{} : fmt::format("{} kg", quote.charged_kg);
}

}  // namespace hurtrock::checkout
