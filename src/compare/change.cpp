#include <algorithm>

#include "compare/handlers.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::compare {
namespace {

constexpr std::int64_t kMonth = 30LL * 24 * 3600;

/// What is on the page that the form was sent from; on other pages, what this browser has chosen before.
Chosen present(const http::Request& request, const catalog::Snapshot& snapshot) {
  const auto shown = request.form.all("with");
  return shown.empty() ? from_cookie(snapshot, request.cookie(kCookie)) : from_slugs(snapshot, shown).products;
}

std::optional<int> product_of(const http::Request& request, const catalog::Snapshot& snapshot) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto id = input.integer("product_id", 1, INT64_MAX);
  return input.ok() ? snapshot.find_product(ProductId{*id}) : std::nullopt;
}

http::Response to_comparison(const Services& shop, const catalog::Snapshot& snapshot, const Chosen& chosen) {
  auto response = http::see_other(address_of(snapshot, chosen));
  http::set_cookie(response, kCookie, to_cookie(snapshot, chosen),
                   {.secure = shop.secure_cookies, .max_age_s = chosen.empty() ? 0 : kMonth});
  return response;
}

}  // namespace

http::Response post_item(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto product = product_of(request, *snapshot);
  Chosen chosen = present(request, *snapshot);
  if (!product) return refused_page(request, shop, 422, "unknown_product", chosen);
  if (!add(chosen, *product)) return refused_page(request, shop, 409, "full", chosen);
  return to_comparison(shop, *snapshot, chosen);
}

http::Response post_removal(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  Chosen chosen = present(request, *snapshot);
  // A second click finds it gone: that is what was wanted.
  if (const auto product = product_of(request, *snapshot)) std::erase(chosen, *product);
  return to_comparison(shop, *snapshot, chosen);
}

}  // namespace hurtrock::compare
