#include "admin/counts.hpp"

#include <gtest/gtest.h>

namespace hurtrock::admin {
namespace {

TEST(CountText, SaysAtLeastHowManyWhereNobodyCountedAnyFurther) {
  const auto& indonesian = i18n::Texts::of(i18n::Language::kIndonesian);
  const auto& english = i18n::Texts::of(i18n::Language::kEnglish);
  EXPECT_EQ(count_text({.value = 17}, indonesian), "17");
  EXPECT_EQ(count_text(store::bounded(store::kCountedAtMost), indonesian), "1000");
  EXPECT_EQ(count_text(store::bounded(store::kCountedAtMost + 1), indonesian), "1.000+");
  EXPECT_EQ(count_text(store::bounded(store::kCountedAtMost + 1), english), "1,000+");
  EXPECT_EQ(count_text({.value = 3, .more = true}, indonesian), "3+");
}

}  // namespace
}  // namespace hurtrock::admin
