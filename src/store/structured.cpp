#include "store/structured.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "platform/assets/assets.hpp"

namespace hurtrock::store {
namespace {

namespace json = boost::json;

constexpr std::string_view kDays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

std::string clock_time(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

void add_unless_empty(json::object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}

json::object address_of(const Profile& profile) {
  json::object address{{"@type", "PostalAddress"}, {"addressCountry", "ID"}};
  add_unless_empty(address, "streetAddress", profile.street);
  add_unless_empty(address, "addressLocality", profile.city);
  add_unless_empty(address, "addressRegion", profile.province);
  add_unless_empty(address, "postalCode", profile.postal_code);
  return address;
}

/// A day that is not named is one on which the shop is closed.
json::array hours_of(const Profile& profile) {
  json::array hours;
  for (std::size_t day = 0; day < profile.hours.size(); ++day)
    if (const auto& open = profile.hours[day])
      hours.push_back({{"@type", "OpeningHoursSpecification"},
                       {"dayOfWeek", kDays[day]},
                       {"opens", clock_time(open->opens_minute)},
                       {"closes", clock_time(open->closes_minute)}});
  return hours;
}

}  // namespace

std::string structured(const Profile& profile, std::string_view public_url) {
  const std::string home = std::string(public_url) + "/";
  json::object shop{{"@context", "https://schema.org"},
                    {"@type", "MusicStore"},
                    {"@id", home + "#store"},
                    {"name", profile.name},
                    {"url", home},
                    {"image", std::string(public_url) + std::string(assets::url("images/og.jpg"))},
                    {"address", address_of(profile)},
                    {"currenciesAccepted", "IDR"}};
  add_unless_empty(shop, "telephone", profile.phone);
  add_unless_empty(shop, "email", profile.email);
  if (auto hours = hours_of(profile); !hours.empty()) shop["openingHoursSpecification"] = std::move(hours);
  return json::serialize(shop);
}

}  // namespace hurtrock::store
