#include "checkout/checkout_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/area_choice.hpp"
#include "checkout/articles.hpp"
#include "checkout/choices.hpp"
#include "checkout/saved_addresses.hpp"
#include "checkout/views/checkout.html.hpp"
#include "platform/core/text.hpp"
#include "shipping/areas.hpp"

namespace hurtrock::checkout {
namespace {

void add_area(CheckoutPage& view, const PageState& state, const Services& shop) {
  if (const auto area = shipping::find_area(state.area_code))
    view.area = AreaChoice{.code = area->code, .label = label_of(*area), .selected = true};
  if (!state.search_areas) return;
  view.area_searched = true;
  const std::string_view query = text::trim(view.form.value("area_query"));
  if (text::length(query) < 2 || text::length(query) > 100) return;
  const auto found = shipping::search_areas(query, shop.own_place(), kMostAreas);
  view.more_areas = found.more;
  for (const auto& area : found.areas)
    view.area_results.push_back({.code = area.code, .label = label_of(area), .selected = area.code == state.area_code});
}

/// What is another now than the buyer was shown.
void add_changes(CheckoutPage& view, const Seen& seen, const i18n::Texts& texts) {
  const auto add = [&](std::string_view name, std::optional<Money> before, std::optional<Money> now) {
    if (!before || !now || *before == *now) return;
    view.price_changes.push_back({std::string(texts(name)), *before, *now});
    view.total_changed = true;
  };
  add("checkout.changes_goods", seen.goods, view.subtotal);
  add("checkout.shipping_cost", seen.shipping, view.shipping_price);
}

void add_lines(CheckoutPage& view, const cart::Cart& cart) {
  for (const cart::Line& line : cart.lines)
    view.lines.push_back(
        {.name = line.offer.name,
         .option = line.offer.options,
         .picture =
             {.url = line.offer.image_url, .width = 1000, .height = 1000, .alt = {}, .srcset = {}, .thumbnail = {}},
         .quantity = line.quantity,
         .total = line.total(),
         .awaited = line.awaited()});
  view.count = cart.count();
  view.subtotal = cart.subtotal();
}

}  // namespace

std::vector<PriceChange> price_changes_of(const cart::Cart& cart) {
  std::vector<PriceChange> changes;
  for (const cart::Line& line : cart.lines)
    if (line.offer.price > line.price_seen) changes.push_back({line.offer.name, line.price_seen, line.offer.price});
  return changes;
}

http::Response checkout_page(const http::Request& request, Services& shop, int status, PageState state) {
  const auto owner = cart::owner_of(request.visitor);
  if (!owner) return http::see_other("/cart");
  const auto& texts = request.visitor.texts();
  const auto area = shipping::find_area(state.area_code);

  cart::Cart cart;
  std::vector<shipping::Quote> quotes;
  std::vector<payments::Method> methods;
  std::optional<AccountData> account;
  shop.db.read([&](db::Tx& tx) {
    cart = cart::load(tx, *owner, request.visitor.language);
    if (area && !cart.lines.empty())
      quotes = shipping::quotes(tx, area->province_code.value_or(""), articles_of(cart), cart.subtotal());
    methods = payments::methods(tx);
    account = account_data(tx, request.visitor);
  });
  if (cart.lines.empty() || !std::ranges::all_of(cart.lines, &cart::Line::sellable)) return http::see_other("/cart");

  CheckoutPage view;
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("checkout.title");
  view.frame.indexable = false;
  view.frame.chat_in_page = true;
  view.form = std::move(state.form);
  view.is_fresh = state.is_fresh;
  view.person = owner->user ? fmt::format("account {}", owner->user->value()) : "guest";
  view.idempotency_key = std::move(state.idempotency_key);
  view.price_changes = std::move(state.price_changes);
  add_area(view, state, shop);
  if (account) add_addresses(view, *account);
  add_lines(view, cart);
  view.shipping = shipping_choices(quotes, state.shipping_service, texts);
  const auto chosen = std::ranges::find_if(view.shipping, &ShippingChoice::selected);
  if (chosen != view.shipping.end()) view.shipping_price = chosen->price;
  add_changes(view, state.seen, texts);
  view.total = view.subtotal + view.shipping_price.value_or(Money{});
  view.payments = payment_choices(methods, shop, view.total, state.payment_method, texts);

  std::string out;
  html::Writer writer(out, texts);
  views::checkout(writer, view);
  return http::html(status, std::move(out));
}

}  // namespace hurtrock::checkout
