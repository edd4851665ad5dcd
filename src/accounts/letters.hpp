#pragma once

#include <string>

#include "accounts/routes.hpp"

namespace hurtrock::accounts {

/// Puts a letter about an account into the outbox, once for each `event_key`. `kind` is "verify", "known" or "reset"
/// and chooses the texts accounts.mail.<kind>_*.
void send_letter(db::Tx& tx, Services& shop, std::string_view kind, std::string event_key, std::string_view email,
                 std::string_view name, i18n::Language language, std::string url);

}  // namespace hurtrock::accounts
