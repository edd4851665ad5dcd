#include "admin/order_row.hpp"

#include <gtest/gtest.h>

namespace hurtrock::admin {
namespace {

std::string state_in_words(orders::State state, bool is_pickup) {
  return order_state_text(state, is_pickup, i18n::Texts::of(i18n::Language::kIndonesian));
}

TEST(OrderRow, AnOrderThatIsFetchedIsNeverCalledSent) {
  using enum orders::State;
  EXPECT_EQ(state_in_words(kProcessing, true), "Perlu disiapkan");
  EXPECT_EQ(state_in_words(kPartiallyShipped, true), "Sebagian siap diambil");
  EXPECT_EQ(state_in_words(kShipped, true), "Siap diambil");
  EXPECT_EQ(state_in_words(kDelivered, true), "Sudah diambil");
}

TEST(OrderRow, BeforeItIsPackedAnOrderThatIsFetchedIsCalledAsAnyOther) {
  using enum orders::State;
  for (const auto state : {kPending, kPaid, kCancelled})
    EXPECT_EQ(state_in_words(state, true), state_in_words(state, false));
}

TEST(OrderRow, AnOrderForACourierIsCalledAsTheTabOverItsList) {
  using enum orders::State;
  EXPECT_EQ(state_in_words(kProcessing, false), "Siap dikirim");
  EXPECT_EQ(state_in_words(kShipped, false), "Dikirim");
}

}  // namespace
}  // namespace hurtrock::admin
