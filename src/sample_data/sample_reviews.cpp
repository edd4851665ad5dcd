#include "sample_data/sample_reviews.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <stdexcept>

#include "inventory/inventory.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "platform/core/text.hpp"
#include "pricing/pricing.hpp"

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

std::string mailbox_of(const std::string& name) {
  std::string mailbox = text::lower(name);
  std::ranges::replace(mailbox, ' ', '.');
  return mailbox + "@contoh.example";
}

Authors insert_authors(db::Tx& tx, const std::vector<const SampleReview*>& reviews, Time now) {
  Authors authors;
  for (const SampleReview* review : reviews) {
    if (authors.contains(review->author)) continue;
    authors[review->author] = tx.one<UserId>(
        "INSERT INTO users (email, name, role, email_verified_at, created_at) VALUES ($1, $2, 'buyer', $3, $4) "
        "RETURNING id",
        mailbox_of(review->author), review->author, now, now);
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

orders::NewOrder describe(const SampleReview& review, UserId author, const Bought& bought, Time placed_at) {
  return {.user = author,
          .session = {},
          .state = orders::State::kPending,
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
          .hold_until = placed_at + 24h,
          .lines = {{.product = bought.product,
                     .variant = bought.variant,
                     .sku = bought.sku,
                     .name = bought.name,
                     .options = "",
                     .quantity = 1,
                     .unit_price = bought.price,
                     .weight_g = bought.weight_g}}};
}

/// From the checkout to the doorstep, by the features' own functions.
OrderId insert_delivered_order(db::Tx& tx, const SampleReview& review, UserId author, const Bought& bought,
                               Time placed_at) {
  tx.send("UPDATE stock_levels SET on_hand = on_hand + 1, changed_at = $1 WHERE variant_id = $2", placed_at,
          bought.variant);
  tx.send("INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES ($1, 1, 'received', $2)",
          bought.variant, placed_at);
  const orders::NewOrder order = describe(review, author, bought, placed_at);
  const orders::Placed placed = orders::place(tx, order, placed_at);
  const std::array wanted{inventory::Wanted{placed.lines.front(), bought.variant, 1}};
  bool done = inventory::reserve(tx, placed.id, wanted, placed_at).has_value();
  const auto attempt = payments::create_attempt(tx,
                                                {.order = placed.id,
                                                 .order_number = placed.number,
                                                 .provider = "midtrans",
                                                 .amount = order.totals.total,
                                                 .expires_at = placed_at + 24h},
                                                placed_at);
  const Time paid_at = placed_at + 10min;
  payments::record_capture(tx, attempt.id, attempt.amount, true,
                           {payments::AttemptState::kPaid, attempt.reference, "qris"}, paid_at);
  const auto system = orders::Actor::system();
  done &= orders::mark_paid(tx, placed.id, orders::Actor::gateway(), paid_at).has_value();
  inventory::commit(tx, placed.id, paid_at);
  done &= orders::start_processing(tx, placed.id, system, paid_at + 2h).has_value();
  done &= orders::ship(tx, placed.id, {{placed.lines.front(), 1}}, "JNE REG",
                       fmt::format("CONTOH{}", placed.id.value()), system, paid_at + 20h)
              .has_value();
  done &= orders::mark_delivered(tx, placed.id, system, placed_at + kDelivery).has_value();
  if (!done) throw std::runtime_error("sample data: an order could not be completed");
  // Sent long ago: nobody is to get it now.
  tx.send(
      "INSERT INTO outbox_mails (kind, event_key, order_id, to_address, to_name, language, subject, body_html, "
      "body_text, state, next_attempt_at, created_at, sent_at) "
      "VALUES ('order_placed', $1, $2, $3, $4, 'id', $5, '', $5, 'sent', $6, $6, $6)",
      fmt::format("order:{}:placed", placed.id.value()), placed.id, order.contact.email, order.contact.name,
      placed.number, placed_at);
  return placed.id;
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

void insert_review(db::Tx& tx, const SampleReview& seed, const Authors& authors, Time now) {
  const Time written_at = now - std::chrono::days{seed.days_ago};
  const Bought bought = first_variant(tx, seed.product);
  const UserId author = authors.at(seed.author);
  const OrderId order = insert_delivered_order(tx, seed, author, bought, written_at - kTrying - kDelivery);
  const auto answered_at = seed.answer.empty() ? std::nullopt : std::optional<Time>{written_at + 24h};
  const auto review = tx.one<std::int64_t>(
      "INSERT INTO reviews (product_id, variant_id, user_id, order_id, rating, title, body, state, answer, "
      "answered_at, decided_at, written_at, helpful_count) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, 'published', $8, $9, $10, $11, $12) RETURNING id",
      bought.product, bought.variant, author, order, seed.rating, seed.title, seed.body, seed.answer, answered_at,
      written_at + 3h, written_at, seed.helpful);
  insert_votes(tx, review, seed, authors, written_at + 24h);
  if (seed.photo) insert_photo(tx, review, bought.product, written_at);
}

}  // namespace

void insert_reviews(db::Tx& tx, const std::vector<SampleReview>& reviews, Time now) {
  // The oldest first: invoices are numbered in the order of their days.
  std::vector<const SampleReview*> by_age;
  for (const SampleReview& review : reviews) by_age.push_back(&review);
  std::ranges::sort(by_age, [](const SampleReview* a, const SampleReview* b) { return a->days_ago > b->days_ago; });
  const Authors authors = insert_authors(tx, by_age, now - 24h * 365);
  for (const SampleReview* review : by_age) insert_review(tx, *review, authors, now);
  for (int stars = 1; stars <= 5; ++stars)
    tx.send(
        fmt::format("UPDATE products SET rated_{0} = (SELECT COUNT(*) FROM reviews r WHERE r.product_id = "
                    "products.id AND r.state = 'published' AND r.rating = {0}) "
                    "WHERE id IN (SELECT product_id FROM reviews)",
                    stars));
}

}  // namespace hurtrock::sample_data
