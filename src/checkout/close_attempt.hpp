#pragma once

#include <vector>

#include "checkout/services.hpp"
#include "payments/payments.hpp"

namespace hurtrock::checkout {

/// How an attempt is ended at its provider.
enum class Ending : std::uint8_t {
  kCancel,  ///< somebody does not want it any more
  kExpire,  ///< its time is up
};

/// Ends the attempt at its provider and applies what the provider then says of it: money that has come is not lost.
/// False while money may still come: the provider could not be asked about the payment or about its page, or the
/// payment is in somebody's hands. True, though its page may take another try: one whose last try was denied, where the
/// provider will not close it. What is paid there then comes late (apply_report.hpp). Outside transactions. Attempts
/// that are not a provider's are closed always, and those without keys never, unless they have ended for good
/// (missing_keys.hpp).
bool close_attempt(Services& shop, const payments::Attempt& attempt, Ending ending);

/// Whether nobody can pay by the locked attempt any more: it was closed as it stands, one of `closed`. One that has
/// been begun since, or has got its page since, was not.
bool is_closed(const std::vector<payments::Attempt>& closed, const payments::Attempt& attempt);

}  // namespace hurtrock::checkout
