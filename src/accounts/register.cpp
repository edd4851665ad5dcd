#include <fmt/format.h>

#include "accounts/handlers.hpp"
#include "accounts/letters.hpp"
#include "accounts/pages.hpp"
#include "accounts/views/register.html.hpp"
#include "accounts/views/verify.html.hpp"
#include "platform/core/crypto.hpp"
#include "platform/http/percent.hpp"
#include "platform/http/redirect.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;

http::Response register_page(const http::Request& request, Services& shop, int status, RegisterPage view) {
  const auto& texts = request.visitor.texts();
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("accounts.register.title");
  view.frame.indexable = false;
  view.guest_cart_count = view.frame.cart_count;
  std::string out;
  html::Writer writer(out, texts);
  views::register_account(writer, view);
  return http::html(status, std::move(out));
}

http::Response verify_page(const http::Request& request, Services& shop, VerifyOutcome outcome, std::string email) {
  const auto& texts = request.visitor.texts();
  VerifyPage view{.frame = shop.frames.frame_for(request), .outcome = outcome, .email = std::move(email)};
  if (!request.visitor.user) {
    view.login_url = "/login";
    // Kept through the form of the registration: where the login was wanted for.
    if (const std::string back = http::local_path(request.form.value("return_to"), ""); !back.empty()) {
      view.login_url += "?return_to=";
      http::append_form_encoded(view.login_url, back);
    }
  }
  view.frame.title = texts("accounts.verify.title");
  view.frame.indexable = false;
  std::string out;
  html::Writer writer(out, texts);
  views::verify(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace

void send_verification(db::Tx& tx, Services& shop, UserId user, std::string_view email, std::string_view name,
                       i18n::Language language) {
  const Time now = shop.clock.now();
  const std::string token = create_token(tx, user, TokenPurpose::kVerifyEmail, now, now + 72h);
  send_letter(tx, {.shop_name = shop.shop_name, .now = now}, "verify",
              fmt::format("verify:{}:{}", user.value(), crypto::sha256_hex(token).substr(0, 16)), email, name, language,
              fmt::format("{}/verify-email?token={}", shop.public_url, token));
}

void register_user(Services& shop, const std::string& name, const std::string& email, const Secret& password,
                   i18n::Language language) {
  const std::string hash = crypto::hash_password(password);
  shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto created = create_user(tx, {.email = email, .name = name, .password_hash = hash}, now);
    if (created) return send_verification(tx, shop, *created, email, name, language);
    const auto known = *find_user(tx, email);
    // At most one such mail an hour, whoever keeps trying.
    send_letter(tx, {.shop_name = shop.shop_name, .now = now}, "known",
                fmt::format("known:{}:{}", known.id.value(), to_micros(now) / 3'600'000'000LL), email, known.name,
                language, shop.public_url + "/password/forgot");
  });
  shop.wake_jobs();
}

http::Response show_register(const http::Request& request, Services& shop) {
  if (request.visitor.user) return http::see_other("/profile");
  return register_page(request, shop, 200, {.return_to = http::local_path(request.query.value("return_to"), "")});
}

http::Response submit_register(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string name = input.line("name", 100);
  const std::string email = input.email("email");
  const Secret password = new_password(input, shop, email, name);
  if (!input.ok())
    return register_page(request, shop, 422,
                         {.form = {.values = {{"name", std::string(request.form.value("name"))},
                                              {"email", std::string(request.form.value("email"))}},
                                   .errors = input.errors()},
                          .return_to = http::local_path(request.form.value("return_to"), "")});
  register_user(shop, name, email, password, request.visitor.language);
  return verify_page(request, shop, VerifyOutcome::kMailSent, email);
}

http::Response verify_email(const http::Request& request, Services& shop) {
  const auto verified = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto user = take_token(tx, request.query.value("token"), TokenPurpose::kVerifyEmail, now);
    if (!user) return false;
    mark_verified(tx, *user, now);
    shop.claim_orders(tx, *user, find_user(tx, *user)->email);
    return true;
  });
  const VerifyOutcome outcome = verified ? VerifyOutcome::kVerified
                                : request.visitor.user && request.visitor.user->verified
                                    ? VerifyOutcome::kAlreadyVerified
                                    : VerifyOutcome::kLinkNotUsable;
  return verify_page(request, shop, outcome, "");
}

}  // namespace hurtrock::accounts
