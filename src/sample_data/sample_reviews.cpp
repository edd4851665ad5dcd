#include "sample_data/sample_reviews.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>

#include "orders/orders.hpp"
#include "pricing/pricing.hpp"
#include "sample_data/purchase.hpp"

namespace hurtrock::sample_data {
namespace {

using namespace std::chrono_literals;
using Authors = std::map<std::string, UserId>;

constexpr Money kShipping{25'000};
/// From the order to the doorstep, and from there to the review.
constexpr auto kDelivery = 24h * 4;
constexpr auto kTrying = 24h * 6;

struct Bought {
  ProductId product;
  VariantId variant;
  std::string sku, name;
  Money price;
  std::int64_t weight_g = 0;
};

Authors insert_authors(db::Tx& tx, const std::vector<SampleReview>& reviews, Time now) {
  Authors authors;
  for (const SampleReview& review : reviews) {
    if (authors.contains(review.author)) continue;
    authors[review.author] = tx.one<UserId>(
        "INSERT INTO users (email, name, role, email_verified_at, created_at) VALUES ($1, $2, 'buyer', $3, $4) "
        "RETURNING id",
        mailbox_of(review.author), review.author, now, now);
  }
  return authors;
}

Bought first_variant(db::Tx& tx, const std::string& slug) {
  const auto found = tx.maybe<ProductId, VariantId, std::string, std::string, Money, std::int64_t>(
      "SELECT p.id, v.id, v.sku, p.name, v.price, v.weight_g FROM products p JOIN variants v ON v.product_id = p.id "
      "WHERE p.slug = $1 ORDER BY v.position, v.id LIMIT 1",
      slug);
  if (!found) throw std::runtime_error("db/seeds/reviews.json: there is no product " + slug);
  const auto& [product, variant, sku, name, price, weight] = *found;
  return {product, variant, sku, name, price, weight};
}

orders::NewOrder describe(const SampleReview& review, UserId author, const Bought& bought) {
  return {.user = author,
          .session = {},
          .payment_method = "midtrans",
          .contact = {.name = review.author, .email = mailbox_of(review.author), .phone = "+6280000000303"},
          .address = {.street = "Jl Contoh Asri No 3",
                      .area_code = "32.73.01.1001",
                      .kelurahan = "Gegerkalong",
                      .kecamatan = "Sukasari",
                      .kota = "Kota Bandung",
                      .provinsi = "Jawa Barat",
                      .postal_code = "40153",
                      .note = ""},
          .note = "",
          .shipping = {.code = "jne-reg",
                       .name = "JNE REG",
                       .courier = "JNE",
                       .min_days = 2,
                       .max_days = 4,
                       .chargeable_weight_g = bought.weight_g},
          .totals = pricing::total_of(bought.price, kShipping),
          .hold_until = {},
          .lines = {{.product = bought.product,
                     .variant = bought.variant,
                     .sku = bought.sku,
                     .name = bought.name,
                     .options = "",
                     .quantity = 1,
                     .unit_price = bought.price,
                     .weight_g = bought.weight_g}}};
}

void insert_votes(db::Tx& tx, std::int64_t review, const SampleReview& seed, const Authors& authors, Time at) {
  std::int64_t left = seed.helpful;
  for (const auto& [name, id] : authors) {
    if (left == 0) break;
    if (name == seed.author) continue;
    tx.send("INSERT INTO review_votes (review_id, user_id, created_at) VALUES ($1, $2, $3)", review, id, at);
    --left;
  }
  if (left > 0) throw std::runtime_error("db/seeds/reviews.json: more votes than other authors: " + seed.product);
}

/// The second picture of the product stands for the buyer's photo.
void insert_photo(db::Tx& tx, std::int64_t review, ProductId product, Time at) {
  tx.send(
      "INSERT INTO review_photos (review_id, position, original, file, widths, width, height, state, state_since) "
      "SELECT CAST($1 AS BIGINT), 1, file, file, widths, width, height, 'ready', CAST($2 AS BIGINT) "
      "FROM product_images WHERE product_id = $3 ORDER BY position, id LIMIT 1 OFFSET 1",
      review, at, product);
  tx.send("UPDATE reviews SET photo_count = (SELECT COUNT(*) FROM review_photos WHERE review_id = $1) WHERE id = $1",
          review);
}

void insert_review(db::Tx& tx, const SampleReview& seed, const Authors& authors, const Bought& bought, OrderId order,
                   Time written_at) {
  const auto answered_at = seed.answer.empty() ? std::nullopt : std::optional<Time>{written_at + 24h};
  const auto review = tx.one<std::int64_t>(
      "INSERT INTO reviews (product_id, variant_id, user_id, order_id, rating, title, body, state, answer, "
      "answered_at, decided_at, written_at, helpful_count) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, 'published', $8, $9, $10, $11, $12) RETURNING id",
      bought.product, bought.variant, authors.at(seed.author), order, seed.rating, seed.title, seed.body, seed.answer,
      answered_at, written_at + 3h, written_at, seed.helpful);
  insert_votes(tx, review, seed, authors, written_at + 24h);
  if (seed.photo) insert_photo(tx, review, bought.product, written_at);
}

}  // namespace

void add_reviews(db::Tx& tx, History& history, const std::vector<SampleReview>& reviews, Time now) {
  const auto authors = std::make_shared<const Authors>(insert_authors(tx, reviews, now - 24h * 365));
  for (const SampleReview& review : reviews) {
    const Bought bought = first_variant(tx, review.product);
    const Time written_at = now - std::chrono::days{review.days_ago};
    const Time placed_at = written_at - kTrying - kDelivery;
    const auto order = add_purchase(history, {.order = describe(review, authors->at(review.author), bought),
                                              .payment_type = "qris",
                                              .placed_at = placed_at,
                                              .given_up_at = {},
                                              .paid_at = placed_at + 10min,
                                              .packed_at = placed_at + 2h,
                                              .shipped_at = placed_at + 20h,
                                              .delivered_at = placed_at + kDelivery});
    history.add(written_at,
                [=](db::Tx& later, Time at) { insert_review(later, review, *authors, bought, *order, at); });
  }
}

void count_stars(db::Tx& tx) {
  for (int stars = 1; stars <= 5; ++stars)
    tx.send(
        fmt::format("UPDATE products SET rated_{0} = (SELECT COUNT(*) FROM reviews r WHERE r.product_id = "
                    "products.id AND r.state = 'published' AND r.rating = {0}) "
                    "WHERE id IN (SELECT product_id FROM reviews)",
                    stars));
}

}  // namespace hurtrock::sample_data
