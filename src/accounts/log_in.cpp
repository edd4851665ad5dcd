#include <fmt/format.h>

#include <algorithm>

#include "accounts/handlers.hpp"
#include "accounts/pages.hpp"
#include "accounts/second_step.hpp"
#include "accounts/views/login.html.hpp"
#include "platform/http/redirect.hpp"

namespace hurtrock::accounts {
namespace {

constexpr std::string_view kLoginNotices[] = {"joined", "password_changed", "again", "deleted", "unsent"};

http::Response login_page(const http::Request& request, Services& shop, int status, LoginPage view) {
  const auto& texts = request.visitor.texts();
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("accounts.login.title");
  view.frame.indexable = false;
  view.guest_cart_count = request.visitor.user ? 0 : view.frame.cart_count;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kLoginNotices, notice) != std::end(kLoginNotices))
    view.frame.notice = texts(fmt::format("accounts.login.notice.{}", notice));
  std::string out;
  html::Writer writer(out, texts);
  views::login(writer, view);
  return http::html(status, std::move(out));
}

/// Staff come to work, buyers come to shop.
std::string_view home_of(const User& user) { return user.role == http::Role::kBuyer ? "/profile" : "/admin/orders"; }

std::string refusal_text(const LoginRefused& refused, const i18n::Texts& texts) {
  return refused.wait ? texts("accounts.refused.wait", {{"n", refused.wait->count()}})
                      : std::string(texts("accounts.refused.credentials"));
}

}  // namespace

http::Response show_login(const http::Request& request, Services& shop) {
  if (request.visitor.user) return http::see_other(http::local_path(request.query.value("return_to"), "/profile"));
  return login_page(request, shop, 200, {.return_to = http::local_path(request.query.value("return_to"), "")});
}

http::Response submit_login(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.form, texts);
  const std::string email = input.email("email");
  const Secret password{input.password("password", 1)};
  const std::string return_to = http::local_path(request.form.value("return_to"), "");
  const auto refuse = [&](int status, std::vector<http::FieldError> errors) {
    return login_page(
        request, shop, status,
        {.form = {.values = {{"email", std::string(request.form.value("email"))}}, .errors = std::move(errors)},
         .return_to = return_to});
  };
  if (!input.ok()) return refuse(422, input.errors());
  const auto user = check_login(shop.db, shop.clock, email, password, request.remote_address);
  if (!user) {
    auto response = refuse(user.error().wait ? 429 : 422, {{"", "refused", refusal_text(user.error(), texts)}});
    if (user.error().wait) response.set("Retry-After", std::to_string(user.error().wait->count()));
    return response;
  }
  if (shop.db.read([&](db::Tx& tx) { return has_second_step(tx, user->id); }))
    return ask_for_code(shop, *user, return_to);
  return logged_in(request, shop, *user, return_to);
}

http::SessionStarter::Started begin_session(const http::Request& request, Services& shop, const User& user) {
  auto started = shop.sessions.log_in(request, user, shop.adopt_session);
  // Whoever orders as a guest after the mailbox was proved finds that order, too.
  if (user.verified_at) shop.db.write([&](db::Tx& tx) { shop.claim_orders(tx, user.id, user.email); });
  return started;
}

http::Response logged_in(const http::Request& request, Services& shop, const User& user, std::string_view return_to) {
  const auto started = begin_session(request, shop, user);
  auto response = http::see_other(std::string(return_to.empty() ? home_of(user) : return_to));
  response.add("Set-Cookie", started.cookie);
  return response;
}

http::Response submit_logout(const http::Request& request, Services& shop) {
  auto response = http::see_other("/");
  response.add("Set-Cookie", shop.sessions.log_out(request));
  return response;
}

}  // namespace hurtrock::accounts
