#include "accounts/second_step_store.hpp"

#include <fmt/format.h>

#include "accounts/totp.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::accounts {
namespace {

std::string purpose(UserId user) { return fmt::format("second-step:{}", user.value()); }

std::optional<Secret> opened(const Secret& session_secret, UserId user, const std::optional<std::string>& box) {
  if (!box) return std::nullopt;
  auto key = crypto::unseal(session_secret, purpose(user), *box);
  return key ? std::optional{Secret{*std::move(key)}} : std::nullopt;
}

std::optional<std::string> unconfirmed_box(db::Tx& tx, UserId user, Time now) {
  return tx.maybe_value<std::string>(
      "SELECT secret_box FROM second_steps WHERE user_id = $1 AND confirmed_at IS NULL AND created_at > $2", user,
      now - kSetUpCounts);
}

}  // namespace

std::optional<SecondStep> find_second_step(db::Tx& tx, UserId user) {
  const auto row = tx.maybe<Time, std::optional<Time>, std::int64_t>(
      "SELECT created_at, confirmed_at, (SELECT COUNT(*) FROM recovery_codes r WHERE r.user_id = second_steps.user_id "
      "AND r.used_at IS NULL) FROM second_steps WHERE user_id = $1",
      user);
  if (!row) return std::nullopt;
  return SecondStep{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row)};
}

bool has_second_step(db::Tx& tx, UserId user) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM second_steps WHERE user_id = $1 AND confirmed_at IS NOT NULL",
                              user) > 0;
}

bool begin_second_step(db::Tx& tx, const Secret& session_secret, UserId user, Time now) {
  return tx.execute(
             "INSERT INTO second_steps (user_id, secret_box, created_at) VALUES ($1, $2, $3) ON CONFLICT (user_id) "
             "DO UPDATE SET secret_box = excluded.secret_box, created_at = excluded.created_at "
             "WHERE second_steps.confirmed_at IS NULL",
             user, crypto::seal(session_secret, purpose(user), crypto::random_bytes(totp::kSecretBytes)), now) == 1;
}

std::optional<Secret> unconfirmed_key(db::Tx& tx, const Secret& session_secret, UserId user, Time now) {
  return opened(session_secret, user, unconfirmed_box(tx, user, now));
}

bool confirm_second_step(db::Tx& tx, const Secret& session_secret, UserId user, std::string_view typed, Time now) {
  const auto box = unconfirmed_box(tx, user, now);
  const auto key = opened(session_secret, user, box);
  const auto step = key ? totp::step_of(*key, plain_code(typed), now) : std::nullopt;
  return step && tx.execute(
                     "UPDATE second_steps SET confirmed_at = $1, last_step = $2 WHERE user_id = $3 AND confirmed_at "
                     "IS NULL AND secret_box = $4",
                     now, *step, user, *box) == 1;
}

bool remove_second_step(db::Tx& tx, UserId user) {
  return tx.execute("DELETE FROM second_steps WHERE user_id = $1", user) == 1;
}

void store_recovery_codes(db::Tx& tx, UserId user, const RecoveryCodes& codes) {
  tx.send("DELETE FROM recovery_codes WHERE user_id = $1", user);
  for (const std::string& hash : codes.hashes)
    tx.send("INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)", user, hash);
}

std::optional<Secret> confirmed_key(db::Tx& tx, const Secret& session_secret, UserId user) {
  return opened(session_secret, user,
                tx.maybe_value<std::string>(
                    "SELECT secret_box FROM second_steps WHERE user_id = $1 AND confirmed_at IS NOT NULL", user));
}

bool take_step(db::Tx& tx, UserId user, std::int64_t step) {
  return tx.execute(
             "UPDATE second_steps SET last_step = $1 WHERE user_id = $2 AND confirmed_at IS NOT NULL AND last_step < "
             "$1",
             step, user) == 1;
}

std::vector<std::pair<std::int64_t, std::string>> unused_recovery_codes(db::Tx& tx, UserId user) {
  std::vector<std::pair<std::int64_t, std::string>> codes;
  for (auto& [id, hash] : tx.all<std::int64_t, std::string>(
           "SELECT id, code_hash FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL ORDER BY id LIMIT $2", user,
           kRecoveryCodes))
    codes.emplace_back(id, std::move(hash));
  return codes;
}

bool take_recovery_code(db::Tx& tx, std::int64_t id, Time now) {
  return tx.execute("UPDATE recovery_codes SET used_at = $1 WHERE id = $2 AND used_at IS NULL", now, id) == 1;
}

}  // namespace hurtrock::accounts
