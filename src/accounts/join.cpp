#include "accounts/handlers.hpp"
#include "accounts/pages.hpp"
#include "accounts/staff.hpp"
#include "accounts/views/invitation.html.hpp"
#include "platform/core/crypto.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::accounts {
namespace {

http::Response invitation_page(const http::Request& request, Services& shop, int status, const std::string& token,
                               const std::optional<Invitation>& invitation, layout::Form form) {
  const auto& texts = request.visitor.texts();
  InvitationPage view{.frame = shop.frames.frame_for(request), .form = std::move(form), .token = token};
  view.frame.path = "/";  // where choosing a language leads: the address itself holds the key
  view.frame.title = texts("accounts.invitation.title");
  view.frame.indexable = false;
  view.usable = invitation.has_value();
  if (invitation) {
    view.email = invitation->email;
    view.role = word(invitation->role);
    view.has_account = shop.db.read([&](db::Tx& tx) { return find_user(tx, invitation->email).has_value(); });
  }
  std::string out;
  html::Writer writer(out, texts);
  views::invitation(writer, view);
  auto response = http::html(invitation ? status : 410, std::move(out));
  // The address holds the key to the account. "no-referrer" would also hide where the page's own form comes from.
  response.set("Referrer-Policy", "same-origin");
  return response;
}

std::optional<Invitation> invitation_of(Services& shop, const std::string& token) {
  return shop.db.read([&](db::Tx& tx) { return find_invitation(tx, token, shop.clock.now()); });
}

}  // namespace

http::Response show_invitation(const http::Request& request, Services& shop) {
  const std::string token(request.query.value("token"));
  const auto invitation = invitation_of(shop, token);
  return invitation_page(request, shop, 200, token, invitation,
                         {.values = {{"name", invitation ? invitation->name : std::string{}}}, .errors = {}});
}

http::Response submit_invitation(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string token = input.line("token", 100);
  const std::string name = input.line("name", 100);
  const auto invited = invitation_of(shop, token);
  const Secret password = new_password(input, shop, invited ? invited->email : std::string{}, name);
  if (!input.ok())
    return invitation_page(request, shop, 422, token, invited,
                           {.values = {{"name", std::string(request.form.value("name"))}}, .errors = input.errors()});

  const std::string hash = crypto::hash_password(password);
  const auto user = shop.db.write([&](db::Tx& tx) -> std::optional<UserId> {
    const Time now = shop.clock.now();
    const auto invitation = find_invitation(tx, token, now);
    const auto joined = accept_invitation(tx, token, name, hash, now);
    if (joined) shop.claim_orders(tx, *joined, invitation->email);
    if (joined)
      shop.record_own_change(tx, {.user = *joined,
                                  .name = name,
                                  .action = "user.joined",
                                  .field = "role",
                                  .before = {},
                                  .after = word(invitation->role),
                                  .remote_address = request.remote_address});
    return joined;
  });
  if (!user) return invitation_page(request, shop, 410, token, std::nullopt, {});
  log::info("accounts.join.done", {{"user", user->value()}});
  return http::see_other("/login?notice=joined");
}

}  // namespace hurtrock::accounts
