#pragma once

#include <string>
#include <string_view>

#include "platform/i18n/texts.hpp"
#include "shipping/shipping.hpp"

namespace hurtrock::checkout {

/// What the service is called in the visitor's language. Couriers' services have names of their own; picking up is the
/// one that the shop has named, in its language.
std::string service_name(std::string_view name, bool is_pickup, const i18n::Texts& texts);
std::string service_name(const shipping::Quote& quote, const i18n::Texts& texts);

/// What its price is for, which may be more than the goods weigh: "10 kg". Empty for picking up.
std::string weight_words(const shipping::Quote& quote);

}  // namespace hurtrock::checkout
