#pragma once

#include <string_view>

#include "checkout/services.hpp"
#include "payments/payments.hpp"

/// Payments at a provider that this shop has no keys for, or none that open any more: nobody can say what became of
/// them, so nothing about them is decided until somebody has set the keys.
namespace hurtrock::checkout {

/// Whether that keeps the attempt from being ended: somebody may have been sent to its page.
bool waits_for_keys(const Services& shop, const payments::Attempt& attempt);

/// Puts the provider on the staff's list, once however many payments wait for its keys. Ticked off without their being
/// set, it comes back within the hour. Outside transactions.
void ask_for_keys(Services& shop, std::string_view provider);

/// Takes the providers that have keys off that list.
void tick_off_found_keys(Services& shop);

}  // namespace hurtrock::checkout
