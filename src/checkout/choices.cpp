#include "checkout/choices.hpp"

#include "checkout/service_name.hpp"
#include "checkout/ways_to_pay.hpp"

namespace hurtrock::checkout {

std::vector<ShippingChoice> shipping_choices(const std::vector<shipping::Quote>& quotes, std::string_view chosen,
                                             const i18n::Texts& texts) {
  std::vector<ShippingChoice> choices;
  for (const auto& quote : quotes)
    choices.push_back({.code = quote.service_code,
                       .name = service_name(quote, texts),
                       .price = quote.price,
                       .list_price = quote.list_price,
                       .min_days = static_cast<int>(quote.min_days),
                       .max_days = static_cast<int>(quote.max_days),
                       .weight = weight_words(quote),
                       .is_pickup = quote.is_pickup,
                       .selected = quote.service_code == chosen});
  return choices;
}

std::vector<PaymentChoice> payment_choices(const std::vector<payments::Method>& methods, const Services& shop,
                                           Money total, std::string_view chosen, const i18n::Texts& texts) {
  std::vector<PaymentChoice> choices;
  for (const auto& method : methods) {
    if (!is_ready(shop, method)) continue;
    PaymentChoice choice{
        .code = method.provider, .selected = method.provider == chosen, .available = method.takes(total), .reason = {}};
    if (!choice.available && method.maximum_total && total > *method.maximum_total)
      choice.reason = texts("checkout.method_only_up_to", {{"amount", format_rupiah(*method.maximum_total)}});
    choices.push_back(std::move(choice));
  }
  return choices;
}

}  // namespace hurtrock::checkout
