#include <algorithm>

#include "shipping/services.hpp"

namespace hurtrock::shipping {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, version, code, courier, name, base_price, price_per_kg, volumetric_divisor, rounding_tolerance_g, "
    "max_weight_g, min_days, max_days, is_pickup, active FROM shipping_services ";

ServiceRecord record(const db::Rows& rows, std::size_t row) {
  return {.id = rows.get<ShippingServiceId>(row, 0),
          .version = rows.get<std::int64_t>(row, 1),
          .service = {.code = rows.get<std::string>(row, 2),
                      .courier = rows.get<std::string>(row, 3),
                      .name = rows.get<std::string>(row, 4),
                      .base_price = rows.get<Money>(row, 5),
                      .price_per_kg = rows.get<Money>(row, 6),
                      .volumetric_divisor = rows.get<std::int64_t>(row, 7),
                      .rounding_tolerance_g = rows.get<std::int64_t>(row, 8),
                      .max_weight_g = rows.get<std::optional<std::int64_t>>(row, 9),
                      .min_days = rows.get<std::int64_t>(row, 10),
                      .max_days = rows.get<std::int64_t>(row, 11),
                      .is_pickup = rows.get<bool>(row, 12),
                      .active = rows.get<bool>(row, 13),
                      .zones = {}}};
}

void write_zones(db::Tx& tx, ShippingServiceId service, const std::vector<ZonePrice>& zones) {
  for (const ZonePrice& zone : zones)
    tx.send(
        "INSERT INTO shipping_zone_prices (service_id, province_code, base_price, price_per_kg, extra_days) "
        "VALUES ($1, $2, $3, $4, $5)",
        service, zone.province, zone.base_price, zone.price_per_kg, zone.extra_days);
}

}  // namespace

std::vector<ServiceRecord> all_services(db::Tx& tx) {
  const auto rows = tx.query(std::string(kColumns) + "ORDER BY position, id");
  std::vector<ServiceRecord> services;
  for (std::size_t row = 0; row < rows.size(); ++row) services.push_back(record(rows, row));
  for (auto& [service, province, base_price, price_per_kg, extra_days] :
       tx.all<ShippingServiceId, std::string, Money, Money, std::int64_t>(
           "SELECT service_id, province_code, base_price, price_per_kg, extra_days FROM shipping_zone_prices "
           "ORDER BY province_code, service_id"))
    std::ranges::find(services, service, &ServiceRecord::id)
        ->service.zones.push_back({std::move(province), base_price, price_per_kg, extra_days});
  return services;
}

std::optional<ServiceRecord> find_service(db::Tx& tx, ShippingServiceId service) {
  const auto rows = tx.query(std::string(kColumns) + "WHERE id = $1", service);
  if (rows.empty()) return std::nullopt;
  ServiceRecord found = record(rows, 0);
  for (auto& [province, base_price, price_per_kg, extra_days] : tx.all<std::string, Money, Money, std::int64_t>(
           "SELECT province_code, base_price, price_per_kg, extra_days FROM shipping_zone_prices "
           "WHERE service_id = $1 ORDER BY province_code",
           service))
    found.service.zones.push_back({std::move(province), base_price, price_per_kg, extra_days});
  return found;
}

std::expected<ShippingServiceId, ServiceRefusal> create_service(db::Tx& tx, const ServiceDraft& draft) {
  const auto position = tx.one<std::int64_t>("SELECT COALESCE(MAX(position), -1) + 1 FROM shipping_services");
  const auto id = tx.maybe_value<ShippingServiceId>(
      "INSERT INTO shipping_services (code, courier, name, base_price, price_per_kg, volumetric_divisor, "
      "rounding_tolerance_g, max_weight_g, min_days, max_days, is_pickup, active, position) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (code) DO NOTHING RETURNING id",
      draft.code, draft.courier, draft.name, draft.base_price, draft.price_per_kg, draft.volumetric_divisor,
      draft.rounding_tolerance_g, draft.max_weight_g, draft.min_days, draft.max_days, draft.is_pickup, draft.active,
      position);
  if (!id) return std::unexpected(ServiceRefusal::kCodeTaken);
  write_zones(tx, *id, draft.zones);
  return *id;
}

std::expected<void, ServiceRefusal> update_service(db::Tx& tx, ShippingServiceId service, std::int64_t seen,
                                                   const ServiceDraft& draft) {
  const auto changed = tx.execute(
      "UPDATE shipping_services SET courier = $1, name = $2, base_price = $3, price_per_kg = $4, "
      "volumetric_divisor = $5, rounding_tolerance_g = $6, max_weight_g = $7, min_days = $8, max_days = $9, "
      "is_pickup = $10, active = $11, version = version + 1 WHERE id = $12 AND version = $13",
      draft.courier, draft.name, draft.base_price, draft.price_per_kg, draft.volumetric_divisor,
      draft.rounding_tolerance_g, draft.max_weight_g, draft.min_days, draft.max_days, draft.is_pickup, draft.active,
      service, seen);
  if (changed == 0)
    return std::unexpected(tx.maybe_value<std::int64_t>("SELECT version FROM shipping_services WHERE id = $1", service)
                               ? ServiceRefusal::kChanged
                               : ServiceRefusal::kNoSuchService);
  tx.send("DELETE FROM shipping_zone_prices WHERE service_id = $1", service);
  write_zones(tx, service, draft.zones);
  return {};
}

std::expected<void, ServiceRefusal> move_service(db::Tx& tx, ShippingServiceId service, std::int64_t seen,
                                                 Towards towards) {
  // All of them are locked: two moves at once come one after the other.
  std::vector<ShippingServiceId> order;
  std::optional<std::int64_t> version;
  for (const auto& [id, of_it] : tx.all<ShippingServiceId, std::int64_t>(
           "SELECT id, version FROM shipping_services ORDER BY position, id FOR UPDATE")) {
    order.push_back(id);
    if (id == service) version = of_it;
  }
  if (!version) return std::unexpected(ServiceRefusal::kNoSuchService);
  if (*version != seen) return std::unexpected(ServiceRefusal::kChanged);
  const auto from = std::ranges::find(order, service);
  if (towards == Towards::kFront ? from == order.begin() : from + 1 == order.end()) return {};
  std::iter_swap(from, towards == Towards::kFront ? from - 1 : from + 1);
  std::int64_t position = 0;
  for (const ShippingServiceId id : order)
    tx.send("UPDATE shipping_services SET position = $1 WHERE id = $2", position++, id);
  tx.send("UPDATE shipping_services SET version = version + 1 WHERE id = $1", service);
  return {};
}

}  // namespace hurtrock::shipping
