#include "chat/opening_hours.hpp"

#include <gtest/gtest.h>

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;

constexpr Hours kDay{9 * 60 + 30, 18 * 60};
/// Closed on Sundays.
constexpr Week kWeek{std::nullopt, kDay, kDay, kDay, kDay, kDay, Hours{9 * 60 + 30, 17 * 60}};

/// Monday, 23 November 2026, midnight in WIB.
constexpr Time kMonday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} - kWib};

const i18n::Texts& indonesian() { return i18n::Texts::of(i18n::Language::kIndonesian); }
const i18n::Texts& english() { return i18n::Texts::of(i18n::Language::kEnglish); }

TEST(OpeningHours, begin_with_their_first_minute_and_end_before_their_last) {
  EXPECT_FALSE(is_open(kWeek, kMonday + 9h + 29min + 59s));
  EXPECT_TRUE(is_open(kWeek, kMonday + 9h + 30min));
  EXPECT_TRUE(is_open(kWeek, kMonday + 17h + 59min + 59s));
  EXPECT_FALSE(is_open(kWeek, kMonday + 18h));
  EXPECT_FALSE(is_open(kWeek, kMonday - 12h)) << "Sunday";
}

TEST(OpeningHours, the_next_opening_is_today_another_day_or_never) {
  EXPECT_EQ(next_opening(kWeek, kMonday), kMonday + 9h + 30min);
  EXPECT_EQ(next_opening(kWeek, kMonday + 20h), kMonday + 24h + 9h + 30min);
  EXPECT_EQ(next_opening(kWeek, kMonday + 24h * 5 + 18h), kMonday + 24h * 7 + 9h + 30min) << "over the Sunday";
  EXPECT_EQ(next_opening({}, kMonday), std::nullopt);
  const Week once{std::nullopt, kDay};
  EXPECT_EQ(next_opening(once, kMonday + 10h), kMonday + 24h * 7 + 9h + 30min) << "the same day of the next week";
}

TEST(OpeningHours, whoever_writes_while_it_is_closed_hears_when_there_will_be_an_answer) {
  const std::string before = "Terima kasih, pesan Anda sudah kami terima. Toko sedang tutup. Kami jawab ";
  EXPECT_EQ(closed_answer(kWeek, kMonday + 8h, indonesian()), before + "hari ini mulai pukul 09.30 WIB.");
  EXPECT_EQ(closed_answer(kWeek, kMonday + 20h, indonesian()), before + "besok (Selasa) mulai pukul 09.30 WIB.");
  EXPECT_EQ(closed_answer(kWeek, kMonday + 24h * 5 + 18h, indonesian()), before + "hari Senin mulai pukul 09.30 WIB.");
  EXPECT_EQ(closed_answer(kWeek, kMonday + 20h, english()),
            "Thank you, we have received your message. The shop is closed right now. We will answer tomorrow (Tuesday) "
            "from 09:30 WIB.");
  EXPECT_EQ(closed_answer({}, kMonday, english()),
            "Thank you, we have received your message. We will answer as soon as we can.");
}

}  // namespace
}  // namespace hurtrock::chat
