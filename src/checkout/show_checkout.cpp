#include "checkout/checkout_page.hpp"
#include "checkout/handlers.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::checkout {

http::Response show_checkout(const http::Request& request, Services& shop) {
  PageState state{.form = {},
                  .idempotency_key = crypto::random_uuid(),
                  .area_code = {},
                  .shipping_service = {},
                  .payment_method = {},
                  .price_changes = {}};
  if (request.visitor.user)
    state.form.values = {{"name", request.visitor.user->name}, {"email", request.visitor.user->email}};
  if (const auto owner = cart::owner_of(request.visitor))
    state.price_changes =
        price_changes_of(shop.db.read([&](db::Tx& tx) { return cart::load(tx, *owner, request.visitor.language); }));
  return checkout_page(request, shop, 200, std::move(state));
}

}  // namespace hurtrock::checkout
