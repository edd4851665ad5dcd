#include "cart/handlers.hpp"

namespace hurtrock::cart {

Added add_item(const http::Request& request, Services& shop, VariantId variant, std::int64_t quantity) {
  if (!request.visitor.session) {
    auto possible = shop.db.read([&](db::Tx& tx) { return could_add(tx, variant, quantity); });
    if (!possible) return {possible, request.visitor, [](http::Response response) { return response; }};
  }
  const http::SessionForWrite session(request, shop.sessions);
  auto outcome = shop.db.write(
      [&](db::Tx& tx) { return add(tx, *owner_of(session.visitor()), variant, quantity, shop.clock.now()); });
  return {outcome, session.visitor(),
          [session](http::Response response) { return session.with_session(std::move(response)); }};
}

}  // namespace hurtrock::cart
