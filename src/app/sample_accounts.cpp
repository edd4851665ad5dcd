#include "app/sample_accounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/existing_database.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/copy.hpp"
#include "sample_data/sample_data.hpp"

namespace hurtrock::app {

bool has_published_password(const accounts::User& user) {
  return std::ranges::any_of(sample_data::published_logins(), [&](const sample_data::Login& login) {
    return login.email == user.email && crypto::verify_password(user.password_hash, login.password);
  });
}

std::optional<sample_data::Login> open_sample_admin(db::Database& db) {
  for (auto& login : sample_data::published_logins()) {
    const auto user = db.read([&](db::Tx& tx) { return accounts::find_user(tx, login.email); });
    const bool is_admin = user && user->active && user->role == http::Role::kAdmin;
    if (is_admin && has_published_password(*user)) return std::move(login);
  }
  return std::nullopt;
}

std::optional<std::string> sample_account_trouble(const Config& config) {
  if (config.development()) return std::nullopt;
  if (db::is_missing(config.database_url)) return std::nullopt;
  const auto db = db::Database::open(config.database_url, kToLook);
  std::vector<std::string> open;
  for (const auto& login : sample_data::published_logins()) {
    const auto user = db->read([&](db::Tx& tx) { return accounts::find_user(tx, login.email); });
    if (user && user->active && has_published_password(*user)) open.push_back(login.email);
  }
  if (open.empty()) return std::nullopt;
  return fmt::format(
      "accounts of the sample data still open with the passwords that everybody knows ({}): hurtrock admin create "
      "EMAIL takes it from the one that you keep, hurtrock admin switch-off EMAIL switches the others off",
      fmt::join(open, ", "));
}

}  // namespace hurtrock::app
