#include "store/describe.hpp"

#include <fmt/format.h>

namespace hurtrock::store {
namespace {

std::string clock_time(int minute, const i18n::Texts& texts) {
  return fmt::format("{:02}{}{:02}", minute / 60, texts.language() == i18n::Language::kIndonesian ? '.' : ':',
                     minute % 60);
}

std::string digits_of(std::string_view phone) {
  std::string digits;
  for (const char c : phone)
    if (c >= '0' && c <= '9') digits += c;
  // As people write numbers: 00 62 8…, 08…, 8…
  if (digits.starts_with("00"))
    digits.erase(0, 2);
  else if (digits.starts_with('0'))
    digits.replace(0, 1, "62");
  else if (digits.starts_with('8'))
    digits.insert(0, "62");
  return digits;
}

/// Monday to Sunday, as a week is read here.
std::vector<layout::OpeningHours> hours_of(const Profile& profile, const i18n::Texts& texts) {
  constexpr std::size_t kWeek[] = {1, 2, 3, 4, 5, 6, 0};
  const auto day = [&](std::size_t weekday) { return texts(fmt::format("store.weekday.{}", weekday)); };
  std::vector<layout::OpeningHours> rows;
  for (std::size_t first = 0; first < 7;) {
    std::size_t last = first;
    while (last + 1 < 7 && profile.hours[kWeek[last + 1]] == profile.hours[kWeek[first]]) ++last;
    const auto& hours = profile.hours[kWeek[first]];
    rows.push_back(
        {first == last ? std::string(day(kWeek[first])) : fmt::format("{}–{}", day(kWeek[first]), day(kWeek[last])),
         hours ? fmt::format("{}–{}", clock_time(hours->opens_minute, texts), clock_time(hours->closes_minute, texts))
               : std::string(texts("store.closed"))});
    first = last + 1;
  }
  return rows;
}

}  // namespace

layout::StoreInfo describe(const Profile& profile, const i18n::Texts& texts) {
  layout::StoreInfo info;
  info.name = profile.name;
  info.address = profile.street;
  for (const std::string* part : {&profile.city, &profile.province, &profile.postal_code})
    if (!part->empty()) info.address += (part == &profile.postal_code ? " " : ", ") + *part;
  info.phone = profile.phone;
  if (!profile.phone.empty()) info.phone_url = "tel:+" + digits_of(profile.phone);
  if (!profile.whatsapp.empty()) info.whatsapp_url = "https://wa.me/" + digits_of(profile.whatsapp);
  info.email = profile.email;
  info.hours = hours_of(profile, texts);
  return info;
}

}  // namespace hurtrock::store
