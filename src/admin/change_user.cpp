#include "admin/change_user.hpp"

#include <fmt/format.h>

#include "accounts/second_step.hpp"
#include "admin/audit.hpp"
#include "admin/handlers.hpp"
#include "admin/own_password.hpp"
#include "admin/user_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

using accounts::StaffRefusal;

boost::json::object as_json(const std::optional<accounts::Standing>& standing) {
  if (!standing) return {};
  return {{"role", accounts::word(standing->role)}, {"switched_on", standing->active}};
}

/// One transaction for the change and its row of the audit log; without a change there is no row.
template <class Change>
std::expected<void, StaffRefusal> change_standing(Services& shop, const StaffMember& staff,
                                                  const accounts::SeenUser& seen, std::string_view action,
                                                  Change&& change) {
  auto done = shop.db.write([&](db::Tx& tx) -> std::expected<void, StaffRefusal> {
    const Time now = shop.clock.now();
    const auto before = as_json(accounts::find_standing(tx, seen.id));
    if (auto changed = change(tx); !changed) return changed;
    audit(tx, staff, action, "user", std::to_string(seen.id.value()), before,
          as_json(accounts::find_standing(tx, seen.id)), now);
    end_invitations(tx, staff, seen.id, now);
    return {};
  });
  if (done) log::info("admin.user.changed", {{"user", seen.id.value()}, {"action", action}, {"by", staff.id.value()}});
  return done;
}

accounts::SeenUser seen_user(const http::Request& request) {
  // A form without a version has seen nothing, and version 0 is no account's.
  return {.id = user_in_path(request),
          .version = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0)};
}

std::string_view text_of(StaffRefusal why) {
  switch (why) {
    case StaffRefusal::kChanged:
      return "admin.users.refused.changed";
    case StaffRefusal::kOneself:
      return "admin.users.refused.oneself";
    case StaffRefusal::kLastAdmin:
      return "admin.users.refused.last_admin";
    case StaffRefusal::kIsBuyer:
      return "admin.users.refused.is_buyer";
    case StaffRefusal::kNoSuchUser:
      break;
  }
  return "admin.missing.user_title";
}

UserPageState refused(StaffRefusal why, const i18n::Texts& texts) {
  return {.status = why == StaffRefusal::kOneself ? 422 : 409,
          .notice = std::string(texts(text_of(why))),
          .notice_is_error = true};
}

http::Response to_page(UserId user, std::string_view notice) {
  return http::see_other(fmt::format("/admin/users/{}?notice={}", user.value(), notice));
}

http::Response switch_account(const http::Request& request, Services& shop, bool active) {
  const auto& texts = request.visitor.texts();
  const auto seen = seen_user(request);
  auto input = http::Input::of_fields(request.form, texts);
  check_own_password(input, request, shop);
  if (!input.ok()) return user_page(request, shop, seen.id, {.status = 422, .access_errors = input.errors()});
  const auto done = change_activity(shop, staff_of(request), seen, active);
  if (!done) return user_page(request, shop, seen.id, refused(done.error(), texts));
  return to_page(seen.id, active ? "activated" : "deactivated");
}

}  // namespace

std::expected<void, StaffRefusal> change_role(Services& shop, const StaffMember& staff, const accounts::SeenUser& seen,
                                              http::Role role) {
  return change_standing(shop, staff, seen, "user.role_changed",
                         [&](db::Tx& tx) { return accounts::set_role(tx, staff.id, seen, role); });
}

std::expected<void, StaffRefusal> change_activity(Services& shop, const StaffMember& staff,
                                                  const accounts::SeenUser& seen, bool active) {
  return change_standing(shop, staff, seen, active ? "user.activated" : "user.deactivated",
                         [&](db::Tx& tx) { return accounts::set_active(tx, staff.id, seen, active); });
}

void end_invitations(db::Tx& tx, const StaffMember& staff, UserId inviter, Time now) {
  const auto standing = accounts::find_standing(tx, inviter);
  if (standing && standing->active && standing->role == http::Role::kAdmin) return;
  for (const auto& invitation : accounts::withdraw_invitations_of(tx, inviter, now))
    audit(tx, staff, "invitation.withdrawn", "invitation", std::to_string(invitation.id),
          {{"email", invitation.email}, {"name", invitation.name}, {"role", accounts::word(invitation.role)}}, {}, now);
}

std::int64_t end_sessions(Services& shop, const StaffMember& staff, UserId user, std::optional<SessionId> session) {
  return shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto before = std::ssize(accounts::sessions_of(tx, user, now));
    if (session)
      accounts::delete_session(tx, user, *session);
    else
      accounts::delete_other_sessions(tx, user, std::nullopt);
    const auto after = std::ssize(accounts::sessions_of(tx, user, now));
    audit(tx, staff, "user.sessions_ended", "user", std::to_string(user.value()), {{"sessions", before}},
          {{"sessions", after}}, now);
    return std::int64_t{before - after};
  });
}

bool remove_second_step(Services& shop, const StaffMember& staff, UserId user) {
  return shop.db.write([&](db::Tx& tx) {
    if (!accounts::remove_second_step(tx, user)) return false;
    accounts::delete_other_sessions(tx, user, std::nullopt);
    audit(tx, staff, "user.second_step_removed", "user", std::to_string(user.value()), {{"second_step", "on"}},
          {{"second_step", "off"}}, shop.clock.now());
    return true;
  });
}

http::Response create_role_change(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto seen = seen_user(request);
  auto input = http::Input::of_fields(request.form, texts);
  const std::string role = input.word("role", {"buyer", "staff", "admin"});
  check_own_password(input, request, shop);
  if (!input.ok())
    return user_page(request, shop, seen.id, {.status = 422, .role_errors = input.errors(), .wanted_role = role});
  const auto done = change_role(shop, staff_of(request), seen, accounts::role_from(role));
  if (!done) return user_page(request, shop, seen.id, refused(done.error(), texts));
  return to_page(seen.id, "role_changed");
}

http::Response create_deactivation(const http::Request& request, Services& shop) {
  return switch_account(request, shop, false);
}

http::Response create_activation(const http::Request& request, Services& shop) {
  return switch_account(request, shop, true);
}

http::Response create_sessions_removal(const http::Request& request, Services& shop) {
  const UserId user = user_in_path(request);
  end_sessions(shop, staff_of(request), user, std::nullopt);
  return to_page(user, "sessions_ended");
}

http::Response create_session_removal(const http::Request& request, Services& shop) {
  const UserId user = user_in_path(request);
  if (const auto session = text::parse_integer(request.param("session"), 1, INT64_MAX))
    end_sessions(shop, staff_of(request), user, SessionId{*session});
  return to_page(user, "session_ended");
}

http::Response create_second_step_removal(const http::Request& request, Services& shop) {
  const UserId user = user_in_path(request);
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  // Their own they switch off with a code, at their profile.
  if (user.value() == request.visitor.user->id)
    return user_page(request, shop, user, refused(StaffRefusal::kOneself, request.visitor.texts()));
  check_own_password(input, request, shop);
  if (!input.ok()) return user_page(request, shop, user, {.status = 422, .second_step_errors = input.errors()});
  remove_second_step(shop, staff_of(request), user);
  return to_page(user, "second_step_removed");
}

}  // namespace hurtrock::admin
