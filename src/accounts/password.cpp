#include <fmt/format.h>

#include "accounts/handlers.hpp"
#include "accounts/letters.hpp"
#include "accounts/pages.hpp"
#include "accounts/views/forgot.html.hpp"
#include "accounts/views/reset.html.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;

http::Response forgot_page(const http::Request& request, Services& shop, int status, ForgotPage view) {
  const auto& texts = request.visitor.texts();
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("accounts.forgot.title");
  view.frame.indexable = false;
  std::string out;
  html::Writer writer(out, texts);
  views::forgot(writer, view);
  return http::html(status, std::move(out));
}

http::Response reset_page(const http::Request& request, Services& shop, int status, ResetPage view) {
  const auto& texts = request.visitor.texts();
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("accounts.reset.title");
  view.frame.indexable = false;
  std::string out;
  html::Writer writer(out, texts);
  views::reset(writer, view);
  auto response = http::html(status, std::move(out));
  // The address holds the key to the account. "no-referrer" would also hide where the page's own form comes from.
  response.set("Referrer-Policy", "same-origin");
  return response;
}

/// Whose password the link sets; nobody in particular when it cannot be used.
User owner_of(Services& shop, const std::string& token) {
  return shop.db.read([&](db::Tx& tx) {
    const auto user = find_token(tx, token, TokenPurpose::kResetPassword, shop.clock.now());
    return user ? find_user(tx, *user).value_or(User{}) : User{};
  });
}

}  // namespace

http::Response show_forgot(const http::Request& request, Services& shop) { return forgot_page(request, shop, 200, {}); }

http::Response submit_forgot(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string email = input.email("email");
  if (!input.ok())
    return forgot_page(
        request, shop, 422,
        {.form = {.values = {{"email", std::string(request.form.value("email"))}}, .errors = input.errors()}});
  shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    // Too many wishes for one mailbox are answered like any other, and send nothing.
    if (count_attempt(tx, "reset:" + email, now)) return;
    const auto user = find_user(tx, email);
    if (!user || !user->active) return;
    const std::string token = create_token(tx, user->id, TokenPurpose::kResetPassword, now, now + 1h);
    send_letter(tx, {.shop_name = shop.shop_name, .now = now}, "reset",
                fmt::format("reset:{}:{}", user->id.value(), crypto::sha256_hex(token).substr(0, 16)), email,
                user->name, request.visitor.language,
                fmt::format("{}/password/reset?token={}", shop.public_url, token));
  });
  shop.wake_jobs();
  return forgot_page(request, shop, 200, {.sent = true});
}

http::Response show_reset(const http::Request& request, Services& shop) {
  const std::string token(request.query.value("token"));
  const bool usable = shop.db.read(
      [&](db::Tx& tx) { return find_token(tx, token, TokenPurpose::kResetPassword, shop.clock.now()).has_value(); });
  return reset_page(request, shop, usable ? 200 : 410, {.token = token, .usable = usable});
}

http::Response submit_reset(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string token = input.line("token", 100);
  const User owner = owner_of(shop, token);
  const Secret password = new_password(input, shop, owner.email, owner.name);
  if (!input.ok())
    return reset_page(request, shop, 422, {.form = {.values = {}, .errors = input.errors()}, .token = token});

  const std::string hash = crypto::hash_password(password);
  const bool changed = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto user = take_token(tx, token, TokenPurpose::kResetPassword, now);
    if (!user) return false;
    set_password(tx, *user, hash);
    // Who can read the mailbox owns it; whoever else was logged in is not welcome any more.
    mark_verified(tx, *user, now);
    shop.claim_orders(tx, *user, owner.email);
    delete_other_sessions(tx, *user, std::nullopt);
    return true;
  });
  if (!changed) return reset_page(request, shop, 410, {.usable = false});
  return http::see_other("/login?notice=password_changed");
}

}  // namespace hurtrock::accounts
