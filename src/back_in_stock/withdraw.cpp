#include <fmt/format.h>

#include "back_in_stock/handlers.hpp"
#include "back_in_stock/pages.hpp"
#include "back_in_stock/views/wishes.html.hpp"
#include "layout/error_page.hpp"
#include "layout/language_address.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::back_in_stock {
namespace {

std::string path_of(const http::Request& request) {
  return fmt::format("/back-in-stock/wishes/{}", request.param("token"));
}

WishView view_of(const Waiting& waiting) {
  const catalog::Offer& offer = waiting.offer;
  return {
      .id = waiting.id.value(),
      .name = full_name(offer),
      .url = offer.on_sale ? fmt::format("/product/{}?variant={}", offer.slug, offer.variant.value()) : std::string{}};
}

}  // namespace

/// Programs that look through mails open their links, so opening this one ends nothing.
http::Response show_wishes(const http::Request& request, Services& shop) {
  const auto email = mailbox_of(shop.mails, request.param("token"));
  if (!email) return layout::error_response(request, shop.frames, 404);
  const auto language = request.visitor.language;
  const auto& texts = request.visitor.texts();
  WishesPage view{.frame = shop.frames.frame_for(request),
                  .wishes = {},
                  .action = layout::address_in(path_of(request) + "/removal", language)};
  for (const Waiting& waiting : shop.db.read([&](db::Tx& tx) { return waiting_of(tx, *email, language); }))
    view.wishes.push_back(view_of(waiting));
  view.frame.title = texts("back_in_stock.wishes.title");
  view.frame.indexable = false;
  if (request.query.value("notice") == "removed") view.frame.notice = texts("back_in_stock.notice.removed");
  std::string out;
  html::Writer writer(out, texts);
  views::wishes(writer, view);
  auto response = http::html(200, std::move(out));
  // The address is all it takes: links that lead out of the shop do not tell it.
  response.set("Referrer-Policy", "same-origin");
  return response;
}

http::Response submit_removal(const http::Request& request, Services& shop) {
  const auto email = mailbox_of(shop.mails, request.param("token"));
  if (!email) return layout::error_response(request, shop.frames, 404);
  const bool all = request.form.count("wish") == 0;
  const auto wish = text::parse_integer(request.form.value("wish"), 1, INT64_MAX);
  shop.db.write([&](db::Tx& tx) {
    if (all) return withdraw_all(tx, *email, shop.clock.now());
    if (wish) withdraw(tx, *email, StockWishId{*wish}, shop.clock.now());
  });
  return http::see_other(layout::address_in(path_of(request) + "?notice=removed", request.visitor.language));
}

}  // namespace hurtrock::back_in_stock
