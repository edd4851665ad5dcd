#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/core/money.hpp"
#include "platform/db/db.hpp"
#include "store/store.hpp"

namespace hurtrock::shipping {

/// What is sent, as far as a courier's price depends on it: one entry a kind of article.
struct Article {
  std::int64_t quantity;                        ///< at least 1
  std::int64_t weight_g;                        ///< of one, packed
  std::int64_t length_mm, width_mm, height_mm;  ///< of one, packed
};

struct Service {
  std::string code, courier, name;
  Money base_price, price_per_kg;
  std::int64_t volumetric_divisor;  ///< cubic centimetres that count as a kilogram
  std::int64_t rounding_tolerance_g;
  std::optional<std::int64_t> max_weight_g;
  std::int64_t min_days, max_days;
  bool is_pickup;
};

struct Quote {
  std::string service_code, courier, name;
  Money price;       ///< what the buyer pays
  Money list_price;  ///< what the service asks; more than `price` where the shop pays a part
  std::int64_t min_days, max_days;
  std::int64_t chargeable_weight_g;
  std::int64_t charged_kg;  ///< whole kilograms that the price is for
  bool is_pickup;
};

/// The larger of the weight and the volume's weight (cubic centimetres / divisor, in kg) of all articles as one parcel,
/// in grams. Pure.
std::int64_t chargeable_weight_g(std::span<const Article> articles, std::int64_t volumetric_divisor);

/// Whole kilograms charged: rounded up once the weight exceeds a kilogram by more than the tolerance; at least 1. Pure.
std::int64_t charged_kilograms(std::int64_t weight_g, std::int64_t tolerance_g);

/// What the service asks for the articles, or nothing when they are too heavy for it. Pure.
std::optional<Quote> quote(const Service& service, std::span<const Article> articles);

/// From a certain sum of goods on the shop pays the courier, up to the sum it has agreed to; where it has not named
/// one, what the cheapest courier asks. The buyer pays the rest. Pure.
void share_costs(std::span<Quote> quotes, const store::FreeShipping& offer, Money goods);

/// The active services with the prices of the destination's province, in the order the shop wants them shown.
std::vector<Service> services_for(db::Tx& tx, std::string_view province_code);

/// Who carries the shop's parcels, in the order of their services: "JNE", "J&T".
std::vector<std::string> couriers(db::Tx& tx);

/// Every service that takes the articles, which cost `goods`, to the province, in the shop's order; with the shop's
/// share taken off.
std::vector<Quote> quotes(db::Tx& tx, std::string_view province_code, std::span<const Article> articles, Money goods);

}  // namespace hurtrock::shipping
