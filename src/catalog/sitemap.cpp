#include "catalog/handlers.hpp"
#include "platform/html/html.hpp"

namespace hurtrock::catalog {
namespace {

// The protocol's limit for one file (sitemaps.org).
constexpr std::size_t kMostAddresses = 50'000;

}  // namespace

http::Response show_sitemap(const http::Request&, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  std::string xml =
      R"(<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)";
  std::size_t count = 0;
  const auto add = [&](std::string_view folder, std::string_view slug) {
    if (count++ >= kMostAddresses) return;
    xml += "<url><loc>";
    html::escape_text(xml, shop.public_url);
    xml.append(folder).append(slug).append("</loc></url>");
  };
  add("/", "");
  add("/products", "");
  for (const auto& category : snapshot->categories()) add("/categories/", category.slug);
  for (const auto& product : snapshot->products()) add("/product/", product.slug);
  http::Response response{.status = 200, .headers = {}, .body = xml + "</urlset>", .prepared = {}, .file = {}};
  response.set("Content-Type", "application/xml; charset=utf-8");
  return response;
}

}  // namespace hurtrock::catalog
