#include "admin/draft_filter.hpp"

#include <gtest/gtest.h>

namespace hurtrock::admin {
namespace {

TEST(DraftNumber, IsWhatPagesCallTheDraftInEitherLanguage) {
  for (const auto* typed : {"Draf 17", "draft 17", "DRAF 17"}) {
    const auto number = draft_number(typed);
    ASSERT_TRUE(number) << typed;
    EXPECT_EQ(number->id, DraftOrderId{17});
    EXPECT_TRUE(number->is_named) << typed;
  }
}

TEST(DraftNumber, IsNotNamedByANumberAlone) {
  const auto number = draft_number("17");
  ASSERT_TRUE(number);
  EXPECT_EQ(number->id, DraftOrderId{17});
  EXPECT_FALSE(number->is_named);
}

TEST(DraftNumber, IsNoOtherText) {
  for (const auto* typed : {"", "Draf", "Draf ", "Draf 0", "Draf -1", "Draf 017", "Bu Sri 17", "Draf17x", "0", "-1",
                            "99999999999999999999"})
    EXPECT_FALSE(draft_number(typed)) << typed;
}

}  // namespace
}  // namespace hurtrock::admin
