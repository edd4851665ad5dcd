#include "accounts/handlers.hpp"
#include "accounts/pages.hpp"
#include "accounts/views/login.html.hpp"
#include "platform/core/crypto.hpp"
#include "platform/http/redirect.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::accounts {
namespace {

http::Response page(const http::Request& request, Services& shop, int status, LoginPage view) {
  const auto& texts = request.visitor.texts();
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("accounts.login.title");
  view.frame.indexable = false;
  view.guest_cart_count = request.visitor.user ? 0 : view.frame.cart_count;
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

std::expected<User, LoginRefused> check_login(Services& shop, std::string_view email, const Secret& password,
                                              std::string_view remote_address) {
  // Guesses from many addresses at one mailbox: slowed down together, though never for longer than a minute.
  constexpr std::int64_t kFreeFromEverywhere = 100;
  const std::string mailbox_key = "login:" + std::string(email);
  const std::string key = mailbox_key + "@" + std::string(remote_address);
  const auto wait = shop.db.write([&](db::Tx& tx) {
    const auto here = count_attempt(tx, key, shop.clock.now());
    return here ? here : count_attempt(tx, mailbox_key, shop.clock.now(), kFreeFromEverywhere);
  });
  if (wait) return std::unexpected(LoginRefused{wait});

  auto user = shop.db.read([&](db::Tx& tx) { return find_user(tx, email); });
  // An unknown mailbox costs the same work, so that time does not tell which mailboxes have accounts.
  static const std::string kNobody = crypto::hash_password(Secret{crypto::random_token()});
  const bool has_password = user && !user->password_hash.empty();
  const bool right = crypto::verify_password(has_password ? user->password_hash : kNobody, password);
  if (!right || !has_password || !user->active) {
    log::info("accounts.login.refused", {{"known", user.has_value()}});
    return std::unexpected(LoginRefused{});
  }
  shop.db.write([&](db::Tx& tx) {
    forget_attempts(tx, key);
    forget_attempts(tx, mailbox_key);
  });
  return *std::move(user);
}

http::Response show_login(const http::Request& request, Services& shop) {
  if (request.visitor.user) return http::see_other(http::local_path(request.query.value("return_to"), "/profile"));
  return page(request, shop, 200, {.return_to = http::local_path(request.query.value("return_to"), "")});
}

http::Response submit_login(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.form, texts);
  const std::string email = input.email("email");
  const Secret password{input.password("password", 1)};
  const std::string return_to = http::local_path(request.form.value("return_to"), "");
  const auto refuse = [&](int status, std::vector<http::FieldError> errors) {
    return page(request, shop, status,
                {.form = {.values = {{"email", std::string(request.form.value("email"))}}, .errors = std::move(errors)},
                 .return_to = return_to});
  };
  if (!input.ok()) return refuse(422, input.errors());
  const auto user = check_login(shop, email, password, request.remote_address);
  if (!user) {
    auto response = refuse(user.error().wait ? 429 : 422, {{"", "refused", refusal_text(user.error(), texts)}});
    if (user.error().wait) response.set("Retry-After", std::to_string(user.error().wait->count()));
    return response;
  }
  const auto started = shop.sessions.log_in(request, *user, shop.adopt_session);
  auto response = http::see_other(return_to.empty() ? std::string(home_of(*user)) : return_to);
  response.add("Set-Cookie", started.cookie);
  return response;
}

http::Response submit_logout(const http::Request& request, Services& shop) {
  auto response = http::see_other("/");
  response.add("Set-Cookie", shop.sessions.log_out(request));
  return response;
}

}  // namespace hurtrock::accounts
