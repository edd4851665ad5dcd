#pragma once

#include <string_view>
#include <vector>

#include "checkout/pages.hpp"
#include "checkout/services.hpp"
#include "payments/payments.hpp"
#include "platform/i18n/texts.hpp"
#include "shipping/shipping.hpp"

/// Among what an order's form lets choose, whoever fills it in.
namespace hurtrock::checkout {

std::vector<ShippingChoice> shipping_choices(const std::vector<shipping::Quote>& quotes, std::string_view chosen,
                                             const i18n::Texts& texts);
/// Those that the shop can be paid by; what does not take the total comes along with the reason.
std::vector<PaymentChoice> payment_choices(const std::vector<payments::Method>& methods, const Services& shop,
                                           Money total, std::string_view chosen, const i18n::Texts& texts);

}  // namespace hurtrock::checkout
