#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::accounts {

struct Letterhead {
  std::string shop_name;
  Time now;
};

/// Puts a letter about an account into the outbox, once for each `event_key`. `kind` chooses the texts
/// accounts.mail.<kind>_*, of which the text itself is filled in with `args`.
void send_letter(db::Tx& tx, const Letterhead& head, std::string_view kind, std::string event_key,
                 std::string_view email, std::string_view name, i18n::Language language, std::string url,
                 std::initializer_list<i18n::Arg> args = {});

}  // namespace hurtrock::accounts
