#include "platform/db/places.hpp"

#include <gtest/gtest.h>

namespace hurtrock::db {
namespace {

TEST(Places, are_numbered_from_1) {
  EXPECT_EQ(places(1), "$1");
  EXPECT_EQ(places(3), "$1, $2, $3");
}

TEST(Places, of_several_rows_are_numbered_on) {
  EXPECT_EQ(rows_of_places(1, 1), "($1)");
  EXPECT_EQ(rows_of_places(2, 3), "($1, $2, $3), ($4, $5, $6)");
}

}  // namespace
}  // namespace hurtrock::db
