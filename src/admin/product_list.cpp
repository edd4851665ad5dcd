#include <fmt/format.h>

#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/store.hpp"
#include "admin/views/product_list.html.hpp"
#include "layout/picture_address.hpp"
#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kPerPage = 25;
constexpr std::size_t kLongestSearch = 100;

std::string address(std::string_view search, std::optional<ProductId> older_than) {
  std::string url = "/admin/products";
  char separator = '?';
  if (!search.empty()) {
    url += std::exchange(separator, '&');
    url += "q=";
    http::append_form_encoded(url, search);
  }
  if (older_than) url += fmt::format("{}older={}", separator, older_than->value());
  return url;
}

ProductListRow list_row(const store::ProductRow& product, const i18n::Texts& texts) {
  return {.name = product.name,
          .brand = product.brand,
          .url = fmt::format("/admin/products/{}/images", product.id.value()),
          .thumbnail = product.picture.empty() ? std::string{} : layout::thumbnail_url(product.picture),
          .pictures = texts("admin.products.pictures", {{"n", product.pictures}}),
          .failed = product.failed_pictures > 0,
          .hidden = product.hidden};
}

}  // namespace

http::Response show_products(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const std::string_view typed = text::trim(request.query.value("q"));
  const std::string search(text::is_printable(typed) ? text::shorten(typed, kLongestSearch) : "");
  const auto older = text::parse_integer(request.query.value("older"), 1, INT64_MAX);
  const auto older_than = older ? std::optional{ProductId{*older}} : std::nullopt;

  // One more than fits says whether there are others.
  auto products =
      shop.db.read([&](db::Tx& tx) { return store::products_matching(tx, search, older_than, kPerPage + 1); });
  ProductListPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.products.title")),
                       .search = search};
  if (std::ssize(products) > kPerPage) {
    products.pop_back();
    view.older_url = address(search, products.back().id);
  }
  if (older_than) view.newest_url = address(search, std::nullopt);
  if (!search.empty()) view.clear_url = "/admin/products";
  for (const auto& product : products) view.products.push_back(list_row(product, texts));

  std::string out;
  html::Writer writer(out, texts);
  views::product_list(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
