#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/second_step.hpp"

/// What check_code() asks of the tables.
namespace hurtrock::accounts {

/// Nothing also when it was sealed with another SESSION_SECRET.
std::optional<Secret> confirmed_key(db::Tx& tx, const Secret& session_secret, UserId user);
/// False when that half minute or a later one has been taken.
bool take_step(db::Tx& tx, UserId user, std::int64_t step);
/// Ids and hashes.
std::vector<std::pair<std::int64_t, std::string>> unused_recovery_codes(db::Tx& tx, UserId user);
/// False when somebody was faster.
bool take_recovery_code(db::Tx& tx, std::int64_t id, Time now);

}  // namespace hurtrock::accounts
