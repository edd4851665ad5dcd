#include <boost/json.hpp>

#include "accounts/chat_token.hpp"
#include "accounts/handlers.hpp"

namespace hurtrock::accounts {
namespace {

/// Of the guests an account once was: whoever logs in more often without opening the chat has forgotten the others.
constexpr std::int64_t kMostFormerGuests = 5;

ChatIdentity account_identity(Services& shop, const http::Visitor::User& user) {
  return {.account = user.id, .name = user.name, .role = user.role, .former_guests = shop.db.read([&](db::Tx& tx) {
            return former_chat_guests(tx, UserId{user.id}, kMostFormerGuests);
          })};
}

ChatIdentity guest_identity(Services& shop, const http::Visitor::Session& session) {
  return {.guest_key =
              shop.db.write([&](db::Tx& tx) { return chat_guest_key(tx, SessionId{session.id}, shop.clock.now()); })};
}

}  // namespace

http::Response api_chat_token(const http::Request& request, Services& shop) {
  const http::SessionForWrite session(request, shop.sessions);
  const auto& visitor = session.visitor();
  // The chat shows its staff what the pages of the admin show, and wants what they want (app/gate.cpp).
  if (shop.second_step_required && visitor.lacks_second_step())
    return http::problem(403, "second_step_required", visitor.texts()("accounts.problem.second_step"),
                         visitor.texts()("accounts.second_step.chat_required"));
  ChatIdentity identity = visitor.user ? account_identity(shop, *visitor.user) : guest_identity(shop, *visitor.session);
  identity.language = visitor.language;
  identity.expires_at = std::chrono::floor<std::chrono::seconds>(shop.clock.now() + kChatTokenLife);
  return session.with_session(http::json(
      200, boost::json::serialize(boost::json::object{{"token", make_chat_token(shop.session_secret, identity)},
                                                      {"expires_at", rfc3339(identity.expires_at)},
                                                      {"url", shop.chat_url}})));
}

}  // namespace hurtrock::accounts
