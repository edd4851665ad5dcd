#include <fmt/format.h>

#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "wishlist/handlers.hpp"

namespace hurtrock::wishlist {

Added add_item(const http::Request& request, Services& shop, VariantId variant) {
  if (!request.visitor.session) {
    auto possible = shop.db.read([&](db::Tx& tx) { return could_add(tx, variant); });
    if (!possible) return {possible, request.visitor, [](http::Response response) { return response; }};
  }
  const http::SessionForWrite session(request, shop.sessions);
  auto outcome =
      shop.db.write([&](db::Tx& tx) { return add(tx, *owner_of(session.visitor()), variant, shop.clock.now()); });
  return {outcome, session.visitor(),
          [session](http::Response response) { return session.with_session(std::move(response)); }};
}

std::optional<VariantId> variant_of(const http::Request& request) {
  const auto id = text::parse_integer(request.param("variant_id"), 1, INT64_MAX);
  return id ? std::optional{VariantId{*id}} : std::nullopt;
}

http::Response post_item(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto variant = input.integer("variant_id", 1, INT64_MAX);
  if (!input.ok()) return refused_page(request, shop, 422, "unknown_variant");

  const Added added = add_item(request, shop, VariantId{*variant});
  if (added.outcome) return added.with_session(http::see_other("/wishlist?notice=added"));
  const bool full = added.outcome.error() == Refusal::kFull;
  return added.with_session(refused_page(request, shop, full ? 409 : 422, full ? "full" : "unknown_variant"));
}

http::Response post_removal(const http::Request& request, Services& shop) {
  const auto variant = variant_of(request);
  const auto owner = owner_of(request.visitor);
  if (!variant || !owner) return http::see_other("/wishlist");
  shop.db.write([&](db::Tx& tx) { remove(tx, *owner, *variant, shop.clock.now()); });
  return http::see_other(fmt::format("/wishlist?removed={}", variant->value()));
}

}  // namespace hurtrock::wishlist
