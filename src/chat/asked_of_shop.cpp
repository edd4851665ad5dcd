#include "chat/asked_of_shop.hpp"

#include <boost/json.hpp>

#include "accounts/accounts.hpp"
#include "accounts/chat_token.hpp"
#include "platform/core/text.hpp"
#include "platform/http/problem.hpp"
#include "store/store.hpp"

namespace hurtrock::chat {

namespace json = boost::json;

std::optional<http::Response> unless_chat_service(const http::Request& request, PageServices& shop) {
  if (accounts::is_service(shop.session_secret, request.header("Authorization"), shop.clock.now())) return std::nullopt;
  const auto& texts = request.visitor.texts();
  return http::problem(401, "unauthorized", texts("chat.error.service_only"), texts("chat.error.service_only_detail"));
}

http::Response tell_hours(const http::Request& request, PageServices& shop) {
  if (auto refused = unless_chat_service(request, shop)) return *std::move(refused);
  const auto profile = shop.db.read([](db::Tx& tx) { return hurtrock::store::load_profile(tx); });
  json::array hours;
  for (std::size_t day = 0; day < profile.hours.size(); ++day)
    if (const auto& open = profile.hours.at(day))
      hours.push_back(json::object{{"weekday", day}, {"opens", open->opens_minute}, {"closes", open->closes_minute}});
  return http::json(200, json::serialize(json::object{{"name", profile.name}, {"hours", std::move(hours)}}));
}

http::Response tell_staff(const http::Request& request, PageServices& shop) {
  if (auto refused = unless_chat_service(request, shop)) return *std::move(refused);
  const UserId id{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)};
  const auto user = shop.db.read([&](db::Tx& tx) { return accounts::find_user(tx, id); });
  const auto& texts = request.visitor.texts();
  if (!user || !user->active || user->role == http::Role::kBuyer)
    return http::problem(404, "unknown_user", texts("chat.error.unknown_user"), texts);
  return http::json(200, json::serialize(json::object{{"name", user->name}, {"role", accounts::word(user->role)}}));
}

}  // namespace hurtrock::chat
