#include "checkout/service_name.hpp"

namespace hurtrock::checkout {

std::string service_name(const shipping::Quote& quote, const i18n::Texts& texts) {
  if (quote.is_pickup && texts.language() == i18n::Language::kEnglish) return std::string(texts("checkout.pickup"));
  return quote.name;
}

}  // namespace hurtrock::checkout
