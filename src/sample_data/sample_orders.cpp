#include "sample_data/sample_orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "pricing/pricing.hpp"
#include "sample_data/purchase.hpp"
#include "shipping/areas.hpp"
#include "shipping/shipping.hpp"

namespace hurtrock::sample_data {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr auto kPaying = 9min;
constexpr auto kGivenUpAfter = 24h + 15min;
// A courier calls in the afternoon; what comes after noon goes with the next day's parcels.
constexpr auto kPacking = 14h;
constexpr auto kCollection = 16h + 30min;
constexpr auto kDoorstep = 13h + 20min;
constexpr int kLastMinuteForToday = 12 * 60;

/// Longer than the reconciliation of yesterday looks back.
constexpr days kComparedWithProvider{10};

/// How much is bought on a day, beside others.
int busyness(Time day) {
  const CivilTime date = in_wib(day);
  const bool weekend = date.weekday == 0 || date.weekday == 6;
  const bool wages_have_come = date.day >= 25 || date.day <= 3;
  return 4 + (weekend ? 2 : 0) + (wages_have_come ? 2 : 0);
}

struct Basket {
  std::vector<orders::NewLine> lines;
  std::vector<shipping::Article> articles;
  Money goods;
};

std::string options_of(db::Tx& tx, VariantId variant) {
  std::string options;
  for (const auto& [value] :
       tx.all<std::string>("SELECT value_id FROM variant_options WHERE variant_id = $1 ORDER BY position", variant))
    options += (options.empty() ? "" : ", ") + value;
  return options;
}

Basket basket_of(db::Tx& tx, const SampleOrder& seed) {
  Basket basket;
  for (const auto& [sku, quantity] : seed.lines) {
    const auto found =
        tx.maybe<ProductId, VariantId, std::string, Money, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
            "SELECT p.id, v.id, p.name, v.price, v.weight_g, v.length_mm, v.width_mm, v.height_mm "
            "FROM variants v JOIN products p ON p.id = v.product_id WHERE v.sku = $1",
            sku);
    if (!found) throw std::runtime_error("db/seeds/orders.json: there is no variant " + sku);
    const auto& [product, variant, name, price, weight, length, width, height] = *found;
    basket.lines.push_back({.product = product,
                            .variant = variant,
                            .sku = sku,
                            .name = name,
                            .options = options_of(tx, variant),
                            .quantity = quantity,
                            .unit_price = price,
                            .weight_g = weight});
    basket.articles.push_back(
        {.quantity = quantity, .weight_g = weight, .length_mm = length, .width_mm = width, .height_mm = height});
    basket.goods += price * quantity;
  }
  return basket;
}

shipping::Area area_of(const SampleOrder& seed) {
  auto area = shipping::find_area(seed.area_code);
  if (!area) throw std::runtime_error("db/seeds/orders.json: there is no area " + seed.area_code);
  return *std::move(area);
}

shipping::Quote quote_for(db::Tx& tx, const SampleOrder& seed, const shipping::Area& area, const Basket& basket) {
  for (auto& quote : shipping::quotes(tx, area.province_code.value_or(""), basket.articles, basket.goods))
    if (quote.service_code == seed.shipping) return std::move(quote);
  throw std::runtime_error(fmt::format("db/seeds/orders.json: {} takes nothing to {}", seed.shipping, seed.area_code));
}

std::string method_of(const SampleOrder& seed) {
  if (seed.payment == "cod") return "cod";
  return seed.payment == "transfer" ? "bank_transfer" : "midtrans";
}

orders::NewOrder describe_order(db::Tx& tx, const SampleOrder& seed, std::int64_t number) {
  const shipping::Area area = area_of(seed);
  Basket basket = basket_of(tx, seed);
  const shipping::Quote quote = quote_for(tx, seed, area, basket);
  const std::string mailbox = mailbox_of(seed.buyer);
  // What a transfer is told by.
  const Money code{seed.payment == "transfer" ? 100 + number : 0};
  return {.user = tx.maybe_value<UserId>("SELECT id FROM users WHERE email = $1", mailbox),
          .session = {},
          .payment_method = method_of(seed),
          .contact = {.name = seed.buyer, .email = mailbox, .phone = fmt::format("+62800000{:04}", 1000 + number)},
          .address = {.street = seed.street,
                      .area_code = area.code,
                      .kelurahan = area.kelurahan,
                      .kecamatan = area.kecamatan,
                      .kota = area.kota,
                      .provinsi = area.provinsi,
                      .postal_code = "",
                      .note = ""},
          .note = "",
          .shipping = {.code = quote.service_code,
                       .name = quote.name,
                       .courier = quote.courier,
                       .min_days = quote.min_days,
                       .max_days = quote.max_days,
                       .chargeable_weight_g = quote.chargeable_weight_g},
          .totals = pricing::total_of(basket.goods, quote.price, code),
          .hold_until = {},
          .lines = std::move(basket.lines)};
}

/// What of it has happened by `today`, midnight in WIB.
Purchase purchase_of(orders::NewOrder order, const SampleOrder& seed, Time day, Time today, bool quick) {
  const bool is_yesterday = day + days{1} == today;
  // Nobody finds a shop with parcels that should have left: what came yesterday came before the courier did.
  const int minute = is_yesterday ? seed.minute * kLastMinuteForToday / (24 * 60) : seed.minute;
  Purchase purchase{.order = std::move(order), .payment_type = seed.payment, .placed_at = day + minute * 1min};
  if (seed.given_up && purchase.placed_at + kGivenUpAfter < today) {
    purchase.given_up_at = purchase.placed_at + kGivenUpAfter;
    return purchase;
  }
  const Time leaves = day + days{minute < kLastMinuteForToday ? 0 : 1};
  const std::int64_t travels = quick ? purchase.order.shipping.min_days : purchase.order.shipping.max_days;
  const Time arrives = travels == 0 ? leaves + kCollection + 1h : leaves + days{travels} + kDoorstep;
  purchase.packed_at = leaves + kPacking;
  purchase.shipped_at = leaves + kCollection;
  if (arrives < today) purchase.delivered_at = arrives;
  if (purchase.order.payment_method == "cod") {
    purchase.paid_at = purchase.delivered_at;
    purchase.payment_type = "cash";
    return purchase;
  }
  purchase.paid_at = purchase.placed_at + kPaying;
  return purchase;
}

/// The shop holds its books of the last days against the provider's (payments/reconciliation.hpp), which has never
/// heard of these orders.
SampleOrder as_known_to_nobody(SampleOrder seed) {
  if (method_of(seed) == "midtrans") seed.payment = "transfer";
  return seed;
}

}  // namespace

std::vector<Time> days_of_orders(std::int64_t count, Time now) {
  const Time today = start_of_wib_day(now);
  std::int64_t all = 0;
  for (Time day = today - days{kDaysOfOrders}; day < today; day += days{1}) all += busyness(day);
  std::vector<Time> placed;
  std::int64_t passed = 0;
  for (Time day = today - days{kDaysOfOrders}; day < today; day += days{1}) {
    passed += busyness(day);
    placed.resize(static_cast<std::size_t>(count * passed / all), day);
  }
  return placed;
}

void add_orders(db::Tx& tx, History& history, const std::vector<SampleOrder>& orders, Time now) {
  const Time today = start_of_wib_day(now);
  const std::vector<Time> placed = days_of_orders(std::ssize(orders), now);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const bool is_compared = placed[i] >= today - kComparedWithProvider;
    const SampleOrder seed = is_compared ? as_known_to_nobody(orders[i]) : orders[i];
    auto order = describe_order(tx, seed, static_cast<std::int64_t>(i));
    add_purchase(history, purchase_of(std::move(order), seed, placed[i], today, i % 2 == 0));
  }
}

}  // namespace hurtrock::sample_data
