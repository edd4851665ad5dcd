#include "cart/pages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cart/handlers.hpp"
#include "cart/view.hpp"
#include "cart/views/cart.html.hpp"
#include "cart/views/drawer.html.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::cart {
namespace {

Contents contents_for(const http::Request& request, Services& shop) {
  const auto owner = owner_of(request.visitor);
  if (!owner) return {};
  return shop.db.read([&](db::Tx& tx) {
    return contents_of(load(tx, *owner, request.visitor.language), hurtrock::store::load_free_shipping(tx));
  });
}

/// The notices a redirect may ask for: `?notice=` on /cart names one of these texts.
constexpr std::string_view kNotices[] = {"added",        "changed",  "removed", "insufficient_stock", "unknown_variant",
                                         "unknown_item", "too_many", "invalid", "price_changed"};

std::string_view word(Refusal why) {
  switch (why) {
    case Refusal::kUnknownVariant:
      return "unknown_variant";
    case Refusal::kUnknownItem:
      return "unknown_item";
    case Refusal::kInsufficientStock:
      return "insufficient_stock";
    case Refusal::kTooMany:
      return "too_many";
  }
  return "invalid";
}

http::Response to_cart(std::string_view notice) { return http::see_other(fmt::format("/cart?notice={}", notice)); }

http::Response page(const http::Request& request, Services& shop, int status, std::string_view notice) {
  CartPage view{.frame = shop.frames.frame_for(request), .cart = contents_for(request, shop), .suggestions = {}};
  const auto& texts = request.visitor.texts();
  view.frame.title = texts("cart.title");
  view.frame.indexable = false;
  view.frame.chat_in_page = !view.cart.lines.empty();
  if (std::ranges::find(kNotices, notice) != std::end(kNotices)) {
    view.frame.notice = texts(fmt::format("cart.notice.{}", notice));
    view.frame.notice_is_error = notice != "added" && notice != "changed" && notice != "removed";
  }
  std::string out;
  html::Writer writer(out, texts);
  views::cart(writer, view);
  return http::html(status, std::move(out));
}

http::Response refused_page(const http::Request& request, Services& shop, std::string_view notice) {
  return page(request, shop, notice == "insufficient_stock" ? 409 : 422, notice);
}

}  // namespace

http::Response show_cart(const http::Request& request, Services& shop) {
  return page(request, shop, 200, request.query.value("notice"));
}

http::Response show_drawer(const http::Request& request, Services& shop) {
  Drawer view{.cart = contents_for(request, shop), .csrf_token = {}};
  if (request.visitor.session) view.csrf_token = request.visitor.session->csrf_token;
  std::string out;
  html::Writer writer(out, request.visitor.texts());
  views::drawer(writer, view);
  return http::html(200, std::move(out));
}

http::Response post_item(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto variant = input.integer("variant_id", 1, INT64_MAX);
  const auto quantity = input.at_least("quantity", 1);
  if (!input.ok()) return refused_page(request, shop, "invalid");

  const Added added = add_item(request, shop, VariantId{*variant}, *quantity);
  if (!added.outcome) return added.with_session(refused_page(request, shop, word(added.outcome.error().why)));
  return added.with_session(to_cart("added"));
}

http::Response post_quantity(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto quantity = input.at_least("quantity", 0);
  const auto item = item_of(request);
  const auto owner = owner_of(request.visitor);
  if (!input.ok()) return refused_page(request, shop, "invalid");
  if (!item || !owner) return refused_page(request, shop, "unknown_item");
  const auto changed =
      shop.db.write([&](db::Tx& tx) { return set_quantity(tx, *owner, *item, *quantity, shop.clock.now()); });
  if (!changed) return refused_page(request, shop, word(changed.error().why));
  return to_cart(*quantity == 0 ? "removed" : "changed");
}

http::Response post_removal(const http::Request& request, Services& shop) {
  const auto item = item_of(request);
  const auto owner = owner_of(request.visitor);
  // A second click on "remove" finds the line gone: that is what was wanted.
  if (item && owner) shop.db.write([&](db::Tx& tx) { return remove(tx, *owner, *item, shop.clock.now()).has_value(); });
  return to_cart("removed");
}

}  // namespace hurtrock::cart
