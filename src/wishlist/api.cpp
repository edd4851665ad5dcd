#include <boost/json.hpp>

#include "platform/http/input.hpp"
#include "platform/http/problem.hpp"
#include "wishlist/handlers.hpp"

namespace hurtrock::wishlist {
namespace {

namespace json = boost::json;

http::Response refusal(Refusal why, const i18n::Texts& texts) {
  if (why == Refusal::kFull)
    return http::problem(409, "wishlist_full", texts("wishlist.problem.full"),
                         texts("wishlist.notice.full", {{"n", kMostEntries}}));
  return http::problem(404, "unknown_variant", texts("wishlist.problem.unknown_variant"),
                       texts("wishlist.notice.unknown_variant"));
}

/// What is on the list, as hearts need it.
http::Response state(const http::Visitor& visitor, Services& shop) {
  json::array ids;
  if (const auto owner = owner_of(visitor))
    for (const VariantId id : shop.db.read([&](db::Tx& tx) { return variants(tx, *owner); })) ids.push_back(id.value());
  const auto count = ids.size();
  return http::json(200, json::serialize(json::object{{"variant_ids", std::move(ids)}, {"count", count}}));
}

}  // namespace

/// A list never holds more than one page.
http::Response api_show(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.query, texts);
  const auto page = input.at_least("page", 1, http::Need::kOptional).value_or(1);
  if (!input.ok())
    return http::problem(400, "invalid_query", texts("http.problem.validation"),
                         texts("http.problem.validation_detail"), input.errors());
  json::array items;
  const auto owner = owner_of(request.visitor);
  const auto entries = owner ? shop.db.read([&](db::Tx& tx) { return load_list(tx, *owner, request.visitor.language); })
                             : std::vector<Entry>{};
  for (const Entry& entry : entries) {
    if (page > 1) break;
    const catalog::Offer& offer = entry.offer;
    items.push_back({{"variant_id", offer.variant.value()},
                     {"product",
                      {{"id", offer.product.value()},
                       {"slug", offer.slug},
                       {"name", offer.name},
                       {"brand", offer.brand},
                       {"sku", offer.sku},
                       {"options", offer.options},
                       {"image", offer.image_url}}},
                     {"price", offer.price.rupiah()},
                     {"price_then", entry.price_then.rupiah()},
                     {"available", offer.on_sale ? offer.available : 0},
                     {"on_sale", offer.on_sale},
                     {"added_at", rfc3339(entry.added_at)}});
  }
  return http::json(200, json::serialize(json::object{{"items", std::move(items)},
                                                      {"page", page},
                                                      {"per_page", kMostEntries},
                                                      {"total", entries.size()},
                                                      {"count", entries.size()}}));
}

http::Response api_add(const http::Request& request, Services& shop) {
  const auto variant = variant_of(request);
  if (!variant) return refusal(Refusal::kUnknownVariant, request.visitor.texts());
  const Added added = add_item(request, shop, *variant);
  if (!added.outcome) return added.with_session(refusal(added.outcome.error(), request.visitor.texts()));
  return added.with_session(state(added.visitor, shop));
}

http::Response api_remove(const http::Request& request, Services& shop) {
  const auto variant = variant_of(request);
  const auto owner = owner_of(request.visitor);
  if (variant && owner) shop.db.write([&](db::Tx& tx) { remove(tx, *owner, *variant, shop.clock.now()); });
  return state(request.visitor, shop);
}

}  // namespace hurtrock::wishlist
