#include "platform/db/statement_cache.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace hurtrock::db {
namespace {

TEST(StatementCache, ForgetsTheStatementUnusedForLongest) {
  StatementCache<int> cache{2};
  cache.insert("a", 1);
  cache.insert("b", 2);
  ASSERT_NE(cache.find("a"), nullptr);
  EXPECT_EQ(cache.oldest(), 2);

  cache.insert("c", 3);

  EXPECT_EQ(cache.find("b"), nullptr);
  EXPECT_EQ(*cache.find("a"), 1);
  EXPECT_EQ(*cache.find("c"), 3);
}

TEST(StatementCache, NeverHoldsMoreThanItsCapacity) {
  const auto prepared = std::make_shared<int>(0);
  StatementCache<std::shared_ptr<int>> cache{200};
  for (int i = 0; i < 1000; ++i) cache.insert("SELECT " + std::to_string(i), prepared);
  EXPECT_EQ(cache.size(), 200U);
  EXPECT_EQ(prepared.use_count(), 201);
}

TEST(StatementCache, ForgetsAStatementThatWasNotPreparedAfterAll) {
  StatementCache<int> cache{2};
  cache.insert("a", 1);
  cache.insert("b", 2);
  cache.drop("a");
  cache.drop("never there");
  EXPECT_EQ(cache.size(), 1U);
  EXPECT_EQ(cache.find("a"), nullptr);
  EXPECT_EQ(*cache.find("b"), 2);
}

}  // namespace
}  // namespace hurtrock::db
