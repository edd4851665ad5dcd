#include <fmt/format.h>

#include <algorithm>

#include "accounts/second_step.hpp"
#include "accounts/second_step_store.hpp"
#include "accounts/totp.hpp"
#include "platform/core/crypto.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::accounts {
namespace {

// Without what is taken for another when it is read from paper.
constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t kRecoveryLength = 10;  ///< 49 bits, which nobody guesses at a few tries a minute

std::string attempts_key(UserId user) { return fmt::format("code:{}", user.value()); }

bool use_code_of_device(db::Database& db, const Clock& clock, const Secret& session_secret, UserId user,
                        const std::string& code) {
  return db.write([&](db::Tx& tx) {
    const auto key = confirmed_key(tx, session_secret, user);
    const auto step = key ? totp::step_of(*key, code, clock.now()) : std::nullopt;
    return step && take_step(tx, user, *step);
  });
}

bool use_recovery_code(db::Database& db, const Clock& clock, UserId user, const std::string& code) {
  const auto codes = db.read([&](db::Tx& tx) { return unused_recovery_codes(tx, user); });
  const auto found =
      std::ranges::find_if(codes, [&](const auto& one) { return crypto::verify_password(one.second, Secret{code}); });
  return found != codes.end() &&
         db.write([&](db::Tx& tx) { return take_recovery_code(tx, found->first, clock.now()); });
}

}  // namespace

std::string plain_code(std::string_view typed) {
  std::string code;
  for (const char c : typed)
    if (c != ' ' && c != '-') code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return code;
}

std::optional<std::chrono::seconds> count_code(db::Tx& tx, UserId user, Time now) {
  return count_attempt(tx, attempts_key(user), now);
}

void forget_codes(db::Tx& tx, UserId user) { forget_attempts(tx, attempts_key(user)); }

RecoveryCodes make_recovery_codes() {
  RecoveryCodes made;
  for (std::int64_t n = 0; n < kRecoveryCodes; ++n) {
    std::string code;
    while (code.size() < kRecoveryLength) code += kAlphabet[crypto::random_below(std::uint32_t{kAlphabet.size()})];
    made.hashes.push_back(crypto::hash_password(Secret{code}));
    made.codes.push_back(code.insert(kRecoveryLength / 2, "-"));
  }
  return made;
}

std::expected<void, CodeRefused> check_code(db::Database& db, const Clock& clock, const Secret& session_secret,
                                            UserId user, std::string_view typed) {
  const auto wait = db.write([&](db::Tx& tx) { return count_code(tx, user, clock.now()); });
  if (wait) return std::unexpected(CodeRefused{wait});
  const std::string code = plain_code(typed);
  const bool is_right = code.size() == kRecoveryLength ? use_recovery_code(db, clock, user, code)
                                                       : use_code_of_device(db, clock, session_secret, user, code);
  if (!is_right) {
    log::info("accounts.code.refused", {{"user", user.value()}});
    return std::unexpected(CodeRefused{});
  }
  db.write([&](db::Tx& tx) { forget_codes(tx, user); });
  return {};
}

}  // namespace hurtrock::accounts
