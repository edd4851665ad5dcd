#include "checkout/service_name.hpp"

#include <fmt/format.h>

namespace hurtrock::checkout {

std::string service_name(std::string_view name, bool is_pickup, const i18n::Texts& texts) {
  return std::string(is_pickup && texts.language() == i18n::Language::kEnglish ? texts("checkout.pickup") : name);
}

std::string service_name(const shipping::Quote& quote, const i18n::Texts& texts) {
  return service_name(quote.name, quote.is_pickup, texts);
}

std::string weight_words(const shipping::Quote& quote) {
  return quote.is_pickup ? std::string{} : fmt::format("{} kg", quote.charged_kg);
}

}  // namespace hurtrock::checkout
