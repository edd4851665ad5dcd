#pragma once

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

namespace hurtrock::admin {

/// Adds up the sales of days that are over and not counted yet, some hundred days at most, each in a transaction of its
/// own. To be called now and then: without it the figures are as right, and slower.
void count_finished_days(db::Database& database, const Clock& clock);

}  // namespace hurtrock::admin
