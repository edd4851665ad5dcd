#include "catalog/elsewhere.hpp"

#include "catalog/cards.hpp"
#include "catalog/pages.hpp"
#include "catalog/query.hpp"
#include "catalog/views/gone.html.hpp"
#include "layout/error_page.hpp"
#include "platform/http/problem.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::string_view kProducts = "/product/", kCategories = "/categories/", kApi = "/api/v1/products/";
constexpr std::int64_t kInstead = 4;

/// The same address with another slug behind `folder`.
std::string with_slug(const http::Request& request, std::string_view folder, std::string_view slug) {
  std::string address(folder);
  address += slug;
  address += std::string_view(request.path).substr(folder.size() + request.param("slug").size());
  if (const auto query = request.target.find('?'); query != std::string::npos) address += request.target.substr(query);
  return address;
}

std::string_view slug_of(const Snapshot& snapshot, int product) {
  return snapshot.products()[static_cast<std::size_t>(product)].slug;
}

http::Response gone_page(const http::Request& request, const Snapshot& snapshot, layout::FrameSource& frames,
                         const Gone& gone, bool is_product, Time now) {
  const auto& texts = request.visitor.texts();
  GonePage view{.frame = frames.frame_for(request),
                .breadcrumbs = {},
                .category = {},
                .is_product = is_product,
                .name = std::string(gone.name),
                .instead = {}};
  view.frame.title = texts(is_product ? "catalog.gone.product" : "catalog.gone.category");
  view.frame.indexable = false;
  Query best{.text = {},
             .category = {},
             .brands = {},
             .min_price = {},
             .max_price = {},
             .in_stock = true,
             .sort = Sort::kBestselling,
             .per_page = kInstead};
  if (gone.category >= 0) {
    best.category = gone.category;
    view.breadcrumbs = breadcrumbs_of(snapshot, gone.category, request.visitor.language);
    view.category = view.breadcrumbs.back();
  }
  view.breadcrumbs.push_back({view.name.empty() ? view.frame.title : view.name, ""});
  view.instead = cards_of(snapshot, find(snapshot, best).products, request.visitor.language, now);
  std::string out;
  html::Writer writer(out, texts);
  views::gone(writer, view);
  return http::html(410, std::move(out));
}

}  // namespace

http::Response product_elsewhere(const http::Request& request, const Snapshot& snapshot, layout::FrameSource& frames,
                                 Time now) {
  const auto slug = request.param("slug");
  if (const auto index = snapshot.find_renamed_product(slug))
    return http::moved(with_slug(request, kProducts, slug_of(snapshot, *index)));
  if (const Gone* gone = snapshot.find_gone_product(slug))
    return gone_page(request, snapshot, frames, *gone, true, now);
  return layout::error_response(request, frames, 404);
}

http::Response category_elsewhere(const http::Request& request, const Snapshot& snapshot, layout::FrameSource& frames,
                                  Time now) {
  const auto slug = request.param("slug");
  if (const auto index = snapshot.find_renamed_category(slug))
    return http::moved(with_slug(request, kCategories, snapshot.categories()[static_cast<std::size_t>(*index)].slug));
  if (const Gone* gone = snapshot.find_gone_category(slug))
    return gone_page(request, snapshot, frames, *gone, false, now);
  return layout::error_response(request, frames, 404);
}

http::Response api_product_elsewhere(const http::Request& request, const Snapshot& snapshot) {
  const auto& texts = request.visitor.texts();
  const auto slug = request.param("slug");
  if (const auto index = snapshot.find_renamed_product(slug))
    return http::moved(with_slug(request, kApi, slug_of(snapshot, *index)));
  if (snapshot.find_gone_product(slug) != nullptr)
    return http::problem(410, "gone", texts("catalog.gone.product"), texts("catalog.gone.product_detail"));
  return http::problem(404, "not_found", texts("catalog.problem.not_found"), texts("catalog.problem.not_found_detail"));
}

}  // namespace hurtrock::catalog
