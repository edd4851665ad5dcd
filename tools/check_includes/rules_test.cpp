#include "rules.hpp"

#include <gmock/gmock.h>

#include "includes.hpp"

namespace includes {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const Rules kRules = Rules::parse(R"(
platform/core:
platform/http: platform/core/*
layout:   platform/*
catalog:  platform/* layout/*   # products
cart:     platform/* catalog
checkout: platform/* cart cart/view.hpp
)");

TEST(Rules, AFolderMayIncludeItselfAndWhatItsLineNames) {
  EXPECT_THAT(kRules.objection("cart/store.cpp", "cart/store.hpp"), IsEmpty());
  EXPECT_THAT(kRules.objection("cart/pages.cpp", "cart/views/cart.html.hpp"), IsEmpty());
  EXPECT_THAT(kRules.objection("cart/cart.cpp", "catalog/catalog.hpp"), IsEmpty());
  EXPECT_THAT(kRules.objection("cart/cart.cpp", "platform/core/money.hpp"), IsEmpty());
  EXPECT_THAT(kRules.objection("catalog/pages.cpp", "layout/views/page.html.hpp"), IsEmpty());
  EXPECT_THAT(kRules.objection("checkout/pages.cpp", "cart/view.hpp"), IsEmpty());
}

TEST(Rules, TheInnerHeadersOfAFeatureAreItsOwn) {
  EXPECT_THAT(kRules.objection("cart/cart.cpp", "catalog/store.hpp"), HasSubstr("inner header"));
  EXPECT_THAT(kRules.objection("checkout/pages.cpp", "cart/views/cart.html.hpp"), HasSubstr("inner header"));
}

TEST(Rules, ArrowsNeverTurnBack) {
  EXPECT_THAT(kRules.objection("catalog/catalog.cpp", "cart/cart.hpp"), HasSubstr("may not include cart"));
  EXPECT_THAT(kRules.objection("platform/core/money.cpp", "platform/http/route.hpp"), HasSubstr("may not"));
  EXPECT_THROW(Rules::parse("cart: catalog\ncatalog:\n"), std::runtime_error);
  EXPECT_THROW(Rules::parse("cart: misspelt\n"), std::runtime_error);
}

TEST(Rules, IdsAreOpenToEveryFeatureButNotToThePlatform) {
  EXPECT_THAT(kRules.objection("catalog/store.cpp", "cart/ids.hpp"), IsEmpty());
  EXPECT_THAT(kRules.objection("platform/core/id.cpp", "cart/ids.hpp"), HasSubstr("may not"));
}

TEST(Rules, DomainRulesDoNoInputOrOutput) {
  EXPECT_THAT(kRules.objection("checkout/steps.cpp", "platform/http/message.hpp"), HasSubstr("domain rules"));
  EXPECT_THAT(kRules.objection("checkout/steps.cpp", "platform/core/money.hpp"), IsEmpty());
}

TEST(Rules, IncludesAreWrittenFromTheSourceFolder) {
  EXPECT_THAT(kRules.objection("cart/cart.cpp", "store.hpp"), HasSubstr("written from src/"));
  EXPECT_THAT(kRules.objection("gifts/gifts.cpp", "cart/cart.hpp"), HasSubstr("not in the table"));
}

TEST(Includes, AreFoundInSourcesAndViews) {
  const auto found =
      find_includes("#pragma once\n#include <string>\n  # include \"a/b.hpp\"\n{% include \"c/d.hpp\" %}");
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].header, "a/b.hpp");
  EXPECT_EQ(found[0].line, 3);
  EXPECT_EQ(found[1].header, "c/d.hpp");
  EXPECT_EQ(found[1].line, 4);
}

}  // namespace
}  // namespace includes
