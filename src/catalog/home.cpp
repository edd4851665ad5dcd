#include <algorithm>

#include "catalog/cards.hpp"
#include "catalog/handlers.hpp"
#include "catalog/pages.hpp"
#include "catalog/query.hpp"
#include "catalog/structured.hpp"
#include "catalog/views/home.html.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::size_t kRow = 8;
constexpr std::size_t kMostBrandsAtHome = 18;

/// The first products in the sort's order that fit.
template <class Fits>
std::vector<int> first_of(const Snapshot& snapshot, Sort sort, std::size_t limit, Fits&& fits) {
  std::vector<int> chosen;
  for (const std::uint32_t index : snapshot.order(sort)) {
    if (chosen.size() == limit) break;
    if (fits(snapshot.products()[index])) chosen.push_back(static_cast<int>(index));
  }
  return chosen;
}

std::vector<Department> departments_of(const Snapshot& snapshot, i18n::Language language) {
  std::vector<Department> departments;
  for (const int index : snapshot.departments()) {
    const auto& category = snapshot.categories()[static_cast<std::size_t>(index)];
    const Bitmap& products = snapshot.in_category(index);
    Department department{.name = std::string(category.name.in(language)),
                          .url = "/categories/" + std::string(category.slug),
                          .picture = {},
                          .products = static_cast<std::int64_t>(products.count())};
    for (const std::uint32_t product : snapshot.order(Sort::kBestselling))
      if (products.test(product)) {
        department.picture = thumbnail_of(snapshot.products()[product], language);
        break;
      }
    departments.push_back(std::move(department));
  }
  return departments;
}

std::vector<BrandLink> brands_of(const Snapshot& snapshot) {
  std::vector<std::pair<std::size_t, int>> by_size;
  for (int i = 0; i < static_cast<int>(snapshot.brands().size()); ++i)
    by_size.emplace_back(snapshot.of_brand(i).count(), i);
  std::ranges::sort(by_size, std::greater{});
  std::vector<BrandLink> links;
  for (const auto& [count, index] : by_size) {
    if (count == 0 || links.size() == kMostBrandsAtHome) break;
    const auto& brand = snapshot.brands()[static_cast<std::size_t>(index)];
    links.push_back({std::string(brand.name), "/products?brand=" + std::string(brand.slug)});
  }
  return links;
}

}  // namespace

http::Response show_home(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto language = request.visitor.language;
  const Time now = shop.clock.now();
  HomePage view;
  view.frame = shop.frames.frame_for(request);
  view.frame.canonical = shop.public_url + "/";
  view.frame.json_ld = {view.frame.shop->business, site_json(*view.frame.shop)};
  view.featured = cards_of(
      *snapshot, first_of(*snapshot, Sort::kBestselling, kRow, [](const SnapshotProduct& p) { return p.featured; }),
      language, now);
  view.newest = cards_of(
      *snapshot,
      first_of(*snapshot, Sort::kNewest, kRow, [&](const SnapshotProduct& p) { return snapshot->available(p) > 0; }),
      language, now);
  view.departments = departments_of(*snapshot, language);
  view.brands = brands_of(*snapshot);
  const auto& ways = view.frame.shop->store.ways_to_pay;
  view.cash_on_delivery = std::ranges::find(ways, "cod") != ways.end();
  view.payment = payment_promise(ways, request.visitor.texts());
  std::string out;
  html::Writer writer(out, request.visitor.texts());
  views::home(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::catalog
