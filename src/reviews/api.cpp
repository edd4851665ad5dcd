#include <fmt/format.h>

#include <boost/json.hpp>

#include "catalog/elsewhere.hpp"
#include "reviews/handlers.hpp"
#include "reviews/show.hpp"
#include "reviews/vote.hpp"
#include "reviews/write_review.hpp"

namespace hurtrock::reviews {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostPerPage = 50;

http::Response no_such_review(const http::Request& request) {
  const auto& texts = request.visitor.texts();
  return http::problem(404, "no_such_review", texts("reviews.problem.no_such_review"),
                       texts("reviews.problem.no_such_review_detail"));
}

json::object review_json(const Review& review, const ShownReview& shown) {
  json::array photos;
  for (const auto& photo : shown.photos)
    photos.push_back({{"url", photo.url}, {"width", photo.width}, {"height", photo.height}, {"alt", photo.alt}});
  return {{"id", shown.id},
          {"rating", shown.rating},
          {"title", shown.title},
          {"body", review.body},
          {"author", shown.author},
          {"verified_buyer", true},
          {"variant", shown.variant},
          {"written_at", rfc3339(review.written_at)},
          {"photos", std::move(photos)},
          {"helpful_count", shown.helpful},
          {"answer", review.answer.empty()
                         ? json::value(nullptr)
                         : json::value({{"body", review.answer}, {"answered_at", rfc3339(*review.answered_at)}})}};
}

json::object own_json(const Review& review) {
  return {{"id", review.id.value()},
          {"rating", review.rating},
          {"title", review.title},
          {"body", review.body},
          {"status", word(review.state)},
          {"rejection_reason",
           review.rejection_reason.empty() ? json::value(nullptr) : json::value(review.rejection_reason)},
          {"written_at", rfc3339(review.written_at)},
          {"photos", review.photos.size()}};
}

http::Response vote_answer(const http::Request& request, Services& shop, bool helpful) {
  const auto& texts = request.visitor.texts();
  const auto count = vote(request, shop, helpful);
  if (count) return http::json(200, json::serialize(json::object{{"helpful_count", *count}, {"voted", helpful}}));
  if (count.error() == NotVoted::kOwn)
    return http::problem(409, "own_review", texts("reviews.problem.own_review"),
                         texts("reviews.problem.own_review_detail"));
  return no_such_review(request);
}

}  // namespace

http::Response api_reviews(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto* product = product_of(request, *snapshot);
  if (product == nullptr) return catalog::api_product_elsewhere(request, *snapshot);
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.query, texts);
  ListQuery query;
  const std::string sort = input.word("sort", {"helpful", "newest", "highest", "lowest"}, http::Need::kOptional);
  for (const Sort known : {Sort::kHelpful, Sort::kNewest, Sort::kHighest, Sort::kLowest})
    if (sort == word(known)) query.sort = known;
  if (const auto rating = input.integer("rating", 1, 5, http::Need::kOptional))
    query.rating = static_cast<int>(*rating);
  query.with_photos = input.word("photos", {"0", "1"}, http::Need::kOptional) == "1";
  query.page = input.integer("page", 1, kLastPage, http::Need::kOptional).value_or(1);
  query.per_page = input.integer("per_page", 1, kMostPerPage, http::Need::kOptional).value_or(10);
  if (!input.ok())
    return http::problem(400, "invalid_query", texts("http.problem.validation"),
                         texts("http.problem.validation_detail"), input.errors());
  const Page page = shop.db.read([&](db::Tx& tx) { return published(tx, product->id, query); });
  const auto shown_reviews = shown(page.reviews, *product, request.visitor, shop.db);
  json::array items, counts;
  for (std::size_t i = 0; i < page.reviews.size(); ++i) items.push_back(review_json(page.reviews[i], shown_reviews[i]));
  for (const std::int64_t count : product->ratings.counts) counts.emplace_back(count);
  const std::int64_t tenths = product->ratings.average_tenths();
  return http::json(200, json::serialize(json::object{
                             {"items", std::move(items)},
                             {"page", query.page},
                             {"per_page", query.per_page},
                             {"total", page.total},
                             {"summary",
                              {{"average", tenths == 0 ? json::value(nullptr)
                                                       : json::value(fmt::format("{}.{}", tenths / 10, tenths % 10))},
                               {"count", product->ratings.total()},
                               {"counts", std::move(counts)}}}}));
}

http::Response api_own_review(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto* product = product_of(request, *snapshot);
  if (product == nullptr) return catalog::api_product_elsewhere(request, *snapshot);
  const auto review = shop.db.read([&](db::Tx& tx) { return find(tx, UserId{request.visitor.user->id}, product->id); });
  return review ? http::json(200, json::serialize(own_json(*review))) : no_such_review(request);
}

http::Response api_put_review(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto* product = product_of(request, *snapshot);
  if (product == nullptr) return catalog::api_product_elsewhere(request, *snapshot);
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const Draft draft{.content = read_content(*input), .removed_photos = {}, .photos = {}};
  if (!input->ok()) return http::invalid(*input);
  const Author author = author_of(request.visitor);
  std::optional<Review> review;
  const auto saved = shop.db.write([&](db::Tx& tx) {
    auto done = save(tx, author, product->id, draft, shop.clock.now());
    review = find(tx, author.id, product->id);
    return done;
  });
  if (!saved)
    return http::problem(403, "not_bought", texts("reviews.problem.not_bought"), texts("reviews.refused.not_bought"));
  if (saved->was_published) shop.catalogue_changed();
  return http::json(saved->is_new ? 201 : 200, json::serialize(own_json(*review)));
}

http::Response api_delete_review(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto* product = product_of(request, *snapshot);
  if (product == nullptr) return catalog::api_product_elsewhere(request, *snapshot);
  const bool removed = shop.db.write(
      [&](db::Tx& tx) { return remove(tx, UserId{request.visitor.user->id}, product->id, shop.clock.now()); });
  if (!removed) return no_such_review(request);
  shop.catalogue_changed();
  return {.status = 204};
}

http::Response api_put_vote(const http::Request& request, Services& shop) { return vote_answer(request, shop, true); }
http::Response api_delete_vote(const http::Request& request, Services& shop) {
  return vote_answer(request, shop, false);
}

}  // namespace hurtrock::reviews
