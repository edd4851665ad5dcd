#include "store/store.hpp"

namespace hurtrock::store {

Profile load_profile(db::Tx& tx) {
  Profile profile;
  const auto rows = tx.query(
      "SELECT name, street, city, province, postal_code, phone, whatsapp, email, free_shipping_from, version "
      "FROM store_profile WHERE id = 1");
  if (rows.empty()) {
    profile.name = "Hurtrock Music Store";
    return profile;
  }
  std::size_t column = 0;
  for (std::string* field : {&profile.name, &profile.street, &profile.city, &profile.province, &profile.postal_code,
                             &profile.phone, &profile.whatsapp, &profile.email})
    *field = rows.get<std::string>(0, column++);
  profile.free_shipping_from = rows.get<std::optional<Money>>(0, column++);
  profile.version = rows.get<std::int64_t>(0, column);
  for (const auto& [weekday, opens, closes] :
       tx.all<int, int, int>("SELECT weekday, opens_minute, closes_minute FROM opening_hours"))
    profile.hours[static_cast<std::size_t>(weekday)] = Hours{opens, closes};
  return profile;
}

}  // namespace hurtrock::store
