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

bool save_profile(db::Tx& tx, const Profile& profile, std::int64_t seen, Time now) {
  const std::optional<Money> from = profile.free_shipping ? std::optional{profile.free_shipping->from} : std::nullopt;
  const std::optional<Money> at_most = profile.free_shipping ? profile.free_shipping->at_most : std::nullopt;
  const auto saved =
      seen == 0
          ? tx.execute(
                "INSERT INTO store_profile (id, name, street, city, province, postal_code, phone, whatsapp, email, "
                "tax_number, free_shipping_from, free_shipping_at_most, updated_at) "
                "VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING",
                profile.name, profile.street, profile.city, profile.province, profile.postal_code, profile.phone,
                profile.whatsapp, profile.email, profile.tax_number, from, at_most, now)
          : tx.execute(
                "UPDATE store_profile SET name = $1, street = $2, city = $3, province = $4, postal_code = $5, "
                "phone = $6, whatsapp = $7, email = $8, tax_number = $9, free_shipping_from = $10, "
                "free_shipping_at_most = $11, updated_at = $12, version = version + 1 WHERE id = 1 AND version = $13",
                profile.name, profile.street, profile.city, profile.province, profile.postal_code, profile.phone,
                profile.whatsapp, profile.email, profile.tax_number, from, at_most, now, seen);
  if (saved == 0) return false;
  tx.send("DELETE FROM opening_hours");
  for (std::size_t weekday = 0; weekday < profile.hours.size(); ++weekday)
    if (const auto& hours = profile.hours[weekday])
      tx.send("INSERT INTO opening_hours (weekday, opens_minute, closes_minute) VALUES ($1, $2, $3)",
              static_cast<std::int64_t>(weekday), hours->opens_minute, hours->closes_minute);
  return true;
}

std::optional<FreeShipping> load_free_shipping(db::Tx& tx) {
  const auto rows = tx.query("SELECT free_shipping_from, free_shipping_at_most FROM store_profile WHERE id = 1");
  if (rows.empty()) return std::nullopt;
  return free_shipping_of(rows.get<std::optional<Money>>(0, 0), rows.get<std::optional<Money>>(0, 1));
}

}  // namespace hurtrock::store
