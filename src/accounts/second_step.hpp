#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"

/// The second step of the staff's login: besides the password, a code that only their device can make, or one of the
/// recovery codes they have put away. Functions that take a Tx are part of the caller's transaction.
namespace hurtrock::accounts {

/// How long a key that was made can be confirmed.
constexpr std::chrono::minutes kSetUpCounts{15};
constexpr std::int64_t kRecoveryCodes = 10;

struct SecondStep {
  Time created_at;
  std::optional<Time> confirmed_at;  ///< nothing: it has been begun, and nothing is asked for yet
  std::int64_t recovery_codes = 0;   ///< that are left
};
std::optional<SecondStep> find_second_step(db::Tx& tx, UserId user);
/// Whether the login asks for it.
bool has_second_step(db::Tx& tx, UserId user);

/// A new key in place of one that was never confirmed. False when one is confirmed: it has to be removed first.
bool begin_second_step(db::Tx& tx, const Secret& session_secret, UserId user, Time now);
/// The key that waits for its first code; nothing when there is none, or it has waited for too long.
std::optional<Secret> unconfirmed_key(db::Tx& tx, const Secret& session_secret, UserId user, Time now);
/// If `typed` is a code of the key that waits, the login asks for it from now on.
bool confirm_second_step(db::Tx& tx, const Secret& session_secret, UserId user, std::string_view typed, Time now);
/// With the key, the recovery codes. False when there was none.
bool remove_second_step(db::Tx& tx, UserId user);

/// "K7QX2-M9R4T". Ten of them: making them takes a quarter of a second.
struct RecoveryCodes {
  std::vector<std::string> codes, hashes;
};
RecoveryCodes make_recovery_codes();
/// The former ones are worth nothing any more.
void store_recovery_codes(db::Tx& tx, UserId user, const RecoveryCodes& codes);

struct CodeRefused {
  std::optional<std::chrono::seconds> wait;  ///< too many attempts; none: the code is wrong, or was used before
};
/// Takes a code of the device or a recovery code; either works once. Attempts are counted for the account. Outside
/// transactions.
std::expected<void, CodeRefused> check_code(db::Database& db, const Clock& clock, const Secret& session_secret,
                                            UserId user, std::string_view typed);
/// What check_code counts, for a code that is checked elsewhere. Nothing: go on; otherwise how long to wait.
std::optional<std::chrono::seconds> count_code(db::Tx& tx, UserId user, Time now);
void forget_codes(db::Tx& tx, UserId user);
/// Without what people set groups off with, in capitals.
std::string plain_code(std::string_view typed);

}  // namespace hurtrock::accounts
