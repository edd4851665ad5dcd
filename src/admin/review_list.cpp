#include <fmt/format.h>

#include <algorithm>

#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/filter_words.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/views/review_list.html.hpp"
#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kReviewsPerPage = 25;
constexpr std::size_t kBeginning = 200;
constexpr reviews::State kReviewStates[] = {reviews::State::kPending, reviews::State::kPublished,
                                            reviews::State::kRejected};
constexpr std::string_view kReviewNotices[] = {"published", "rejected", "answered"};

std::string queue_address(reviews::State state, std::string_view search, std::optional<ReviewId> before) {
  std::string url = fmt::format("/admin/reviews?state={}", reviews::word(state));
  if (!search.empty()) {
    url += "&q=";
    http::append_form_encoded(url, search);
  }
  if (before) url += fmt::format("&before={}", before->value());
  return url;
}

ReviewRow row_of(const reviews::QueueRow& row, const i18n::Texts& texts) {
  const reviews::Review& review = row.review;
  return {.id = review.id.value(),
          .rating = review.rating,
          .product = row.product_name,
          .author = reviews::full_author_of(review, texts),
          .title = review.title,
          .beginning = std::string(text::shorten(review.body, kBeginning)),
          .written_at = date_and_time(review.written_at, texts),
          .state = std::string(reviews::word(review.state)),
          .photos = std::ssize(review.photos),
          .answered = !review.answer.empty()};
}

}  // namespace

http::Response show_reviews(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  reviews::QueueQuery query;
  query.state = reviews::find_state(request.query.value("state")).value_or(reviews::State::kPending);
  const std::string_view typed = text::trim(request.query.value("q"));
  if (text::is_printable(typed)) query.search = text::shorten(typed, kLongestSearch);
  if (const auto before = text::parse_integer(request.query.value("before"), 1, INT64_MAX))
    query.before = ReviewId{*before};

  ReviewListPage view{.frame = frame_for(request, shop, Section::kReviews, texts("admin.reviews.title"))};
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kReviewNotices, notice) != std::end(kReviewNotices))
    view.frame.shop.notice = texts(fmt::format("admin.reviews.notice.{}", notice));
  std::vector<reviews::QueueRow> rows;
  shop.db.read([&](db::Tx& tx) {
    for (const auto state : kReviewStates)
      view.tabs.push_back({std::string(texts(fmt::format("reviews.state.{}", reviews::word(state)))),
                           queue_address(state, query.search, {}),
                           query.search.empty() ? count_text_of_reviews(tx, state, texts) : std::string{},
                           state == query.state});
    // One more than fits says whether there are others.
    rows = reviews::queue(tx, query, kReviewsPerPage + 1);
  });
  if (std::ssize(rows) > kReviewsPerPage) {
    rows.pop_back();
    view.next_url = queue_address(query.state, query.search, rows.back().review.id);
  }
  if (query.before) view.first_url = queue_address(query.state, query.search, {});
  view.state = reviews::word(query.state);
  view.search = query.search;
  if (!query.search.empty()) view.clear_url = queue_address(query.state, "", {});
  for (const auto& row : rows) view.reviews.push_back(row_of(row, texts));

  std::string out;
  html::Writer writer(out, texts);
  views::review_list(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
