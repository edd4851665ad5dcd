#include "checkout/area_cookie.hpp"
#include "checkout/checkout_page.hpp"
#include "checkout/handlers.hpp"
#include "checkout/saved_addresses.hpp"
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
  const std::string_view wanted = request.query.value("address");
  shop.db.read([&](db::Tx& tx) {
    if (const auto account = account_data(tx, request.visitor)) state.form = form_of(*account, wanted);
    if (const auto owner = cart::owner_of(request.visitor))
      state.price_changes = price_changes_of(cart::load(tx, *owner, request.visitor.language));
  });
  state.area_code = state.form.value("area_code");
  // Worked out on a product's page before: typed once is enough.
  if (state.form.value("street").empty())
    if (const auto area = shipping::find_area(request.cookie(kAreaCookie))) state.area_code = area->code;
  state.is_fresh = wanted.empty();
  return checkout_page(request, shop, 200, std::move(state));
}

}  // namespace hurtrock::checkout
