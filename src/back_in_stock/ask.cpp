#include <fmt/format.h>

#include "back_in_stock/handlers.hpp"
#include "back_in_stock/pages.hpp"
#include "back_in_stock/views/ask.html.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::back_in_stock {
namespace {

/// Of the page that the form stood on, which its address may have chosen.
i18n::Language language_of_page(const http::Request& request) {
  for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish})
    if (request.form.value("language") == i18n::code(language)) return language;
  return request.visitor.language;
}

bool is_their_own(const http::Request& request, std::string_view email) {
  return request.visitor.user && request.visitor.user->verified && request.visitor.user->email == email;
}

std::optional<catalog::Offer> offer_on_sale(const http::Request& request, Services& shop,
                                            std::optional<std::int64_t> variant) {
  if (!variant) return std::nullopt;
  auto offer =
      shop.db.read([&](db::Tx& tx) { return catalog::find_offer(tx, VariantId{*variant}, request.visitor.language); });
  return offer && offer->on_sale ? std::move(offer) : std::nullopt;
}

http::Response ask_page(const http::Request& request, Services& shop, int status, const catalog::Offer& offer,
                        AskPage view) {
  const auto& texts = request.visitor.texts();
  view.frame = shop.frames.frame_for(request);
  view.frame.path = fmt::format("/back-in-stock?variant={}", offer.variant.value());
  view.frame.title = texts("catalog.tell_me.title");
  view.frame.indexable = false;
  view.name = full_name(offer);
  view.product_url = fmt::format("/product/{}?variant={}", offer.slug, offer.variant.value());
  view.most_wishes = kMostOfMailbox;
  view.tell_me.variant_id = offer.variant.value();
  view.tell_me.csrf_token = view.frame.csrf_token;
  std::string out;
  html::Writer writer(out, texts);
  views::ask(writer, view);
  return http::html(status, std::move(out));
}

http::Response refused_form(const http::Request& request, Services& shop, int status, const catalog::Offer& offer,
                            const http::Input& input) {
  return ask_page(request, shop, status, offer,
                  {.tell_me = {.form = {.values = {{"email", std::string(request.form.value("email"))}},
                                        .errors = input.errors()}}});
}

}  // namespace

std::expected<void, NotKept> keep(const http::Request& request, Services& shop, const Wish& wish) {
  auto kept = shop.db.write([&](db::Tx& tx) { return ask(tx, wish, shop.clock.now()); });
  if (kept || kept.error() != NotKept::kFull || is_their_own(request, wish.email)) return kept;
  log::info("back_in_stock.mailbox_full", {{"variant", wish.variant.value()}});
  return {};
}

http::Response show_form(const http::Request& request, Services& shop) {
  const auto offer = offer_on_sale(request, shop, text::parse_integer(request.query.value("variant"), 1, INT64_MAX));
  if (!offer) return layout::error_response(request, shop.frames, 404);
  AskPage view;
  if (offer->available > 0) view.shows = AskPage::Shows::kAvailable;
  if (request.visitor.user) view.tell_me.form.values = {{"email", request.visitor.user->email}};
  return ask_page(request, shop, 200, *offer, std::move(view));
}

http::Response submit_wish(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto offer = offer_on_sale(request, shop, input.integer("variant_id", 1, INT64_MAX));
  if (!offer) return layout::error_response(request, shop.frames, 404);
  const std::string email = input.email("email");
  if (!input.ok()) return refused_form(request, shop, 422, *offer, input);

  const auto kept = keep(request, shop, {offer->variant, email, language_of_page(request)});
  if (kept) return ask_page(request, shop, 200, *offer, {.shows = AskPage::Shows::kKept, .email = email});
  switch (kept.error()) {
    case NotKept::kUnknownVariant:
      break;
    case NotKept::kAvailable:
      return ask_page(request, shop, 409, *offer, {.shows = AskPage::Shows::kAvailable});
    case NotKept::kFull:
      input.refuse("email", "full", input.texts()("back_in_stock.error.full", {{"n", kMostOfMailbox}}));
      return refused_form(request, shop, 409, *offer, input);
  }
  return layout::error_response(request, shop.frames, 404);
}

}  // namespace hurtrock::back_in_stock
