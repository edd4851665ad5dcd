#include "shipping/shipping.hpp"

namespace hurtrock::shipping {

std::vector<Service> services_for(db::Tx& tx, std::string_view province_code) {
  const auto rows = tx.query(
      "SELECT s.code, s.courier, s.name, COALESCE(z.base_price, s.base_price), COALESCE(z.price_per_kg, "
      "s.price_per_kg), "
      "s.volumetric_divisor, s.rounding_tolerance_g, s.max_weight_g, s.min_days + COALESCE(z.extra_days, 0), "
      "s.max_days + COALESCE(z.extra_days, 0), s.is_pickup "
      "FROM shipping_services s LEFT JOIN shipping_zone_prices z ON z.service_id = s.id AND z.province_code = $1 "
      "WHERE s.active = 1 ORDER BY s.position, s.id",
      province_code);
  std::vector<Service> services(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    services[row] = {.code = rows.get<std::string>(row, 0),
                     .courier = rows.get<std::string>(row, 1),
                     .name = rows.get<std::string>(row, 2),
                     .base_price = rows.get<Money>(row, 3),
                     .price_per_kg = rows.get<Money>(row, 4),
                     .volumetric_divisor = rows.get<std::int64_t>(row, 5),
                     .rounding_tolerance_g = rows.get<std::int64_t>(row, 6),
                     .max_weight_g = rows.get<std::optional<std::int64_t>>(row, 7),
                     .min_days = rows.get<std::int64_t>(row, 8),
                     .max_days = rows.get<std::int64_t>(row, 9),
                     .is_pickup = rows.get<bool>(row, 10)};
  }
  return services;
}

std::vector<std::string> couriers(db::Tx& tx) {
  std::vector<std::string> names;
  for (auto& [name] : tx.all<std::string>("SELECT courier FROM shipping_services WHERE active = 1 AND is_pickup = 0 "
                                          "GROUP BY courier ORDER BY MIN(position), courier"))
    names.push_back(std::move(name));
  return names;
}

}  // namespace hurtrock::shipping
