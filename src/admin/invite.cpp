#include <fmt/format.h>

#include <algorithm>

#include "accounts/staff.hpp"
#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/own_password.hpp"
#include "admin/people_pages.hpp"
#include "admin/store.hpp"
#include "admin/views/invitations.html.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using accounts::Invitation;
using accounts::NotInvited;

constexpr std::int64_t kInvitationsShown = 100;
constexpr std::string_view kInvitationNotices[] = {"sent", "sent_again", "withdrawn"};

struct InvitationPageState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  layout::Form form = {};
  std::string existing_url = {};
};

boost::json::object as_json(const std::optional<Invitation>& invitation) {
  if (!invitation) return {};
  return {{"email", invitation->email},
          {"name", invitation->name},
          {"role", accounts::word(invitation->role)},
          {"expires_at", wib_timestamp(invitation->expires_at) + " WIB"}};
}

/// `shop_name` must outlive it.
accounts::Inviting inviting(const Services& shop, const std::string& shop_name, const StaffMember& staff) {
  return {.public_url = shop.mails.public_url, .shop_name = shop_name, .name = staff.name};
}

std::int64_t id_in_path(const http::Request& request) {
  return text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0);
}

http::Response invitation_page(const http::Request& request, Services& shop, InvitationPageState state) {
  const auto& texts = request.visitor.texts();
  InvitationsPage view{.frame = frame_for(request, shop, Section::kPeople, texts("admin.invitations.title"))};
  // Also after a refused POST.
  view.frame.shop.path = "/admin/users/invitations";
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.form = std::move(state.form);
  view.existing_url = std::move(state.existing_url);
  view.asks_password = asks_own_password(request, shop);
  const std::string_view chosen = view.form.value("role");
  for (const auto role : {http::Role::kStaff, http::Role::kAdmin}) {
    const std::string word(accounts::word(role));
    view.roles.push_back({word, std::string(texts(fmt::format("admin.users.role_choice.{}", word))), word == chosen});
  }
  std::vector<Invitation> open;
  std::vector<std::pair<UserId, std::string>> names;
  shop.db.read([&](db::Tx& tx) {
    open = accounts::open_invitations(tx, kInvitationsShown);
    names = store::staff_names(tx);
  });
  const Time now = shop.clock.now();
  for (const Invitation& invitation : open) {
    const auto inviter =
        std::ranges::find_if(names, [&](const auto& name) { return invitation.invited_by == name.first; });
    view.invitations.push_back({.id = invitation.id,
                                .name = invitation.name,
                                .email = invitation.email,
                                .role = std::string(accounts::word(invitation.role)),
                                .sent_at = date_and_time(invitation.sent_at, texts),
                                .expires_at = date_and_time(invitation.expires_at, texts),
                                .invited_by = inviter == names.end() ? std::string{} : inviter->second,
                                .expired = invitation.expires_at <= now});
  }
  std::string out;
  html::Writer writer(out, texts);
  views::invitations(writer, view);
  return http::html(state.status, std::move(out));
}

InvitationPageState invitation_refused(const http::Request& request, Services& shop, const std::string& email,
                                       NotInvited why) {
  const auto& texts = request.visitor.texts();
  InvitationPageState state{.status = 409, .form = {.values = request.form.pairs(), .errors = {}}};
  if (why == NotInvited::kInvited) {
    state.form.errors = {{"email", "invited", std::string(texts("admin.invitations.error.invited"))}};
    return state;
  }
  const std::string_view code = why == NotInvited::kIsStaff ? "is_staff" : "switched_off";
  state.form.errors = {
      {"email", std::string(code), std::string(texts(fmt::format("admin.invitations.error.{}", code)))}};
  if (const auto user = shop.db.read([&](db::Tx& tx) { return accounts::find_user(tx, email); }))
    state.existing_url = fmt::format("/admin/users/{}", user->id.value());
  return state;
}

http::Response already(const http::Request& request, Services& shop) {
  return invitation_page(request, shop,
                         {.status = 409,
                          .notice = std::string(request.visitor.texts()("admin.invitations.error.ended")),
                          .notice_is_error = true});
}

http::Response to_list(std::string_view notice) {
  return http::see_other(fmt::format("/admin/users/invitations?notice={}", notice));
}

}  // namespace

http::Response show_invitations(const http::Request& request, Services& shop) {
  InvitationPageState state;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kInvitationNotices, notice) != std::end(kInvitationNotices))
    state.notice = request.visitor.texts()(fmt::format("admin.invitations.notice.{}", notice));
  return invitation_page(request, shop, std::move(state));
}

http::Response create_invitation(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  Invitation wanted{.name = input.line("name", 100)};
  wanted.email = input.email("email");
  const std::string role = input.word("role", {"staff", "admin"});
  check_own_password(input, request, shop);
  if (!input.ok())
    return invitation_page(request, shop,
                           {.status = 422, .form = {.values = request.form.pairs(), .errors = input.errors()}});
  const StaffMember staff = staff_of(request);
  wanted.role = accounts::role_from(role);
  wanted.language = request.visitor.language;
  wanted.invited_by = staff.id;
  const auto sent = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const std::string shop_name = shop.mails.shop_name;
    auto done = accounts::invite(tx, inviting(shop, shop_name, staff), wanted, now);
    if (done)
      audit(tx, staff, "invitation.sent", "invitation", std::to_string(done->id), {},
            as_json(accounts::find_invitation(tx, done->id)), now);
    return done;
  });
  if (!sent) return invitation_page(request, shop, invitation_refused(request, shop, wanted.email, sent.error()));
  shop.wake_jobs();
  return to_list("sent");
}

http::Response create_invitation_mail(const http::Request& request, Services& shop) {
  const StaffMember staff = staff_of(request);
  const std::int64_t id = id_in_path(request);
  const bool sent = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto before = as_json(accounts::find_invitation(tx, id));
    const std::string shop_name = shop.mails.shop_name;
    if (!accounts::invite_again(tx, inviting(shop, shop_name, staff), id, now)) return false;
    audit(tx, staff, "invitation.sent_again", "invitation", std::to_string(id), before,
          as_json(accounts::find_invitation(tx, id)), now);
    return true;
  });
  if (!sent) return already(request, shop);
  shop.wake_jobs();
  return to_list("sent_again");
}

http::Response create_invitation_withdrawal(const http::Request& request, Services& shop) {
  const StaffMember staff = staff_of(request);
  const std::int64_t id = id_in_path(request);
  const bool withdrawn = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto before = as_json(accounts::find_invitation(tx, id));
    if (!accounts::withdraw_invitation(tx, id, now)) return false;
    audit(tx, staff, "invitation.withdrawn", "invitation", std::to_string(id), before, {}, now);
    return true;
  });
  return withdrawn ? to_list("withdrawn") : already(request, shop);
}

}  // namespace hurtrock::admin
