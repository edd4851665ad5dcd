#include "store/describe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hurtrock::store {
namespace {

using testing::ElementsAre;
using testing::Pair;

const i18n::Texts& indonesian() { return i18n::Texts::of(i18n::Language::kIndonesian); }
const i18n::Texts& english() { return i18n::Texts::of(i18n::Language::kEnglish); }

constexpr Hours kDay{9 * 60 + 30, 18 * 60};
constexpr Hours kShortDay{10 * 60, 15 * 60 + 5};

/// By weekday from Sunday on; nothing: closed.
using Week = std::array<std::optional<Hours>, 7>;

std::vector<std::pair<std::string, std::string>> hours(const Week& week, const i18n::Texts& texts = indonesian()) {
  Profile profile;
  profile.hours = week;
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& row : describe(profile, texts).hours) rows.emplace_back(row.days, row.hours);
  return rows;
}

TEST(StoreHours, neighbouring_days_with_equal_hours_stand_together) {
  const Week week{std::nullopt, kDay, kDay, kDay, kDay, kDay, kShortDay};
  EXPECT_THAT(hours(week),
              ElementsAre(Pair("Senin–Jumat", "09.30–18.00"), Pair("Sabtu", "10.00–15.05"), Pair("Minggu", "Tutup")));
  EXPECT_THAT(hours(week, english()), ElementsAre(Pair("Monday–Friday", "09:30–18:00"), Pair("Saturday", "10:00–15:05"),
                                                  Pair("Sunday", "Closed")));
}

TEST(StoreHours, a_week_without_a_difference_is_one_line) {
  EXPECT_THAT(hours({kDay, kDay, kDay, kDay, kDay, kDay, kDay}), ElementsAre(Pair("Senin–Minggu", "09.30–18.00")));
  EXPECT_THAT(hours({}), ElementsAre(Pair("Senin–Minggu", "Tutup")));
}

TEST(StoreHours, equal_days_that_are_no_neighbours_stay_apart) {
  EXPECT_THAT(hours({kDay, kDay, std::nullopt, kDay, std::nullopt, kDay, kDay}),
              ElementsAre(Pair("Senin", "09.30–18.00"), Pair("Selasa", "Tutup"), Pair("Rabu", "09.30–18.00"),
                          Pair("Kamis", "Tutup"), Pair("Jumat–Minggu", "09.30–18.00")));
}

TEST(StoreInfo, an_address_leaves_out_what_is_not_known) {
  Profile profile;
  profile.street = "Jl. Braga 12";
  profile.city = "Bandung";
  profile.postal_code = "40111";
  EXPECT_EQ(describe(profile, indonesian()).address, "Jl. Braga 12, Bandung 40111");
  profile.province = "Jawa Barat";
  EXPECT_EQ(describe(profile, indonesian()).address, "Jl. Braga 12, Bandung, Jawa Barat 40111");
}

TEST(StoreInfo, telephone_links_carry_the_country_code) {
  Profile profile;
  profile.phone = "0821-1555-8035";
  profile.whatsapp = "+62 821 1555 8035";
  const auto info = describe(profile, indonesian());
  EXPECT_EQ(info.phone, "0821-1555-8035") << "shown as it was entered";
  EXPECT_EQ(info.phone_url, "tel:+6282115558035");
  EXPECT_EQ(info.whatsapp_url, "https://wa.me/6282115558035");
}

TEST(StoreInfo, a_number_is_understood_however_it_was_written) {
  for (const char* written : {"082115558035", "82115558035", "+62 821-1555-8035", "0062 82115558035"}) {
    Profile profile;
    profile.whatsapp = written;
    EXPECT_EQ(describe(profile, indonesian()).whatsapp_url, "https://wa.me/6282115558035") << written;
  }
}

TEST(StoreInfo, a_shop_without_telephone_has_no_links) {
  const auto info = describe({}, indonesian());
  EXPECT_EQ(info.phone_url, "");
  EXPECT_EQ(info.whatsapp_url, "");
}

}  // namespace
}  // namespace hurtrock::store
