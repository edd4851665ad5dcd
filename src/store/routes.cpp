#include "store/routes.hpp"

#include <fmt/format.h>

#include "platform/assets/assets.hpp"
#include "store/pages.hpp"
#include "store/views/buying.html.hpp"
#include "store/views/privacy.html.hpp"
#include "store/views/returns.html.hpp"
#include "store/views/store_info.html.hpp"

namespace hurtrock::store {
namespace {

http::Response show_store_info(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  StoreInfoPage view{.frame = shop.frames.frame_for(request)};
  view.frame.title = texts("store.title");
  view.frame.description =
      texts("store.description", {{"store", view.frame.shop->store.name}, {"address", view.frame.shop->store.address}});
  view.frame.canonical = shop.public_url + "/store-info";
  view.frame.json_ld.push_back(view.frame.shop->business);
  std::string out;
  html::Writer writer(out, texts);
  views::store_info(writer, view);
  return http::html(200, std::move(out));
}

using HelpView = void (*)(html::Writer&, const HelpPage&);

/// `name`: of the page's texts, and its address.
http::Response help_page(const http::Request& request, Services& shop, std::string_view name, HelpView print) {
  const auto& texts = request.visitor.texts();
  HelpPage view{.frame = shop.frames.frame_for(request)};
  view.frame.title = texts(fmt::format("layout.{}", name));
  view.frame.description = texts(fmt::format("store.{}.description", name), {{"store", view.frame.shop->store.name}});
  view.frame.canonical = fmt::format("{}/{}", shop.public_url, name);
  std::string out;
  html::Writer writer(out, texts);
  print(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_buying(const http::Request& request, Services& shop) {
  return help_page(request, shop, "buying", views::buying);
}

http::Response show_returns(const http::Request& request, Services& shop) {
  return help_page(request, shop, "returns", views::returns);
}

http::Response show_privacy(const http::Request& request, Services& shop) {
  return help_page(request, shop, "privacy", views::privacy);
}

http::Response show_robots(const http::Request&, Services& shop) {
  http::Response response{
      .status = 200,
      .headers = {},
      .body =
          "User-agent: *\nDisallow: /admin\nDisallow: /api/\nDisallow: /cart\nDisallow: /chat/\nDisallow: /checkout\n"
          "Disallow: /compare\nDisallow: /orders\nDisallow: /password/\nDisallow: /payment/\nDisallow: "
          "/products/viewed\n"
          "Disallow: /profile\nDisallow: /search\nDisallow: /shipping\nDisallow: /verify-email\nDisallow: /wishlist\n"
          "\nSitemap: " +
          shop.public_url + "/sitemap.xml\n",
      .prepared = {},
      .file = {}};
  response.set("Content-Type", "text/plain; charset=utf-8");
  response.set("Cache-Control", "public, max-age=3600");
  return response;
}

/// Browsers ask for it under a fixed name; its content is an asset like any other.
http::Response show_manifest(const http::Request&, Services&) {
  const assets::Asset& manifest = *assets::find(assets::url("manifest.webmanifest"));
  http::Response response{
      .status = 200, .headers = {}, .body = std::string(manifest.identity), .prepared = {}, .file = {}};
  response.set("Content-Type", std::string(manifest.content_type));
  response.set("Cache-Control", "public, max-age=3600");
  return response;
}

}  // namespace

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/store-info", Access::kAnyone, RunsOn::kInline, bind(show_store_info, shop), http::Cached::kByCatalogue},
      {kGet, "/buying", Access::kAnyone, RunsOn::kInline, bind(show_buying, shop), http::Cached::kByCatalogue},
      {kGet, "/returns", Access::kAnyone, RunsOn::kInline, bind(show_returns, shop), http::Cached::kByCatalogue},
      {kGet, "/privacy", Access::kAnyone, RunsOn::kInline, bind(show_privacy, shop), http::Cached::kByCatalogue},
      {kGet, "/robots.txt", Access::kAnyone, RunsOn::kInline, bind(show_robots, shop)},
      {kGet, "/manifest.webmanifest", Access::kAnyone, RunsOn::kInline, bind(show_manifest, shop)},
  };
}

}  // namespace hurtrock::store
