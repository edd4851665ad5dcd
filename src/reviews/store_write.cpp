#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "catalog/snapshot_builder.hpp"
#include "platform/jobs/jobs.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::reviews {
namespace {

using namespace std::chrono_literals;

constexpr int kMakePhotoAttempts = 4;
/// Pages in browsers and caches may still show a photo that has just been taken away.
constexpr auto kForgetAfter = 1h;
/// Somebody else may be sending the same photo just now, and have no row yet.
constexpr auto kForgetUnusedAfter = 1min;

/// The review, locked until the transaction ends.
std::optional<Review> lock(db::Tx& tx, ReviewId id) {
  if (tx.query("SELECT id FROM reviews WHERE id = $1 FOR UPDATE", id).empty()) return std::nullopt;
  return find(tx, id);
}

/// What lists and cards say follows from the rows. The product is locked first, by a statement of its own: the next one
/// then sees whatever another transaction has committed meanwhile, so that no review is missed.
void recount(db::Tx& tx, ProductId product) {
  tx.send("SELECT id FROM products WHERE id = $1 FOR UPDATE", product);
  std::array<std::int64_t, 5> counts{};
  for (const auto& [rating, count] : tx.all<std::size_t, std::int64_t>(
           "SELECT rating, COUNT(*) FROM reviews WHERE product_id = $1 AND state = 'published' GROUP BY rating",
           product))
    counts.at(rating - 1) = count;
  tx.send("UPDATE products SET rated_1 = $1, rated_2 = $2, rated_3 = $3, rated_4 = $4, rated_5 = $5 WHERE id = $6",
          counts[0], counts[1], counts[2], counts[3], counts[4], product);
  catalog::raise_catalogue_version(tx, product);
}

void count_photos(db::Tx& tx, ReviewId review) {
  tx.send(
      "UPDATE reviews SET photo_count = (SELECT COUNT(*) FROM review_photos WHERE review_id = $1 AND state = 'ready') "
      "WHERE id = $1",
      review);
}

/// Leaves the job that removes the files once nothing shows them any more.
void forget_files(db::Tx& tx, std::string_view original, std::string_view file, std::string_view widths, Time when) {
  jobs::enqueue(tx, kForgetPhoto,
                boost::json::serialize(boost::json::object{{"original", original}, {"file", file}, {"widths", widths}}),
                {.run_at = when, .dedup_key = std::nullopt, .max_attempts = kMakePhotoAttempts});
}

/// Whether there was one.
bool remove_photo(db::Tx& tx, ReviewId review, ReviewPhotoId photo, Time now) {
  const auto known = tx.maybe<std::string, std::string, std::string>(
      "DELETE FROM review_photos WHERE id = $1 AND review_id = $2 RETURNING original, file, widths", photo, review);
  if (!known) return false;
  const auto& [original, file, widths] = *known;
  forget_files(tx, original, file, widths, now + kForgetAfter);
  return true;
}

enum class Added : std::uint8_t { kNew, kKnown, kNoRoom };
Added add_photo(db::Tx& tx, ReviewId review, const NewPhoto& photo, Time now) {
  std::vector<std::int64_t> taken;
  for (const auto& [position, original] :
       tx.all<std::int64_t, std::string>("SELECT position, original FROM review_photos WHERE review_id = $1", review)) {
    if (original == photo.original) return Added::kKnown;
    taken.push_back(position);
  }
  std::int64_t free = 1;
  while (std::ranges::find(taken, free) != taken.end()) ++free;
  if (free > static_cast<std::int64_t>(kMostPhotos)) return Added::kNoRoom;
  const auto id = tx.one<ReviewPhotoId>(
      "INSERT INTO review_photos (review_id, position, original, width, height, state_since) "
      "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
      review, free, photo.original, photo.size.width, photo.size.height, now);
  jobs::enqueue(tx, kMakePhoto, fmt::format(R"({{"photo":{}}})", id.value()),
                {.run_at = now, .dedup_key = std::nullopt, .max_attempts = kMakePhotoAttempts});
  return Added::kNew;
}

std::expected<Review, NotModerated> lock_seen(db::Tx& tx, ReviewId id, std::int64_t version) {
  auto review = lock(tx, id);
  if (!review) return std::unexpected(NotModerated::kNoSuchReview);
  if (review->version != version) return std::unexpected(NotModerated::kChanged);
  return *std::move(review);
}

}  // namespace

std::expected<Saved, NotSaved> save(db::Tx& tx, const Author& author, ProductId product, const Draft& draft, Time now) {
  Saved saved;
  const Content& content = draft.content;
  const auto existing =
      tx.maybe_value<ReviewId>("SELECT id FROM reviews WHERE user_id = $1 AND product_id = $2", author.id, product);
  if (existing) saved.id = *existing;
  if (!existing) {
    const auto purchase = find_purchase(tx, author, product);
    if (!purchase) return std::unexpected(NotSaved::kNotBought);
    const auto added = tx.maybe_value<ReviewId>(
        "INSERT INTO reviews (product_id, variant_id, user_id, order_id, rating, title, body, written_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (user_id, product_id) DO NOTHING RETURNING id",
        product, purchase->variant, author.id, purchase->order, content.rating, content.title, content.body, now);
    saved.is_new = added.has_value();
    // Another tab of the same author was faster: then this is a change of that one's review.
    saved.id =
        added ? *added
              : tx.one<ReviewId>("SELECT id FROM reviews WHERE user_id = $1 AND product_id = $2", author.id, product);
  }
  const Review before = *lock(tx, saved.id);
  saved.was_published = before.state == State::kPublished;
  bool changed = before.rating != content.rating || before.title != content.title || before.body != content.body;
  for (const ReviewPhotoId photo : draft.removed_photos) changed |= remove_photo(tx, saved.id, photo, now);
  for (const NewPhoto& photo : draft.photos) {
    const Added added = add_photo(tx, saved.id, photo, now);
    changed |= added == Added::kNew;
    if (added != Added::kNoRoom) continue;
    ++saved.photos_too_many;
    forget_unused(tx, photo, now);
  }
  if (!changed || saved.is_new) return saved;
  count_photos(tx, saved.id);
  tx.send(
      "UPDATE reviews SET rating = $1, title = $2, body = $3, state = 'pending', rejection_reason = '', "
      "written_at = $4, version = version + 1 WHERE id = $5",
      content.rating, content.title, content.body, now, saved.id);
  if (saved.was_published) recount(tx, product);
  return saved;
}

void forget_unused(db::Tx& tx, const NewPhoto& photo, Time now) {
  forget_files(tx, photo.original, "", "", now + kForgetUnusedAfter);
}

bool remove(db::Tx& tx, UserId author, ProductId product, Time now) {
  const auto id = tx.maybe_value<ReviewId>("SELECT id FROM reviews WHERE user_id = $1 AND product_id = $2 FOR UPDATE",
                                           author, product);
  if (!id) return false;
  const Review review = *find(tx, *id);
  for (const Photo& photo : review.photos) remove_photo(tx, *id, photo.id, now);
  tx.send("DELETE FROM reviews WHERE id = $1", *id);
  if (review.state == State::kPublished) recount(tx, product);
  return true;
}

void forget_author(db::Tx& tx, UserId author, Time now) {
  std::vector<ProductId> published;
  for (const auto& [product, state] :
       tx.all<ProductId, std::string>("SELECT product_id, state FROM reviews WHERE user_id = $1 ORDER BY id", author)) {
    if (state == word(State::kPublished))
      published.push_back(product);
    else
      remove(tx, author, product, now);
  }
  // Pages that name the author are made anew.
  if (!published.empty()) catalog::raise_catalogue_version(tx, published);
}

std::optional<std::string> original_to_process(db::Tx& tx, ReviewPhotoId photo) {
  return tx.maybe_value<std::string>("SELECT original FROM review_photos WHERE id = $1 AND state = 'processing'",
                                     photo);
}

void mark_photo_ready(db::Tx& tx, ReviewPhotoId photo, std::string_view file, const images::Variants& variants,
                      Time now) {
  const auto review = tx.maybe_value<ReviewId>("SELECT review_id FROM review_photos WHERE id = $1", photo);
  if (!review) return;
  // The review before its photo, as everywhere.
  const auto locked = lock(tx, *review);
  if (!locked) return;
  std::string widths;
  for (const int width : variants.widths) widths += fmt::format("{}{}", widths.empty() ? "" : " ", width);
  const auto changed = tx.execute(
      "UPDATE review_photos SET state = 'ready', state_since = $1, file = $2, widths = $3, width = $4, height = $5 "
      "WHERE id = $6 AND state = 'processing'",
      now, file, widths, variants.size.width, variants.size.height, photo);
  if (changed == 0) return;
  count_photos(tx, *review);
  if (locked->state == State::kPublished) catalog::raise_catalogue_version(tx, locked->product);
}

void mark_photo_failed(db::Tx& tx, ReviewPhotoId photo, images::Refusal reason, Time now) {
  tx.send(
      "UPDATE review_photos SET state = 'failed', state_since = $1, failure = $2 WHERE id = $3 AND state = "
      "'processing'",
      now, images::word(reason), photo);
}

bool is_original_used(db::Tx& tx, std::string_view original) {
  return !tx.query(
                "SELECT 1 FROM review_photos WHERE original = $1 UNION ALL "
                "SELECT 1 FROM product_images WHERE original = $1 LIMIT 1",
                original)
              .empty();
}

bool is_file_used(db::Tx& tx, std::string_view file) {
  return !tx.query(
                "SELECT 1 FROM review_photos WHERE file = $1 UNION ALL "
                "SELECT 1 FROM product_images WHERE file = $1 LIMIT 1",
                file)
              .empty();
}

std::expected<Review, NotModerated> publish(db::Tx& tx, ReviewId id, std::int64_t version, UserId staff, Time now) {
  const auto review = lock(tx, id);
  if (review && review->state == State::kPublished) return std::unexpected(NotModerated::kAlready);
  auto seen = lock_seen(tx, id, version);
  if (!seen) return seen;
  tx.send(
      "UPDATE reviews SET state = 'published', rejection_reason = '', decided_by = $1, decided_at = $2, "
      "version = version + 1 WHERE id = $3",
      staff, now, id);
  recount(tx, seen->product);
  return seen;
}

std::expected<Review, NotModerated> reject(db::Tx& tx, ReviewId id, std::int64_t version, std::string_view reason,
                                           UserId staff, Time now) {
  const auto review = lock(tx, id);
  if (review && review->state == State::kRejected) return std::unexpected(NotModerated::kAlready);
  auto seen = lock_seen(tx, id, version);
  if (!seen) return seen;
  tx.send(
      "UPDATE reviews SET state = 'rejected', rejection_reason = $1, decided_by = $2, decided_at = $3, "
      "version = version + 1 WHERE id = $4",
      reason, staff, now, id);
  if (seen->state == State::kPublished) recount(tx, seen->product);
  return seen;
}

std::expected<Review, NotModerated> answer(db::Tx& tx, ReviewId id, std::int64_t version, std::string_view text,
                                           Time now) {
  const auto review = lock(tx, id);
  if (review && review->answer == text) return std::unexpected(NotModerated::kAlready);
  auto seen = lock_seen(tx, id, version);
  if (!seen) return seen;
  tx.send("UPDATE reviews SET answer = $1, answered_at = $2, version = version + 1 WHERE id = $3", text,
          text.empty() ? std::nullopt : std::optional{now}, id);
  if (seen->state == State::kPublished) catalog::raise_catalogue_version(tx, seen->product);
  return seen;
}

std::expected<std::int64_t, NotVoted> set_vote(db::Tx& tx, ReviewId id, UserId user, bool helpful, Time now) {
  const auto review = lock(tx, id);
  if (!review || review->state != State::kPublished) return std::unexpected(NotVoted::kNoSuchReview);
  if (review->author == user) return std::unexpected(NotVoted::kOwn);
  const auto changed = helpful ? tx.execute(
                                     "INSERT INTO review_votes (review_id, user_id, created_at) VALUES ($1, $2, $3) "
                                     "ON CONFLICT (review_id, user_id) DO NOTHING",
                                     id, user, now)
                               : tx.execute("DELETE FROM review_votes WHERE review_id = $1 AND user_id = $2", id, user);
  if (changed == 0) return review->helpful;
  const std::int64_t step = helpful ? 1 : -1;
  tx.send("UPDATE reviews SET helpful_count = helpful_count + $1 WHERE id = $2", step, id);
  tx.send("UPDATE review_votes_version SET version = version + 1 WHERE id = 1");
  return review->helpful + step;
}

}  // namespace hurtrock::reviews
