#include "store/store.hpp"

namespace hurtrock::store {
namespace {

std::optional<FreeShipping> free_shipping_of(std::optional<Money> from, std::optional<Money> at_most) {
  return from ? std::optional{FreeShipping{*from, at_most}} : std::nullopt;
}

}  // namespace

Profile load_profile(db::Tx& tx) {
  Profile profile;
  const auto rows = tx.query(
      "SELECT name, street, city, province, postal_code, phone, whatsapp, email, tax_number, "
      "free_shipping_from, free_shipping_at_most, version "
      "FROM store_profile WHERE id = 1");
  if (rows.empty()) {
    profile.name = "Hurtrock Music Store";
    return profile;
  }
  std::size_t column = 0;
  for (std::string* field : {&profile.name, &profile.street, &profile.city, &profile.province, &profile.postal_code,
                             &profile.phone, &profile.whatsapp, &profile.email, &profile.tax_number})
    *field = rows.get<std::string>(0, column++);
  profile.free_shipping =
      free_shipping_of(rows.get<std::optional<Money>>(0, column), rows.get<std::optional<Money>>(0, column + 1));
  profile.version = rows.get<std::int64_t>(0, column + 2);
  for (const auto& [weekday, opens, closes] :
       tx.all<int, int, int>("SELECT weekday, opens_minute, closes_minute FROM opening_hours"))
    profile.hours[static_cast<std::size_t>(weekday)] = Hours{opens, closes};
  return profile;
}

std::optional<FreeShipping> load_free_shipping(db::Tx& tx) {
  const auto rows = tx.query("SELECT free_shipping_from, free_shipping_at_most FROM store_profile WHERE id = 1");
  if (rows.empty()) return std::nullopt;
  return free_shipping_of(rows.get<std::optional<Money>>(0, 0), rows.get<std::optional<Money>>(0, 1));
}

}  // namespace hurtrock::store
