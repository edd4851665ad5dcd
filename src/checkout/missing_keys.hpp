#pragma once

#include <string_view>
#include <vector>

#include "checkout/services.hpp"
#include "payments/payments.hpp"

/// Payments at a provider that this shop has no keys for, or none that open any more: nobody can say what became of
/// them, so nothing about them is decided until somebody has set the keys.
namespace hurtrock::checkout {

/// Whether no money can come by the attempt any more, whatever its provider would say. `attempts`: all of its order,
/// newest first.
bool has_ended_for_good(const payments::Attempt& attempt, const std::vector<payments::Attempt>& attempts, Time now);

/// Whether that keeps the attempt from being ended: somebody may have been sent to its page, and money may come by it.
bool waits_for_keys(const Services& shop, const payments::Attempt& attempt,
                    const std::vector<payments::Attempt>& attempts);

/// Puts the provider on the staff's list, once however many payments wait for its keys. Ticked off without their being
/// set, it comes back within the hour. Outside transactions.
void ask_for_keys(Services& shop, std::string_view provider);

/// Takes the providers that have keys off that list.
void tick_off_found_keys(Services& shop);

}  // namespace hurtrock::checkout
