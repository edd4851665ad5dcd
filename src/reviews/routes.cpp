#include "reviews/routes.hpp"

#include "reviews/handlers.hpp"

namespace hurtrock::reviews {
namespace {

/// Five of the largest photos, and what the form adds to them.
constexpr std::size_t kUploadLimit = kMostPhotos * images::kMostBytes + 1024 * 1024;

}  // namespace

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/product/:slug/reviews", Access::kAnyone, RunsOn::kWorker, bind(show_reviews, shop),
       http::Cached::kByCatalogue},
      {kGet, "/product/:slug/review", Access::kUser, RunsOn::kWorker, bind(show_form, shop)},
      // It waits for the helper that looks at the photos.
      {kPost, "/product/:slug/review", Access::kUser, RunsOn::kPictures, bind(submit_review, shop), http::Cached::kNo,
       kUploadLimit, /*uploads=*/true,
       [&shop](const http::Request& request) { return turn_strangers_away(request, shop); }},
      {kPost, "/product/:slug/review/removal", Access::kUser, RunsOn::kWorker, bind(submit_removal, shop)},
      {kPost, "/reviews/:id/helpful", Access::kUser, RunsOn::kWorker, bind(submit_vote, shop)},
      {kGet, "/api/v1/products/:slug/reviews", Access::kAnyone, RunsOn::kWorker, bind(api_reviews, shop)},
      {kGet, "/api/v1/products/:slug/review", Access::kUser, RunsOn::kWorker, bind(api_own_review, shop)},
      {kPut, "/api/v1/products/:slug/review", Access::kUser, RunsOn::kWorker, bind(api_put_review, shop)},
      {kDelete, "/api/v1/products/:slug/review", Access::kUser, RunsOn::kWorker, bind(api_delete_review, shop)},
      {kPut, "/api/v1/reviews/:id/helpful", Access::kUser, RunsOn::kWorker, bind(api_put_vote, shop)},
      {kDelete, "/api/v1/reviews/:id/helpful", Access::kUser, RunsOn::kWorker, bind(api_delete_vote, shop)},
  };
}

}  // namespace hurtrock::reviews
