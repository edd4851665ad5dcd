#pragma once

#include <chrono>

#include "checkout/services.hpp"
#include "orders/ids.hpp"
#include "platform/jobs/runner.hpp"

namespace hurtrock::checkout {

/// Nothing new is begun later in a turn of one of these jobs; the rest waits for the next.
inline constexpr std::chrono::seconds kLongestRun{60};

/// Has a stored notification processed soon: once, but for one that is enqueued again after its job was over.
void enqueue_payment_event(db::Tx& tx, std::int64_t event, Time now);

/// Has the other payment pages of an order that is now paid closed soon.
void enqueue_closing_of_others(db::Tx& tx, OrderId order, Time now);

/// Cancels orders whose hold has ended without payment: the provider is asked first, its page is closed, and only then
/// are the goods released. Answers how many were cancelled.
int expire_holds(Services& shop);

/// Asks the provider about attempts that have not been heard of for a while: lost notifications, browsers that never
/// came back, crashes between the provider's answer and our record.
int settle_stale_attempts(Services& shop);

/// Asks the providers for the refunds that are to be asked for: those just recorded, those whose answer was lost, and
/// those that a bank takes its time with. Answers how many.
int ask_for_refunds(Services& shop);

/// Hands all of these, and the processing of notifications, to the runner. They wait for the provider, so the runner
/// should be one of their own: nothing else ought to wait with them.
void register_jobs(jobs::Runner& runner, Services& shop);

}  // namespace hurtrock::checkout
