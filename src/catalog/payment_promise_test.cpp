#include "catalog/payment_promise.hpp"

#include <gmock/gmock.h>

namespace hurtrock::catalog {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const i18n::Texts& english() { return i18n::Texts::of(i18n::Language::kEnglish); }

TEST(PaymentPromise, names_what_the_shop_takes_and_nothing_else) {
  const auto text = [](std::vector<std::string> ways) { return payment_promise(ways, english())->text; };
  EXPECT_EQ(text({"midtrans", "cod", "stripe", "bank_transfer"}), "Also e-wallets, cards and transfer");
  EXPECT_THAT(text({"midtrans", "cod", "bank_transfer"}), AllOf(HasSubstr("transfer"), Not(HasSubstr("card"))));
  EXPECT_THAT(text({"midtrans", "stripe"}), AllOf(HasSubstr("cards"), Not(HasSubstr("transfer"))));
  EXPECT_THAT(text({"midtrans"}), AllOf(HasSubstr("e-wallets"), Not(HasSubstr("card")), Not(HasSubstr("transfer"))));
}

TEST(PaymentPromise, leads_with_another_way_where_there_is_no_qris) {
  for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish}) {
    const auto& texts = i18n::Texts::of(language);
    const auto both = payment_promise({"stripe", "bank_transfer", "cod"}, texts);
    const auto cards = payment_promise({"stripe"}, texts), transfer = payment_promise({"bank_transfer"}, texts);
    EXPECT_EQ(both->way, "stripe");
    EXPECT_EQ(cards->way, "stripe");
    EXPECT_EQ(transfer->way, "bank_transfer");
    for (const auto& promise : {both, cards, transfer}) EXPECT_THAT(promise->title, Not(HasSubstr("QRIS")));
    EXPECT_THAT(cards->title + cards->text, Not(HasSubstr("transfer")));
    EXPECT_THAT(transfer->title + transfer->text, Not(HasSubstr("Visa")));
  }
}

TEST(PaymentPromise, is_none_where_only_cash_is_taken) {
  EXPECT_FALSE(payment_promise({"cod"}, english()));
  EXPECT_FALSE(payment_promise({}, english()));
}

}  // namespace
}  // namespace hurtrock::catalog
