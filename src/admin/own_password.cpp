#include "admin/own_password.hpp"

#include "accounts/credentials.hpp"

namespace hurtrock::admin {

bool asks_own_password(const http::Request& request, Services& shop) {
  const auto last =
      shop.db.read([&](db::Tx& tx) { return accounts::proved_at(tx, SessionId{request.visitor.session->id}); });
  return !last || shop.clock.now() - *last >= kPasswordCounts;
}

void check_own_password(http::Input& input, const http::Request& request, Services& shop) {
  constexpr std::string_view kField = "current_password";
  if (!asks_own_password(request, shop)) return;
  const Secret typed{input.password(kField, 1)};
  if (typed.empty()) return;
  const auto proved =
      accounts::check_login(shop.db, shop.clock, request.visitor.user->email, typed, request.remote_address);
  if (proved) {
    shop.db.write(
        [&](db::Tx& tx) { accounts::set_proved(tx, SessionId{request.visitor.session->id}, shop.clock.now()); });
    return;
  }
  const auto& texts = input.texts();
  input.refuse(kField, "wrong",
               proved.error().wait ? texts("accounts.refused.wait", {{"n", proved.error().wait->count()}})
                                   : std::string(texts("accounts.refused.current_password")));
}

}  // namespace hurtrock::admin
