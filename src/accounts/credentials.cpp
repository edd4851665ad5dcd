#include "accounts/credentials.hpp"

#include "platform/core/crypto.hpp"
#include "platform/http/proxies.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::accounts {

std::expected<User, LoginRefused> check_login(db::Database& db, const Clock& clock, std::string_view email,
                                              const Secret& password, std::string_view remote_address) {
  // Guesses from many addresses at one mailbox: slowed down together, though never for longer than a minute.
  constexpr std::int64_t kFreeFromEverywhere = 100;
  const std::string mailbox_key = "login:" + std::string(email);
  const std::string key = mailbox_key + "@" + http::client_network(remote_address);
  const auto wait = db.write([&](db::Tx& tx) {
    const auto here = count_attempt(tx, key, clock.now());
    return here ? here : count_attempt(tx, mailbox_key, clock.now(), kFreeFromEverywhere);
  });
  if (wait) return std::unexpected(LoginRefused{wait});

  auto user = db.read([&](db::Tx& tx) { return find_user(tx, email); });
  // An unknown mailbox costs the same work, so that time does not tell which mailboxes have accounts.
  static const std::string kNobody = crypto::hash_password(Secret{crypto::random_token()});
  const bool has_password = user && !user->password_hash.empty();
  const bool right = crypto::verify_password(has_password ? user->password_hash : kNobody, password);
  if (!right || !has_password || !user->active) {
    log::info("accounts.login.refused", {{"known", user.has_value()}});
    return std::unexpected(LoginRefused{});
  }
  db.write([&](db::Tx& tx) {
    forget_attempts(tx, key);
    forget_attempts(tx, mailbox_key);
  });
  return *std::move(user);
}

}  // namespace hurtrock::accounts
