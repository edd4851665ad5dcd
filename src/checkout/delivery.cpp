#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "catalog/offers.hpp"
#include "checkout/area_choice.hpp"
#include "checkout/area_cookie.hpp"
#include "checkout/delivery_days.hpp"
#include "checkout/handlers.hpp"
#include "checkout/pages.hpp"
#include "checkout/service_name.hpp"
#include "checkout/views/delivery.html.hpp"
#include "checkout/views/delivery_quotes.html.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "shipping/areas.hpp"
#include "shipping/shipping.hpp"
#include "store/store.hpp"

namespace hurtrock::checkout {
namespace {

constexpr std::int64_t kYear = 365LL * 24 * 3600;

std::optional<catalog::Offer> offer_of(const http::Request& request, Services& shop) {
  const auto id = text::parse_integer(request.query.value("variant"), 1, INT64_MAX);
  if (!id) return std::nullopt;
  auto offer =
      shop.db.read([&](db::Tx& tx) { return catalog::find_offer(tx, VariantId{*id}, request.visitor.language); });
  return offer && offer->on_sale ? offer : std::nullopt;
}

DeliveryQuote described(const shipping::Quote& quote, std::optional<Time> handover, const i18n::Texts& texts) {
  DeliveryQuote row{.name = service_name(quote, texts),
                    .price = quote.price.rupiah() == 0 ? std::string{} : format_rupiah(quote.price),
                    .list_price = quote.price < quote.list_price ? format_rupiah(quote.list_price) : std::string{},
                    .min_days = static_cast<int>(quote.min_days),
                    .max_days = static_cast<int>(quote.max_days),
                    .weight = weight_words(quote),
                    .when = {},
                    .address = {}};
  if (handover && quote.max_days > 0)
    row.when = span_words(courier_day(*handover, quote.min_days), courier_day(*handover, quote.max_days), texts);
  return row;
}

DeliveryQuotes quotes_for(const catalog::Offer& offer, const shipping::Area& area, Services& shop,
                          const layout::Frame& frame, const i18n::Texts& texts) {
  const shipping::Article piece{.quantity = 1,
                                .weight_g = offer.weight_g,
                                .length_mm = offer.length_mm,
                                .width_mm = offer.width_mm,
                                .height_mm = offer.height_mm};
  std::vector<shipping::Quote> quotes;
  hurtrock::store::Profile profile;
  shop.db.read([&](db::Tx& tx) {
    quotes = shipping::quotes(tx, area.province_code.value_or(""), {&piece, 1}, offer.price);
    profile = hurtrock::store::load_profile(tx);
  });
  // Couriers from the cheapest on; pick-up costs nothing, but is no way to have something sent.
  std::ranges::sort(quotes, {}, [](const shipping::Quote& quote) {
    return std::tuple{quote.is_pickup, quote.price, quote.max_days, quote.name};
  });
  // What is not here today is not handed over tomorrow.
  const auto handover = offer.in_stock > 0 ? handover_day(profile, shop.clock.now()) : std::nullopt;

  DeliveryQuotes view;
  view.area = label_of(area);
  for (const shipping::Quote& quote : quotes) {
    view.quotes.push_back(described(quote, handover, texts));
    if (quote.is_pickup) {
      view.quotes.back().address = frame.shop->store.address;
    } else {
      view.has_couriers = true;
    }
  }
  if (handover && view.has_couriers) view.handed_over = day_words(*handover, texts);
  return view;
}

/// Script may read it: without one, the page of a product asks for no prices.
void remember(http::Response& response, const shipping::Area& area, const Services& shop) {
  http::set_cookie(
      response, kAreaCookie, area.code,
      {.http_only = false, .secure = shop.settings.public_url.starts_with("https://"), .max_age_s = kYear});
}

}  // namespace

http::Response show_delivery_quotes(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto offer = offer_of(request, shop);
  if (!offer)
    return http::problem(404, "not_found", texts("catalog.problem.not_found"),
                         texts("catalog.problem.not_found_detail"));
  auto input = http::Input::of_fields(request.query, texts);
  const auto area = shipping::find_area(input.line("area_code", 20));
  if (input.ok() && !area) input.refuse("area_code", "unknown_area", std::string(texts("checkout.error.unknown_area")));
  if (!input.ok()) return http::invalid(input);

  std::string out;
  html::Writer writer(out, texts);
  views::delivery_quotes(writer, quotes_for(*offer, *area, shop, shop.frames.frame_for(request), texts));
  auto response = http::html(200, std::move(out));
  remember(response, *area, shop);
  return response;
}

http::Response show_delivery(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto offer = offer_of(request, shop);
  if (!offer) return layout::error_response(request, shop.frames, 404);

  auto input = http::Input::of_fields(request.query, texts);
  const std::string query = input.line("area_query", 100, http::Need::kOptional);
  const std::string code = input.line("area_code", 20, http::Need::kOptional);
  const auto area = shipping::find_area(code.empty() && query.empty() ? request.cookie(kAreaCookie) : code);
  if (input.ok() && !code.empty() && !area)
    input.refuse("area_query", "unknown_area", std::string(texts("checkout.error.unknown_area")));
  if (input.ok() && !query.empty() && text::length(query) < 2)
    input.refuse("area_query", "too_short", std::string(texts("checkout.problem.area_query_detail")));

  DeliveryPage view;
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("checkout.delivery.title");
  view.frame.indexable = false;
  view.variant = offer->variant.value();
  view.product_name = offer->options.empty() ? offer->name : fmt::format("{} ({})", offer->name, offer->options);
  view.product_url = fmt::format("/product/{}?variant={}", offer->slug, view.variant);
  view.form.values = {{"area_query", query}};
  view.form.errors = input.errors();
  if (input.ok() && code.empty() && !query.empty()) {
    const auto found = shipping::search_areas(query, shop.own_place(), kMostAreas);
    view.more_areas = found.more;
    for (const auto& each : found.areas) view.areas.push_back({.code = each.code, .label = label_of(each)});
    if (view.areas.empty()) view.form.errors = {{"area_query", "none", std::string(texts("checkout.area_none"))}};
  }
  if (input.ok() && area) view.quotes = quotes_for(*offer, *area, shop, view.frame, texts);

  std::string out;
  html::Writer writer(out, texts);
  views::delivery(writer, view);
  auto response = http::html(input.ok() ? 200 : 422, std::move(out));
  if (view.quotes && !code.empty()) remember(response, *area, shop);
  return response;
}

}  // namespace hurtrock::checkout
