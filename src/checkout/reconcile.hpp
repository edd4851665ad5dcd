#pragma once

#include "checkout/services.hpp"

namespace hurtrock::checkout {

/// Holds our ledger against the providers' own accounts, yesterday's day (in WIB) from two in the morning on: every
/// payment in which something has happened is asked for, and what differs is applied like any other news of it. What
/// still differs then is the staff's. Does a minute's work at most and is called again; when a day is through, the shop
/// gets a mail about it, unless nothing had happened.
void reconcile(Services& shop);

}  // namespace hurtrock::checkout
