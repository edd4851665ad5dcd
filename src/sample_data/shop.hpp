#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/core/money.hpp"
#include "platform/core/secret.hpp"

/// What the sample shop is beside its goods.
namespace hurtrock::sample_data {

struct StoreProfile {
  std::string name, street, city, province, postal_code, phone, whatsapp, email;
  Money free_shipping_from, free_shipping_at_most;
};

struct OpeningHours {
  int weekday;  ///< 0 is Sunday
  int opens_minute, closes_minute;
};

struct ZonePrice {
  std::string province_code;
  Money base_price, price_per_kg;
  std::int64_t extra_days;
};

struct ShippingService {
  std::string code, courier, name;
  Money base_price, price_per_kg;
  std::int64_t volumetric_divisor, rounding_tolerance_g;
  std::optional<std::int64_t> max_weight_g;
  std::int64_t min_days, max_days;
  bool is_pickup;
  std::vector<ZonePrice> zones;
};

struct SampleAddress {
  std::string street, area_code, postal_code, note;
};

/// Development only: the passwords stand in the seeds.
struct Account {
  std::string email, name, phone, role;
  Secret password;
  std::optional<SampleAddress> address;
};

struct Shop {
  StoreProfile profile;
  std::vector<OpeningHours> opening_hours;
  std::vector<ShippingService> shipping_services;
  std::vector<Account> accounts;
  std::vector<std::string> synonyms;  ///< beside those that every shop begins with; sets as the table has them
};

}  // namespace hurtrock::sample_data
