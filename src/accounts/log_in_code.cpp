#include <fmt/format.h>

#include <boost/json.hpp>

#include "accounts/handlers.hpp"
#include "accounts/pages.hpp"
#include "accounts/second_step.hpp"
#include "accounts/views/login_code.html.hpp"
#include "platform/core/crypto.hpp"
#include "platform/http/redirect.hpp"

namespace hurtrock::accounts {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::string_view kPurpose = "login-code";
constexpr auto kTimeForCode = 5min;

/// What the browser keeps, sealed, between the two steps: nobody is logged in yet, so there is no session to keep it
/// in.
struct HalfLogin {
  User user;
  std::string return_to;
};

std::string cookie_name(const Services& shop) { return http::host_cookie_name("hurtrock_login", shop.secure_cookies); }

/// With another password, or another role, the first step has to be done again.
std::string standing_of(const User& user) {
  return crypto::sha256_hex(fmt::format("{} {}", user.password_hash, word(user.role)));
}

std::optional<HalfLogin> half_login(const http::Request& request, Services& shop) {
  const std::string_view box = request.cookie(cookie_name(shop));
  const auto plain = box.empty() ? std::nullopt : crypto::unseal(shop.session_secret, kPurpose, box);
  if (!plain) return std::nullopt;
  // What was sealed here is whole.
  const json::object kept = json::parse(*plain).as_object();
  if (from_micros(kept.at("until").as_int64()) <= shop.clock.now()) return std::nullopt;
  auto user = shop.db.read([&](db::Tx& tx) { return find_user(tx, UserId{kept.at("user").as_int64()}); });
  if (!user || !user->active || standing_of(*user) != std::string_view(kept.at("standing").as_string()))
    return std::nullopt;
  return HalfLogin{*std::move(user), std::string(kept.at("return_to").as_string())};
}

http::Response code_page(const http::Request& request, Services& shop, int status, LoginCodePage view) {
  const auto& texts = request.visitor.texts();
  view.frame = shop.frames.frame_for(request);
  view.frame.path = "/login/code";
  view.frame.title = texts("accounts.code.title");
  view.frame.indexable = false;
  std::string out;
  html::Writer writer(out, texts);
  views::login_code(writer, view);
  return http::html(status, std::move(out));
}

void forget(http::Response& response, const Services& shop) {
  http::set_cookie(response, cookie_name(shop), "", {.secure = shop.secure_cookies, .max_age_s = 0});
}

http::Response from_the_beginning(const Services& shop) {
  auto response = http::see_other("/login?notice=again");
  forget(response, shop);
  return response;
}

}  // namespace

http::Response ask_for_code(const Services& shop, const User& user, std::string_view return_to) {
  auto response = http::see_other("/login/code");
  const json::object kept{{"user", user.id.value()},
                          {"until", to_micros(shop.clock.now() + kTimeForCode)},
                          {"standing", standing_of(user)},
                          {"return_to", return_to}};
  http::set_cookie(response, cookie_name(shop), crypto::seal(shop.session_secret, kPurpose, json::serialize(kept)),
                   {.secure = shop.secure_cookies, .max_age_s = std::chrono::seconds(kTimeForCode).count()});
  return response;
}

http::Response show_login_code(const http::Request& request, Services& shop) {
  if (!half_login(request, shop)) return from_the_beginning(shop);
  return code_page(request, shop, 200, {.recovery = request.query.value("recovery") == "1"});
}

http::Response submit_login_code(const http::Request& request, Services& shop) {
  const auto half = half_login(request, shop);
  if (!half) return from_the_beginning(shop);
  const auto& texts = request.visitor.texts();
  const bool recovery = request.form.value("recovery") == "1";
  auto input = http::Input::of_fields(request.form, texts);
  const std::string code = input.line("code", 40);
  if (!input.ok())
    return code_page(request, shop, 422, {.form = {.values = {}, .errors = input.errors()}, .recovery = recovery});
  const auto taken = check_code(shop.db, shop.clock, shop.session_secret, half->user.id, code);
  if (!taken) {
    const auto wait = taken.error().wait;
    input.refuse(
        "code", "wrong",
        wait ? texts("accounts.refused.wait", {{"n", wait->count()}}) : std::string(texts("accounts.refused.code")));
    auto response = code_page(request, shop, wait ? 429 : 422,
                              {.form = {.values = {}, .errors = input.errors()}, .recovery = recovery});
    if (wait) response.set("Retry-After", std::to_string(wait->count()));
    return response;
  }
  auto response = logged_in(request, shop, half->user, half->return_to);
  forget(response, shop);
  return response;
}

}  // namespace hurtrock::accounts
