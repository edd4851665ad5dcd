#include "checkout/area_cookie.hpp"
#include "checkout/checkout_page.hpp"
#include "checkout/handlers.hpp"
#include "platform/core/crypto.hpp"
#include "shipping/areas.hpp"

namespace hurtrock::checkout {

http::Response show_checkout(const http::Request& request, Services& shop) {
  PageState state{.form = {},
                  .idempotency_key = crypto::random_uuid(),
                  .area_code = {},
                  .shipping_service = {},
                  .payment_method = {},
                  .price_changes = {}};
  // Worked out on a product's page before: typed once is enough.
  if (const auto area = shipping::find_area(request.cookie(kAreaCookie))) state.area_code = area->code;
  if (request.visitor.user)
    state.form.values = {{"name", request.visitor.user->name}, {"email", request.visitor.user->email}};
  if (const auto owner = cart::owner_of(request.visitor))
    state.price_changes =
        price_changes_of(shop.db.read([&](db::Tx& tx) { return cart::load(tx, *owner, request.visitor.language); }));
  return checkout_page(request, shop, 200, std::move(state));
}

}  // namespace hurtrock::checkout
