#include "admin/payment_note.hpp"

#include <gtest/gtest.h>

namespace hurtrock::admin {
namespace {

const i18n::Texts& kIndonesianTexts = i18n::Texts::of(i18n::Language::kIndonesian);
const i18n::Texts& kEnglishTexts = i18n::Texts::of(i18n::Language::kEnglish);

TEST(PaymentNote, amounts_are_told_in_rupiah_and_in_the_readers_language) {
  const std::string stored = "176000 IDR for 12500000 IDR";
  EXPECT_EQ(amounts_note(stored, kIndonesianTexts), "Rp\u00a0176.000 dibayar, seharusnya Rp\u00a012.500.000");
  EXPECT_EQ(amounts_note(stored, kEnglishTexts), "Rp\u00a0176.000 paid instead of Rp\u00a012.500.000");
  EXPECT_EQ(amounts_note("176000 IDR", kEnglishTexts), "Rp\u00a0176.000");
}

TEST(PaymentNote, another_currency_stays_as_the_provider_told_it) {
  EXPECT_EQ(amounts_note("500 USD minor units for 12500000 IDR", kEnglishTexts),
            "500 USD minor units paid instead of Rp\u00a012.500.000");
}

TEST(PaymentNote, what_is_no_amount_is_shown_as_it_is_stored) {
  for (const char* stored : {"", "Rp\u00a05.000", "settlement", "x IDR for 1 IDR", "1 IDR for x", "-1 IDR"})
    EXPECT_EQ(amounts_note(stored, kEnglishTexts), stored);
}

TEST(PaymentNote, a_refunds_reason_is_worded_and_the_staffs_own_words_are_kept) {
  EXPECT_EQ(refund_note("Rp\u00a050.000 · order_cancelled", kIndonesianTexts), "Rp\u00a050.000 · Pesanan dibatalkan");
  EXPECT_EQ(refund_note("Rp\u00a050.000 · lecet di badan", kEnglishTexts), "Rp\u00a050.000 · lecet di badan");
  EXPECT_EQ(refund_note("Rp\u00a050.000", kEnglishTexts), "Rp\u00a050.000");
}

TEST(PaymentNote, words_of_providers_are_worded_where_they_are_known) {
  EXPECT_EQ(payment_word_note("bank_transfer", kIndonesianTexts), "virtual account");
  EXPECT_EQ(payment_word_note("a new word", kIndonesianTexts), "a new word");
}

TEST(PaymentNote, the_way_of_a_payment_does_not_repeat_its_provider) {
  EXPECT_EQ(way_beside("bank_transfer", "transfer", kEnglishTexts), "");
  EXPECT_EQ(way_beside("bank_transfer", "surplus", kEnglishTexts), "surplus of a transfer");
  EXPECT_EQ(way_beside("midtrans", "bank_transfer", kEnglishTexts), "virtual account");
  EXPECT_EQ(way_beside("cod", "cash", kEnglishTexts), "cash");
  EXPECT_EQ(way_beside("midtrans", "", kEnglishTexts), "");
}

}  // namespace
}  // namespace hurtrock::admin
