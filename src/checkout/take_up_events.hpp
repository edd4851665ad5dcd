#pragma once

#include "checkout/services.hpp"

/// Notifications that were stored and not understood: the provider could not be asked for longer than a job tries, its
/// keys were missing, or nobody knew the payment. None is lost for that. They are taken up again at ever longer
/// intervals, and at once when there is reason to hope: the program starts, or keys have been set.
namespace hurtrock::checkout {

/// Has those that are due processed once more, each by one process. Answers how many.
int take_up_events(Services& shop);

/// All of them are due now, but for parked ones that are old.
void make_events_due(db::Tx& tx, Time now);

}  // namespace hurtrock::checkout
