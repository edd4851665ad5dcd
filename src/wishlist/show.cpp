#include <fmt/format.h>

#include <algorithm>

#include "catalog/cards.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "wishlist/handlers.hpp"
#include "wishlist/pages.hpp"
#include "wishlist/views/shared.html.hpp"
#include "wishlist/views/wishlist.html.hpp"

namespace hurtrock::wishlist {
namespace {

/// The notices a redirect may ask for: `?notice=` names one of these texts.
constexpr std::string_view kNotices[] = {"added", "shared", "not_shared"};

const catalog::SnapshotVariant* find_variant(const catalog::Snapshot& snapshot, const catalog::Offer& offer) {
  const auto product = snapshot.find_product(offer.product);
  if (!product) return nullptr;
  const auto variants = snapshot.products()[static_cast<std::size_t>(*product)].variants;
  const auto found = std::ranges::find(variants, offer.variant, &catalog::SnapshotVariant::id);
  return found == variants.end() ? nullptr : &*found;
}

/// The picture of that variant, in the sizes that are kept for screens.
layout::Picture picture_of(const catalog::Snapshot& snapshot, const catalog::Offer& offer, i18n::Language language) {
  const auto& product = snapshot.products()[static_cast<std::size_t>(*snapshot.find_product(offer.product))];
  const auto images = product.images;
  const auto own = std::ranges::find(images, offer.variant, &catalog::SnapshotImage::variant);
  return own == images.end() ? catalog::thumbnail_of(product, language) : catalog::picture_of(*own, language);
}

EntryView view_of(const Entry& entry, const catalog::Snapshot& snapshot, i18n::Language language) {
  const catalog::Offer& offer = entry.offer;
  EntryView view{
      .variant_id = offer.variant.value(),
      .name = offer.name,
      .brand = offer.brand,
      .option = offer.options,
      .url = {},
      .picture = {.url = offer.image_url, .width = 1000, .height = 1000, .alt = {}, .srcset = {}, .thumbnail = {}},
      .price = {.amount = offer.price, .compare_at = {}},
      .stock = {},
      .no_longer_sold = true,
      .cheaper_by = {}};
  const auto* variant = offer.on_sale ? find_variant(snapshot, offer) : nullptr;
  if (variant == nullptr) return view;
  view.no_longer_sold = false;
  view.url = fmt::format("/product/{}?variant={}", offer.slug, offer.variant.value());
  view.picture = picture_of(snapshot, offer, language);
  view.picture.alt.clear();  // The name stands beside it.
  view.price = catalog::price_of(*variant);
  view.stock = catalog::stock_of(snapshot, *variant);
  if (view.price.amount < entry.price_then) view.cheaper_by = entry.price_then - view.price.amount;
  return view;
}

std::vector<EntryView> views_of(const std::vector<Entry>& entries, const Services& shop, i18n::Language language) {
  const auto snapshot = shop.catalogue.snapshot();
  std::vector<EntryView> views;
  views.reserve(entries.size());
  for (const Entry& entry : entries) views.push_back(view_of(entry, *snapshot, language));
  return views;
}

/// What `?removed=` names, as long as it can be put back.
std::optional<Removed> removed_by(const http::Request& request, db::Tx& tx, const std::vector<Entry>& entries) {
  const auto id = text::parse_integer(request.query.value("removed"), 1, INT64_MAX);
  if (!id || std::ranges::any_of(entries, [&](const Entry& entry) { return entry.offer.variant.value() == *id; }))
    return std::nullopt;
  const auto offer = catalog::find_offer(tx, VariantId{*id}, request.visitor.language);
  if (!offer || !offer->on_sale) return std::nullopt;
  return Removed{.variant_id = *id, .name = offer->name};
}

http::Response page(const http::Request& request, Services& shop, int status, std::string_view notice) {
  const auto& texts = request.visitor.texts();
  std::vector<Entry> entries;
  std::optional<std::string> token;
  WishlistPage view;
  if (const auto owner = owner_of(request.visitor))
    shop.db.read([&](db::Tx& tx) {
      entries = load_list(tx, *owner, request.visitor.language);
      token = shared_as(tx, *owner);
      view.removed = removed_by(request, tx, entries);
    });
  view.entries = views_of(entries, shop, request.visitor.language);
  if (token) view.shared_url = fmt::format("{}/wishlist/shared/{}", shop.public_url, *token);
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("wishlist.title");
  view.frame.indexable = false;
  if (!notice.empty()) view.frame.notice = texts(fmt::format("wishlist.notice.{}", notice), {{"n", kMostEntries}});
  view.frame.notice_is_error = status >= 400;
  std::string out;
  html::Writer writer(out, texts);
  views::wishlist(writer, view);
  return http::html(status, std::move(out));
}

}  // namespace

http::Response show_wishlist(const http::Request& request, Services& shop) {
  const std::string_view notice = request.query.value("notice");
  return page(request, shop, 200, std::ranges::find(kNotices, notice) == std::end(kNotices) ? "" : notice);
}

http::Response refused_page(const http::Request& request, Services& shop, int status, std::string_view notice) {
  return page(request, shop, status, notice);
}

http::Response show_shared(const http::Request& request, Services& shop) {
  const auto language = request.visitor.language;
  const auto entries = shop.db.read([&](db::Tx& tx) { return load_shared(tx, request.param("token"), language); });
  if (!entries) return layout::error_response(request, shop.frames, 404);
  const auto& texts = request.visitor.texts();
  SharedPage view{.frame = shop.frames.frame_for(request), .entries = views_of(*entries, shop, language)};
  // What it cost when they put it there is the owner's business.
  for (EntryView& entry : view.entries) entry.cheaper_by.reset();
  view.frame.title = texts("wishlist.shared.title");
  view.frame.indexable = false;
  std::string out;
  html::Writer writer(out, texts);
  views::shared(writer, view);
  auto response = http::html(200, std::move(out));
  // The address is all it takes to see the list: links that lead out of the shop do not tell it.
  response.set("Referrer-Policy", "same-origin");
  return response;
}

}  // namespace hurtrock::wishlist
