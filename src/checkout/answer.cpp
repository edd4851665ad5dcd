#include "checkout/answer.hpp"

#include <fmt/format.h>

#include <utility>

#include "checkout/buyer_limits.hpp"

namespace hurtrock::checkout {
namespace {

/// Of the form; nothing is the whole of it.
std::string_view field_of(NotPlaced::Counted counted) {
  if (counted == NotPlaced::Counted::kMailbox) return "email";
  return counted == NotPlaced::Counted::kPhone ? "phone" : "";
}

std::string_view word_for(NotPlaced::Counted counted) {
  return counted == NotPlaced::Counted::kBuyer ? "buyer" : field_of(counted);
}

}  // namespace

std::string order_url(const Services& shop, std::string_view number, std::string_view suffix) {
  return fmt::format("/orders/{}?t={}{}", number, orders::link_token(shop.settings.session_secret, number), suffix);
}

Outcome finish_placing(Services& shop, const Placed& placed) {
  PaymentPage page = open_payment(shop, placed.order);
  return {.order = shop.db.read([&](db::Tx& tx) { return *orders::find(tx, placed.order); }), .page = std::move(page)};
}

Explained explain(const NotPlaced& refused, const i18n::Texts& texts) {
  using Why = NotPlaced::Why;
  switch (refused.why) {
    case Why::kEmptyCart:
      return {409, "empty_cart", "", std::string(texts("checkout.refused.empty_cart"))};
    case Why::kKeyReused:
      return {422, "idempotency_key_reused", "", std::string(texts("checkout.refused.key_reused"))};
    case Why::kPriceChanged:
      return {409, "price_changed", "", std::string(texts("checkout.refused.price_changed"))};
    case Why::kTotalChanged:
      return {409, "total_changed", "",
              texts("checkout.refused.total_changed", {{"total", format_rupiah(refused.total)}})};
    case Why::kInsufficientStock:
      return {409, "insufficient_stock", "",
              refused.available == 0 ? texts("checkout.refused.sold_out", {{"product", refused.product}})
                                     : texts("checkout.refused.insufficient_stock",
                                             {{"product", refused.product}, {"available", refused.available}})};
    case Why::kNotSold:
      return {409, "not_sold", "", texts("checkout.refused.not_sold", {{"product", refused.product}})};
    case Why::kUnknownShipping:
      return {422, "unknown_shipping_service", "shipping_service",
              std::string(texts("checkout.refused.unknown_shipping"))};
    case Why::kMethodNotAvailable:
      return {422, "payment_method_not_available", "payment_method",
              std::string(texts("checkout.refused.method_not_available"))};
    case Why::kUnpaidOrders:
      return {409, "unpaid_orders", std::string(field_of(refused.counted)),
              texts(fmt::format("checkout.refused.unpaid_orders.{}", word_for(refused.counted)),
                    {{"n", kMostUnpaidOrders}, {"orders", refused.orders}})};
    case Why::kTooManyOrders:
      return {
          429, "too_many_orders", std::string(field_of(refused.counted)),
          texts(fmt::format("checkout.refused.too_many_orders.{}", word_for(refused.counted)),
                {{"n", kMostNewOrders}, {"minutes", std::chrono::ceil<std::chrono::minutes>(refused.wait).count()}}),
          refused.wait};
  }
  std::unreachable();
}

}  // namespace hurtrock::checkout
