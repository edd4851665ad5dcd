#include <fmt/format.h>

#include <algorithm>

#include "catalog/cards.hpp"
#include "catalog/elsewhere.hpp"
#include "platform/core/text.hpp"
#include "reviews/handlers.hpp"
#include "reviews/show.hpp"
#include "reviews/views/reviews.html.hpp"

namespace hurtrock::reviews {
namespace {

constexpr std::int64_t kPerPage = 10;

/// From the query; what cannot be read counts as not said.
ListQuery read_query(const http::Fields& fields) {
  ListQuery query{.per_page = kPerPage};
  for (const Sort sort : kSorts)
    if (fields.value("sort") == word(sort)) query.sort = sort;
  if (const auto rating = text::parse_integer(fields.value("rating"), 1, 5)) query.rating = static_cast<int>(*rating);
  query.with_photos = fields.value("photos") == "1";
  query.page = text::parse_integer(fields.value("page"), 1, kLastPage).value_or(1);
  return query;
}

}  // namespace

http::Response show_reviews(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto index = snapshot->find_product(request.param("slug"));
  if (!index) return catalog::product_elsewhere(request, *snapshot, shop.frames, shop.clock.now());
  const auto* product = &snapshot->products()[static_cast<std::size_t>(*index)];
  const auto language = request.visitor.language;
  const auto& texts = request.visitor.texts();
  const ListQuery query = read_query(request.query);
  const std::string base = reviews_url(*product);
  const Page page = shop.db.read([&](db::Tx& tx) { return published(tx, product->id, query); });

  ReviewsPage view;
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("reviews.title_of", {{"product", product->name}});
  // Chosen by stars or in another order they are the same reviews again.
  view.frame.indexable = !page.reviews.empty() && query.sort == Sort::kHelpful && !query.rating && !query.with_photos;
  view.frame.canonical =
      view.frame.shop->public_url + address_of(base, {.page = query.page, .per_page = query.per_page});
  view.product = product->name;
  view.product_url = fmt::format("/product/{}", product->slug);
  view.write_url = write_url(*product);
  view.summary = summary_of(*product, query, language);
  view.choices = choices_of(base, query);
  view.total = page.total;
  view.reviews = shown(page.reviews, *product, request.visitor, shop.db);
  view.pagination =
      layout::paginate(query.page, kPerPage, std::min(page.total, kLastPage * kPerPage), [&](std::int64_t number) {
        ListQuery other = query;
        other.page = number;
        return address_of(base, other);
      });
  view.voting = voting_of(request, address_of(base, query));
  view.breadcrumbs = catalog::breadcrumbs_of(*snapshot, product->category, language);
  view.breadcrumbs.push_back({view.product, view.product_url});
  view.breadcrumbs.push_back({std::string(texts("reviews.title")), ""});

  std::string out;
  html::Writer writer(out, texts);
  views::reviews(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::reviews
