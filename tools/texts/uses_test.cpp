#include "uses.hpp"

#include <gtest/gtest.h>

namespace texts {
namespace {

TEST(Uses, AreFoundHoweverTheTextsAreReached) {
  const auto uses = find_uses(
      "f(texts(\"cart.title\"));\n"
      "g(input.texts()(\"cart.lines\", {{\"n\", 1}}),\n  w.texts() (\n \"cart.empty\"));\n");
  ASSERT_EQ(uses.size(), 3);
  EXPECT_EQ(uses[0].key, "cart.title");
  EXPECT_EQ(uses[1].key, "cart.lines");
  EXPECT_EQ(uses[1].line, 2);
  EXPECT_EQ(uses[2].key, "cart.empty");
  EXPECT_EQ(uses[2].line, 3);
}

TEST(Uses, ComputedKeysAndOtherNamesAreLeftOut) {
  EXPECT_TRUE(find_uses("texts(\"orders.state.\" + word); subtexts(\"a.b\"); texts(key); texts().language();").empty());
}

TEST(Uses, ATextIsMentionedByItsKeyOrByTheBeginningOfAComputedOne) {
  EXPECT_TRUE(mentions("t(\"orders.state.paid\")", "orders.state.paid"));
  EXPECT_TRUE(mentions("tr(\"orders.state.\" + word)", "orders.state.paid"));
  EXPECT_FALSE(mentions("t(\"orders.state.paid_late\")", "orders.state.paid"));
}

}  // namespace
}  // namespace texts
