#include <boost/json.hpp>

#include "accounts/handlers.hpp"
#include "accounts/second_step.hpp"

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

http::Response too_many_attempts(std::chrono::seconds wait, const i18n::Texts& texts) {
  auto response = http::problem(429, "too_many_attempts", texts("accounts.problem.wait"),
                                texts("accounts.refused.wait", {{"n", wait.count()}}));
  response.set("Retry-After", std::to_string(wait.count()));
  return response;
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
  const Secret password = new_password(*input, shop, email, name);
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
  const std::string code = input->line("code", 40, http::Need::kOptional);
  if (!input->ok()) return http::invalid(*input);

  const auto user = check_login(shop.db, shop.clock, email, password, request.remote_address);
  if (!user && user.error().wait) return too_many_attempts(*user.error().wait, texts);
  if (!user)
    return http::problem(401, "bad_credentials", texts("accounts.problem.credentials"),
                         texts("accounts.refused.credentials"));

  if (shop.db.read([&](db::Tx& tx) { return has_second_step(tx, user->id); })) {
    if (code.empty())
      return http::problem(401, "code_required", texts("accounts.problem.code_required"), texts("accounts.code.text"));
    const auto taken = check_code(shop.db, shop.clock, shop.session_secret, user->id, code);
    if (!taken && taken.error().wait) return too_many_attempts(*taken.error().wait, texts);
    if (!taken)
      return http::problem(401, "bad_code", texts("accounts.problem.credentials"), texts("accounts.refused.code"));
  }

  const auto started = begin_session(request, shop, *user);
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
