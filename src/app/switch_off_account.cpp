#include <fmt/format.h>

#include <cstdio>

#include "accounts/staff.hpp"
#include "admin/audit.hpp"
#include "admin/change_user.hpp"
#include "app/commands.hpp"
#include "app/shop.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::app {
namespace {

/// Why not; empty when it is switched off.
std::string switch_off(db::Tx& tx, const std::string& email, Time now) {
  const auto user = accounts::find_user(tx, email);
  if (!user) return fmt::format("nobody has an account under {}", email);
  if (!user->active) return {};
  const auto standing = *accounts::find_standing(tx, user->id);
  if (const auto done = accounts::set_active(tx, {}, {standing.id, standing.version}, false); !done)
    return done.error() == accounts::StaffRefusal::kLastAdmin
               ? fmt::format(
                     "{0} is the only admin: hurtrock admin create {0} gives it a password of your own; once "
                     "there is another admin, it can be switched off",
                     email)
               : "the account is being changed just now: try again";
  const admin::StaffMember command_line{.id = {}, .name = "hurtrock admin switch-off", .remote_address = {}};
  admin::audit(tx, command_line, "user.deactivated", "user", std::to_string(user->id.value()), {{"switched_on", true}},
               {{"switched_on", false}}, now);
  admin::end_invitations(tx, command_line, user->id, now);
  return {};
}

}  // namespace

int switch_off_command(const Config& config, const std::string& email) {
  run_migrations(config);
  const auto db = db::Database::open(config.database_url);
  const std::string mailbox = text::lower(text::trim(email));
  const Time now = SystemClock{}.now();
  const std::string refusal = db->write([&](db::Tx& tx) { return switch_off(tx, mailbox, now); });
  if (refusal.empty()) {
    fmt::print("{} is switched off, and logged out everywhere\n", mailbox);
    return 0;
  }
  fmt::print(stderr, "hurtrock: {}\n", refusal);
  return 1;
}

}  // namespace hurtrock::app
