#include <boost/json.hpp>

#include "accounts/handlers.hpp"

namespace hurtrock::accounts {
namespace {

namespace json = boost::json;

json::value user_json(const std::optional<http::Visitor::User>& user) {
  if (!user) return nullptr;
  return json::object{{"id", user->id}, {"name", user->name}, {"email", user->email}, {"role", word(user->role)}};
}

std::string session_json(const http::Visitor& visitor, std::int64_t cart_count) {
  return json::serialize(
      json::object{{"csrf_token", visitor.session ? json::value(visitor.session->csrf_token) : json::value(nullptr)},
                   {"user", user_json(visitor.user)},
                   {"cart_count", cart_count},
                   {"language", i18n::code(visitor.language)},
                   {"theme", visitor.theme == http::Theme::kLight ? "light" : "dark"}});
}

}  // namespace

http::Response api_session(const http::Request& request, Services& shop) {
  return http::json(200, session_json(request.visitor, shop.cart_count(request)));
}

http::Response api_register(const http::Request& request, Services& shop) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const std::string name = input->line("name", 100);
  const std::string email = input->email("email");
  const Secret password{input->password("password", kShortestPassword)};
  if (!input->ok()) return http::invalid(*input);
  register_user(shop, name, email, password, request.visitor.language);
  return http::json(201, json::serialize(json::object{{"email", email}, {"status", "verification_sent"}}));
}

http::Response api_login(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const std::string email = input->email("email");
  const Secret password{input->password("password", 1)};
  if (!input->ok()) return http::invalid(*input);

  const auto user = check_login(shop.db, shop.clock, email, password, request.remote_address);
  if (!user && user.error().wait) {
    auto response = http::problem(429, "too_many_attempts", texts("accounts.problem.wait"),
                                  texts("accounts.refused.wait", {{"n", user.error().wait->count()}}));
    response.set("Retry-After", std::to_string(user.error().wait->count()));
    return response;
  }
  if (!user)
    return http::problem(401, "bad_credentials", texts("accounts.problem.credentials"),
                         texts("accounts.refused.credentials"));

  const auto started = shop.sessions.log_in(request, *user, shop.adopt_session);
  http::Request as_user = request;
  as_user.visitor.session = started.session;
  as_user.visitor.user = http::Visitor::User{.id = user->id.value(),
                                             .name = user->name,
                                             .email = user->email,
                                             .role = user->role,
                                             .verified = user->verified_at.has_value()};
  auto response = http::json(200, session_json(as_user.visitor, shop.cart_count(as_user)));
  response.add("Set-Cookie", started.cookie);
  response.set("X-CSRF-Token", started.session.csrf_token);
  return response;
}

http::Response api_logout(const http::Request& request, Services& shop) {
  http::Response response{.status = 204};
  response.add("Set-Cookie", shop.sessions.log_out(request));
  return response;
}

}  // namespace hurtrock::accounts
