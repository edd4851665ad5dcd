#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdio>

#include "accounts/staff.hpp"
#include "admin/audit.hpp"
#include "app/commands.hpp"
#include "app/sample_accounts.hpp"
#include "app/shop.hpp"
#include "platform/core/clock.hpp"
#include "platform/http/input.hpp"
#include "store/store.hpp"

namespace hurtrock::app {
namespace {

/// What is told at the end, and whether it went well.
struct Outcome {
  bool done = true;
  std::string words;
};

admin::StaffMember command_line() { return {.id = {}, .name = "hurtrock admin create", .remote_address = {}}; }

/// In the stead of the password that everybody knows. Nobody is mailed the link: that mailbox may be anybody's.
Outcome take_published_password(db::Tx& tx, const Config& config, const accounts::User& user, Time now) {
  accounts::set_password(tx, user.id, {});
  accounts::delete_other_sessions(tx, user.id, std::nullopt);
  admin::audit(tx, command_line(), "user.password_taken", "user", std::to_string(user.id.value()), {{"password", "on"}},
               {{"password", "off"}}, now);
  const std::string token =
      accounts::create_token(tx, user.id, accounts::TokenPurpose::kResetPassword, now, now + accounts::kInvitationLife);
  return {true, fmt::format("The password of {} is taken back. Open this link within 3 days, once the shop runs, to "
                            "choose another (it is mailed to nobody):\n{}/password/reset?token={}",
                            user.email, config.public_url, token)};
}

Outcome promote(db::Tx& tx, const accounts::User& user, Time now) {
  if (!user.active) return {false, "this account is switched off: another admin can switch it on in the admin"};
  if (user.role == http::Role::kAdmin) return {true, fmt::format("{} is an admin already", user.email)};
  const auto standing = *accounts::find_standing(tx, user.id);
  if (!accounts::set_role(tx, {}, {standing.id, standing.version}, http::Role::kAdmin))
    return {false, "the account is being changed just now: try again"};
  admin::audit(tx, command_line(), "user.role_changed", "user", std::to_string(user.id.value()),
               {{"role", accounts::word(user.role)}}, {{"role", "admin"}}, now);
  return {true, fmt::format("{} is an admin now and logs in with the password of before", user.email)};
}

Outcome make_admin(db::Tx& tx, const Config& config, const accounts::User& user, Time now) {
  const Outcome promoted = promote(tx, user, now);
  return promoted.done && has_published_password(user) ? take_published_password(tx, config, user, now) : promoted;
}

Outcome invite(db::Tx& tx, const Config& config, const accounts::Invitation& wanted, Time now) {
  const std::string shop_name = store::load_profile(tx).name;
  const accounts::Inviting from{.public_url = config.public_url, .shop_name = shop_name, .name = shop_name};
  std::string url;
  if (const auto sent = accounts::invite(tx, from, wanted, now)) {
    url = sent->url;
    admin::audit(tx, command_line(), "invitation.sent", "invitation", std::to_string(sent->id), {},
                 {{"email", wanted.email}, {"role", accounts::word(wanted.role)}}, now);
  } else {
    for (const auto& open : accounts::open_invitations(tx, 1'000))
      if (open.email == wanted.email) {
        if (open.role != http::Role::kAdmin)
          return {false, "this mailbox is invited as staff: withdraw that invitation first"};
        if (const auto again = accounts::invite_again(tx, from, open.id, now)) url = again->url;
      }
  }
  if (url.empty()) return {false, "the mailbox is being invited just now: try again"};
  return {true, fmt::format("Open this link within 3 days to choose a password (it is mailed, too):\n{}", url)};
}

}  // namespace

int create_admin_command(const Config& config, const std::string& email, const std::string& name) {
  auto input = http::Input::of_fields(http::Fields({{"email", email}, {"name", name.empty() ? email : name}}),
                                      i18n::Texts::of(i18n::Language::kEnglish));
  accounts::Invitation wanted{.email = input.email("email"), .name = input.line("name", 100)};
  wanted.role = http::Role::kAdmin;
  if (!input.ok()) {
    fmt::print(stderr, "hurtrock: {}: {}\n", input.errors().front().field, input.errors().front().message);
    return 1;
  }
  run_migrations(config);
  const auto db = db::Database::open(config.database_url);
  const Time now = SystemClock{}.now();
  const auto outcome = db->write([&](db::Tx& tx) {
    // A buyer's mailbox is proved by the invitation: whoever registered it need not have had it.
    const auto user = accounts::find_user(tx, wanted.email);
    const bool joins = !user || (user->active && user->role == http::Role::kBuyer);
    return joins ? invite(tx, config, wanted, now) : make_admin(tx, config, *user, now);
  });
  fmt::print(outcome.done ? stdout : stderr, "{}{}\n", outcome.done ? "" : "hurtrock: ", outcome.words);
  return outcome.done ? 0 : 1;
}

}  // namespace hurtrock::app
