#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/db/db.hpp"
#include "platform/jobs/jobs.hpp"

/// The Runner's SQL. A lease says who works on a job and until when the others believe it.
namespace hurtrock::jobs {

/// Whether a job of these kinds could be claimed. Lets an idle runner poll without a write transaction.
bool is_any_due(db::Tx& tx, std::span<const std::string> kinds, Time now);

/// Leases the job that has waited longest, and counts the attempt: so a job that takes its process down with it does
/// not do so for ever.
std::optional<Job> claim(db::Tx& tx, std::span<const std::string> kinds, std::string_view lease, Time now,
                         Time lease_until);

/// Jobs whose last attempt ended with its process; answers how many died.
std::int64_t bury_abandoned(db::Tx& tx, Time now);

// Each answers false when the lease is not ours any more: somebody else has taken the job over.
bool mark_done(db::Tx& tx, std::int64_t id, std::string_view lease, Time now);
bool mark_retry(db::Tx& tx, std::int64_t id, std::string_view lease, Time run_at, std::string_view reason);
bool mark_dead(db::Tx& tx, std::int64_t id, std::string_view lease, Time now, std::string_view reason);

/// Takes this turn of a periodic task for the whole cluster; nothing when it is ours, otherwise when the next turn is.
std::optional<Time> next_turn_of_others(db::Tx& tx, std::string_view task, Time now, Time next);

}  // namespace hurtrock::jobs
