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
  std::vector<http::Route> all = {
      page("/", show_home),
      page("/products", show_list),
      page("/categories/:slug", show_category),
      page("/product/:slug", show_product),
      // Has a cache of its own: it is large, and stock does not change it.
      api("/sitemap.xml", show_sitemap),
      api("/products/viewed", show_viewed),
      api("/search", redirect_search),
      api("/api/v1/products", api_products),
      api("/api/v1/products/:slug", api_product),
      api("/api/v1/categories", api_categories),
      api("/api/v1/search/suggest", api_suggest),
  };
  for (const std::string& path : sitemap_parts()) all.push_back(api(path, show_sitemap));
  return all;
}

}  // namespace hurtrock::catalog
