#include "wishlist/handlers.hpp"

namespace hurtrock::wishlist {

http::Response post_sharing(const http::Request& request, Services& shop) {
  const auto owner = owner_of(request.visitor);
  // There is nothing to share yet, and no session is started for it.
  if (!owner) return http::see_other("/wishlist");
  shop.db.write([&](db::Tx& tx) { return share(tx, *owner, shop.clock.now()); });
  return http::see_other("/wishlist?notice=shared");
}

http::Response post_sharing_removal(const http::Request& request, Services& shop) {
  if (const auto owner = owner_of(request.visitor)) shop.db.write([&](db::Tx& tx) { stop_sharing(tx, *owner); });
  return http::see_other("/wishlist?notice=not_shared");
}

}  // namespace hurtrock::wishlist
