#include "catalog/routes.hpp"

#include "catalog/handlers.hpp"

namespace hurtrock::catalog {

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::Cached;
  using http::RunsOn;
  const auto page = [&](std::string_view pattern, http::Response (*handler)(const http::Request&, Services&)) {
    return http::Route{kGet, pattern, Access::kAnyone, RunsOn::kInline, bind(handler, shop), Cached::kByCatalogue};
  };
  const auto api = [&](std::string_view pattern, http::Response (*handler)(const http::Request&, Services&)) {
    return http::Route{kGet, pattern, Access::kAnyone, RunsOn::kInline, bind(handler, shop)};
  };
  return {
      page("/", show_home),
      page("/products", show_list),
      page("/categories/:slug", show_category),
      page("/product/:slug", show_product),
      page("/sitemap.xml", show_sitemap),
      api("/products/viewed", show_viewed),
      api("/search", redirect_search),
      api("/api/v1/products", api_products),
      api("/api/v1/products/:slug", api_product),
      api("/api/v1/categories", api_categories),
      api("/api/v1/search/suggest", api_suggest),
  };
}

}  // namespace hurtrock::catalog
