#pragma once

#include "accounts/routes.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

namespace hurtrock::admin {

/// The audit log's row of what somebody of the staff did to their own account.
void record_own_change(db::Tx& tx, const accounts::OwnChange& change, Time now);

}  // namespace hurtrock::admin
