#include <fmt/format.h>

#include <boost/json.hpp>

#include "platform/core/clock.hpp"
#include "reviews/show.hpp"
#include "reviews/views/section.html.hpp"

namespace hurtrock::reviews {
namespace {

boost::json::array schema_reviews(const Page& page, const i18n::Texts& texts) {
  boost::json::array list;
  for (const Review& review : page.reviews) {
    boost::json::object object{
        {"@type", "Review"},
        {"author", {{"@type", "Person"}, {"name", shown_author_of(review, texts)}}},
        {"datePublished", rfc3339(review.written_at).substr(0, 10)},
        {"reviewBody", review.body},
        {"reviewRating", {{"@type", "Rating"}, {"ratingValue", review.rating}, {"bestRating", 5}, {"worstRating", 1}}}};
    if (!review.title.empty()) object["name"] = review.title;
    list.push_back(std::move(object));
  }
  return list;
}

}  // namespace

catalog::ReviewPart review_part(const http::Request& request, const catalog::Snapshot& snapshot,
                                const catalog::SnapshotProduct& product, Services& shop) {
  const auto page = shop.first_pages.of(snapshot, product);
  const Section view{.url = reviews_url(product),
                     .write_url = write_url(product),
                     .summary = summary_of(product, ListQuery{}, request.visitor.language),
                     .choices = choices_of(reviews_url(product), ListQuery{}),
                     .reviews = shown(page->reviews, product, request.visitor, shop.db),
                     .voting = voting_of(request, fmt::format("/product/{}", product.slug))};
  std::string out;
  out.reserve(8 * 1024);
  out += ' ';  // keeps the writer from making room for a whole page
  html::Writer writer(out, request.visitor.texts());
  views::section(writer, view);
  return {.section = html::SafeHtml(std::move(out)), .reviews = schema_reviews(*page, request.visitor.texts())};
}

}  // namespace hurtrock::reviews
