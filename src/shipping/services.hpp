#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/money.hpp"
#include "platform/db/db.hpp"
#include "shipping/ids.hpp"

/// The shop's shipping services as the staff keep them: inactive ones too, with every province's price. Every change is
/// part of the caller's transaction, and counts for every quote from then on: nothing of them is kept in memory.
namespace hurtrock::shipping {

/// Instead of the service's own prices, for what goes to a province.
struct ZonePrice {
  std::string province;  ///< its code, "32"
  Money base_price, price_per_kg;
  std::int64_t extra_days = 0;
  bool operator==(const ZonePrice&) const = default;
};

/// Ranges are those of the table; the code is what orders and forms name the service by, and never changes.
struct ServiceDraft {
  std::string code, courier, name;
  Money base_price, price_per_kg;
  std::int64_t volumetric_divisor = 6'000;   ///< cubic centimetres that count as a kilogram
  std::int64_t rounding_tolerance_g = 0;     ///< by which a kilogram may be exceeded before the next one counts
  std::optional<std::int64_t> max_weight_g;  ///< chargeable; none: any weight
  std::int64_t min_days = 0, max_days = 0;
  bool is_pickup = false;  ///< fetched at the shop
  bool active = true;
  std::vector<ZonePrice> zones;  ///< by province
};

struct ServiceRecord {
  ShippingServiceId id;
  std::int64_t version = 0;
  ServiceDraft service;
};
/// In the order in which buyers see them.
std::vector<ServiceRecord> all_services(db::Tx& tx);
std::optional<ServiceRecord> find_service(db::Tx& tx, ShippingServiceId service);

enum class ServiceRefusal : std::uint8_t {
  kNoSuchService,
  kChanged,  ///< it is not what its editor was shown
  kCodeTaken,
};
/// It comes behind the others.
std::expected<ShippingServiceId, ServiceRefusal> create_service(db::Tx& tx, const ServiceDraft& draft);
/// Everything but the code.
std::expected<void, ServiceRefusal> update_service(db::Tx& tx, ShippingServiceId service, std::int64_t seen,
                                                   const ServiceDraft& draft);

enum class Towards : std::uint8_t { kFront, kBack };
/// By one place; at the end nothing happens.
std::expected<void, ServiceRefusal> move_service(db::Tx& tx, ShippingServiceId service, std::int64_t seen,
                                                 Towards towards);

}  // namespace hurtrock::shipping
