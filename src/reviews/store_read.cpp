#include <fmt/format.h>

#include <algorithm>

#include "platform/core/text.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::reviews {
namespace {

#define REVIEW_COLUMNS                                                                                            \
  "r.id, r.product_id, r.variant_id, r.user_id, u.name, r.rating, r.title, r.body, r.state, r.rejection_reason, " \
  "r.answer, r.answered_at, r.written_at, r.helpful_count, r.version"
constexpr std::size_t kReviewColumns = 15;

Review review_in(const db::Rows& rows, std::size_t row) {
  return {.id = rows.get<ReviewId>(row, 0),
          .product = rows.get<ProductId>(row, 1),
          .variant = rows.get<VariantId>(row, 2),
          .author = rows.get<UserId>(row, 3),
          .author_name = rows.get<std::string>(row, 4),
          .rating = rows.get<int>(row, 5),
          .title = rows.get<std::string>(row, 6),
          .body = rows.get<std::string>(row, 7),
          .state = find_state(rows.get<std::string>(row, 8)).value_or(State::kPending),
          .rejection_reason = rows.get<std::string>(row, 9),
          .answer = rows.get<std::string>(row, 10),
          .answered_at = rows.get<std::optional<Time>>(row, 11),
          .written_at = rows.get<Time>(row, 12),
          .helpful = rows.get<std::int64_t>(row, 13),
          .version = rows.get<std::int64_t>(row, 14),
          .photos = {}};
}

/// "$3, $4, $5" for `count` values, the first of which is number `first`.
std::string places(std::size_t first, std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += fmt::format("{}${}", i == 0 ? "" : ", ", first + i);
  return list;
}

/// All in one question.
void add_photos(db::Tx& tx, std::span<Review*> reviews) {
  if (reviews.empty()) return;
  std::vector<db::Value> ids;
  for (const Review* review : reviews) ids.push_back(db::to_value(review->id));
  const auto rows = tx.query_list(
      fmt::format("SELECT review_id, id, state, file, widths, width, height FROM review_photos WHERE review_id IN ({}) "
                  "ORDER BY review_id, position",
                  places(1, ids.size())),
      ids);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto owner = std::ranges::find(reviews, rows.get<ReviewId>(row, 0), [](const Review* r) { return r->id; });
    (*owner)->photos.push_back({.id = rows.get<ReviewPhotoId>(row, 1),
                                .state = rows.get<std::string>(row, 2),
                                .file = rows.get<std::string>(row, 3),
                                .widths = rows.get<std::string>(row, 4),
                                .width = rows.get<int>(row, 5),
                                .height = rows.get<int>(row, 6)});
  }
}

std::optional<Review> first_of(db::Tx& tx, const db::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  Review review = review_in(rows, 0);
  Review* const one[] = {&review};
  std::vector<Review*> list(std::begin(one), std::end(one));
  add_photos(tx, list);
  return review;
}

std::string_view order_of(Sort sort) {
  switch (sort) {
    case Sort::kHelpful:
      return "r.helpful_count DESC, r.id DESC";
    case Sort::kNewest:
      return "r.written_at DESC, r.id DESC";
    case Sort::kHighest:
      return "r.rating DESC, r.helpful_count DESC, r.id DESC";
    case Sort::kLowest:
      return "r.rating, r.helpful_count DESC, r.id DESC";
  }
  return "r.id";
}

/// "%text%" for LIKE, with its special characters taken literally.
std::string containing(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

std::vector<QueueRow> queue_rows(db::Tx& tx, const db::Rows& rows) {
  std::vector<QueueRow> found;
  for (std::size_t row = 0; row < rows.size(); ++row)
    found.push_back({.review = review_in(rows, row),
                     .product_name = rows.get<std::string>(row, kReviewColumns),
                     .product_slug = rows.get<std::string>(row, kReviewColumns + 1)});
  std::vector<Review*> reviews;
  for (QueueRow& row : found) reviews.push_back(&row.review);
  add_photos(tx, reviews);
  return found;
}

}  // namespace

std::optional<Review> find(db::Tx& tx, ReviewId id) {
  return first_of(
      tx, tx.query("SELECT " REVIEW_COLUMNS " FROM reviews r JOIN users u ON u.id = r.user_id WHERE r.id = $1", id));
}

std::optional<Review> find(db::Tx& tx, UserId author, ProductId product) {
  return first_of(tx, tx.query("SELECT " REVIEW_COLUMNS " FROM reviews r JOIN users u ON u.id = r.user_id "
                               "WHERE r.user_id = $1 AND r.product_id = $2",
                               author, product));
}

std::optional<Purchase> find_purchase(db::Tx& tx, const Author& author, ProductId product) {
  // Two halves, so that each finds its orders through an index.
  const auto rows = tx.query(
      "SELECT o.id, l.variant_id, o.placed_at FROM orders o JOIN order_lines l ON l.order_id = o.id "
      "WHERE o.user_id = $1 AND o.state = 'delivered' AND l.product_id = $2 UNION ALL "
      "SELECT o.id, l.variant_id, o.placed_at FROM orders o JOIN order_lines l ON l.order_id = o.id "
      "WHERE o.email = $3 AND o.email <> '' AND o.user_id IS NULL AND o.state = 'delivered' AND l.product_id = $2 "
      "ORDER BY 3 DESC, 1 DESC LIMIT 1",
      author.id, product, author.proved_email);
  if (rows.empty()) return std::nullopt;
  return Purchase{rows.get<OrderId>(0, 0), rows.get<VariantId>(0, 1)};
}

Page published(db::Tx& tx, ProductId product, const ListQuery& query) {
  std::vector<db::Value> values{db::to_value(product)};
  std::string conditions = "r.product_id = $1 AND r.state = 'published'";
  if (query.rating) {
    values.push_back(db::to_value(*query.rating));
    conditions += fmt::format(" AND r.rating = ${}", values.size());
  }
  if (query.with_photos) conditions += " AND r.photo_count > 0";
  Page page;
  page.total =
      tx.query_list(fmt::format("SELECT COUNT(*) FROM reviews r WHERE {}", conditions), values).get<std::int64_t>(0, 0);
  const std::int64_t number = std::clamp<std::int64_t>(query.page, 1, kLastPage);
  values.push_back(db::to_value(query.per_page));
  values.push_back(db::to_value((number - 1) * query.per_page));
  const auto rows = tx.query_list(
      fmt::format("SELECT " REVIEW_COLUMNS " FROM reviews r JOIN users u ON u.id = r.user_id WHERE {} ORDER BY {} "
                  "LIMIT ${} OFFSET ${}",
                  conditions, order_of(query.sort), values.size() - 1, values.size()),
      values);
  for (std::size_t row = 0; row < rows.size(); ++row) page.reviews.push_back(review_in(rows, row));
  std::vector<Review*> reviews;
  for (Review& review : page.reviews) reviews.push_back(&review);
  add_photos(tx, reviews);
  return page;
}

std::vector<QueueRow> queue(db::Tx& tx, const QueueQuery& query, std::int64_t limit) {
  const bool oldest_first = query.state == State::kPending;
  const std::string_view direction = oldest_first ? "" : " DESC";
  const std::string state(word(query.state));
  std::vector<db::Value> values{db::to_value(state)};
  std::string narrowed = "SELECT * FROM reviews WHERE state = $1";
  if (query.before) {
    values.push_back(db::to_value(*query.before));
    const std::size_t place = values.size();
    const char than = oldest_first ? '>' : '<';
    narrowed += fmt::format(
        " AND (written_at {0} (SELECT written_at FROM reviews WHERE id = ${1}) OR (written_at = (SELECT written_at "
        "FROM reviews WHERE id = ${1}) AND id {0} ${1}))",
        than, place);
  }
  narrowed += fmt::format(" ORDER BY written_at{0}, id{0}", direction);
  const std::string pattern = containing(text::lower(query.search));
  std::string search;
  if (!query.search.empty()) {
    narrowed += fmt::format(" LIMIT {}", kSearched);
    values.push_back(db::to_value(pattern));
    search = fmt::format(
        " WHERE lower(u.name) LIKE ${0} ESCAPE '\\' OR lower(p.name) LIKE ${0} ESCAPE '\\' OR lower(r.title) LIKE "
        "${0} ESCAPE '\\' OR lower(r.body) LIKE ${0} ESCAPE '\\'",
        values.size());
  }
  values.push_back(db::to_value(limit));
  return queue_rows(
      tx, tx.query_list(fmt::format("SELECT " REVIEW_COLUMNS ", p.name, p.slug FROM ({}) r JOIN users u ON u.id = "
                                    "r.user_id JOIN products p ON p.id = r.product_id{} ORDER BY r.written_at{}, "
                                    "r.id{} LIMIT ${}",
                                    narrowed, search, direction, direction, values.size()),
                        values));
}

std::optional<QueueRow> find_in_queue(db::Tx& tx, ReviewId id) {
  auto found = queue_rows(tx, tx.query("SELECT " REVIEW_COLUMNS ", p.name, p.slug FROM reviews r JOIN users u ON "
                                       "u.id = r.user_id JOIN products p ON p.id = r.product_id WHERE r.id = $1",
                                       id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::int64_t count_in(db::Tx& tx, State state, std::int64_t at_most) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM (SELECT 1 FROM reviews WHERE state = $1 LIMIT $2) counted",
                              word(state), at_most);
}

std::vector<ReviewId> voted_for(db::Tx& tx, UserId user, std::span<const Review> reviews) {
  std::vector<ReviewId> voted;
  if (reviews.empty()) return voted;
  std::vector<db::Value> values{db::to_value(user)};
  for (const Review& review : reviews) values.push_back(db::to_value(review.id));
  const auto rows =
      tx.query_list(fmt::format("SELECT review_id FROM review_votes WHERE user_id = $1 AND review_id IN ({})",
                                places(2, reviews.size())),
                    values);
  for (std::size_t row = 0; row < rows.size(); ++row) voted.push_back(rows.get<ReviewId>(row, 0));
  return voted;
}

std::int64_t votes_version(db::Tx& tx) {
  return tx.one<std::int64_t>("SELECT version FROM review_votes_version WHERE id = 1");
}

}  // namespace hurtrock::reviews
