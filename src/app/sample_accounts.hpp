#pragma once

#include <optional>
#include <string>

#include "accounts/accounts.hpp"
#include "app/config.hpp"
#include "platform/db/db.hpp"
#include "sample_data/sample_data.hpp"

/// The accounts of the sample data, whose passwords stand in the documents: in production none of them may open.
namespace hurtrock::app {

/// Whether it is one of them, and still has that password. Compares a hash: some 25 ms.
bool has_published_password(const accounts::User& user);

/// That of an admin, if one is switched on and still has its password. The database is migrated.
std::optional<sample_data::Login> open_sample_admin(db::Database& db);

/// Which of them are switched on and still have it, as a sentence that says what to do; nothing when none has, and in
/// development. The database is migrated, or not there yet. Throws when it cannot be asked.
std::optional<std::string> sample_account_trouble(const Config& config);

}  // namespace hurtrock::app
