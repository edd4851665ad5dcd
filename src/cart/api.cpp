#include <boost/json.hpp>
#include <utility>

#include "cart/handlers.hpp"
#include "cart/view.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::cart {
namespace {

namespace json = boost::json;

std::string_view word(LineNotice notice) {
  switch (notice) {
    case LineNotice::kNone:
      return "";
    case LineNotice::kPriceChanged:
      return "price_changed";
    case LineNotice::kLessAvailable:
      return "less_available";
    case LineNotice::kSoldOut:
      return "sold_out";
    case LineNotice::kNoLongerSold:
      return "no_longer_sold";
    case LineNotice::kBackorder:
      return "backorder";
  }
  return "";
}

json::value notice_json(const Line& line) {
  const std::string_view notice = word(notice_of(line));
  return notice.empty() ? json::value(nullptr) : json::value(notice);
}

std::string cart_json(const Cart& cart, const std::optional<hurtrock::store::FreeShipping>& free_shipping) {
  json::array items;
  for (const Line& line : cart.lines) {
    const catalog::Offer& offer = line.offer;
    items.push_back({{"id", line.id.value()},
                     {"variant_id", offer.variant.value()},
                     {"product",
                      {{"id", offer.product.value()},
                       {"slug", offer.slug},
                       {"name", offer.name},
                       {"brand", offer.brand},
                       {"sku", offer.sku},
                       {"options", offer.options},
                       {"image", offer.image_url}}},
                     {"quantity", line.quantity},
                     {"unit_price", offer.price.rupiah()},
                     {"line_total", line.total().rupiah()},
                     {"available", offer.available},
                     {"awaited", line.awaited()},
                     {"notice", notice_json(line)}});
  }
  const auto missing =
      free_shipping ? json::value(missing_to(*free_shipping, cart.subtotal()).rupiah()) : json::value(nullptr);
  return json::serialize(json::object{{"items", std::move(items)},
                                      {"subtotal", cart.subtotal().rupiah()},
                                      {"count", cart.count()},
                                      {"free_shipping_missing", missing}});
}

http::Response whole_cart(const http::Visitor& visitor, Services& shop, int status) {
  const auto owner = owner_of(visitor);
  return http::json(status, shop.db.read([&](db::Tx& tx) {
    return cart_json(owner ? load(tx, *owner, visitor.language) : Cart{}, hurtrock::store::load_free_shipping(tx));
  }));
}

http::Response refusal(const Refused& refused, const i18n::Texts& texts) {
  switch (refused.why) {
    case Refusal::kInsufficientStock:
      return http::problem(409, "insufficient_stock", texts("cart.problem.insufficient_stock"),
                           texts("cart.problem.insufficient_stock_detail", {{"available", refused.available}}), {},
                           "\"available\":" + std::to_string(refused.available));
    case Refusal::kTooMany:
      return http::problem(409, "too_many", texts("cart.problem.too_many"), texts("cart.notice.too_many"));
    case Refusal::kUnknownVariant:
      return http::problem(404, "unknown_variant", texts("cart.problem.unknown_variant"),
                           texts("cart.notice.unknown_variant"));
    case Refusal::kUnknownItem:
      return http::problem(404, "unknown_item", texts("cart.problem.unknown_item"), texts("cart.notice.unknown_item"));
  }
  std::unreachable();
}

}  // namespace

http::Response api_show(const http::Request& request, Services& shop) { return whole_cart(request.visitor, shop, 200); }

http::Response api_add(const http::Request& request, Services& shop) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const auto variant = input->integer("variant_id", 1, INT64_MAX);
  const auto quantity = input->at_least("quantity", 1);
  if (!input->ok()) return http::invalid(*input);

  const Added added = add_item(request, shop, VariantId{*variant}, *quantity);
  if (!added.outcome) return added.with_session(refusal(added.outcome.error(), request.visitor.texts()));
  return added.with_session(whole_cart(added.visitor, shop, 200));
}

http::Response api_change(const http::Request& request, Services& shop) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const auto quantity = input->at_least("quantity", 0);
  if (!input->ok()) return http::invalid(*input);

  const auto item = item_of(request);
  const auto owner = owner_of(request.visitor);
  if (!item || !owner) return refusal({Refusal::kUnknownItem}, request.visitor.texts());
  const auto changed =
      shop.db.write([&](db::Tx& tx) { return set_quantity(tx, *owner, *item, *quantity, shop.clock.now()); });
  if (!changed) return refusal(changed.error(), request.visitor.texts());
  return whole_cart(request.visitor, shop, 200);
}

http::Response api_remove(const http::Request& request, Services& shop) {
  const auto item = item_of(request);
  const auto owner = owner_of(request.visitor);
  if (!item || !owner) return refusal({Refusal::kUnknownItem}, request.visitor.texts());
  const auto removed = shop.db.write([&](db::Tx& tx) { return remove(tx, *owner, *item, shop.clock.now()); });
  if (!removed) return refusal(removed.error(), request.visitor.texts());
  return whole_cart(request.visitor, shop, 200);
}

}  // namespace hurtrock::cart
