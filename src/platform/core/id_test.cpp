#include "platform/core/id.hpp"

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

#include "platform/core/secret.hpp"

namespace hurtrock {
namespace {

using OrderId = Id<struct OrderTag>;
using StaffId = Id<struct StaffTag>;

TEST(IdTest, AnOrderCannotBePassedAsAMemberOfStaff) {
  EXPECT_FALSE((std::is_convertible_v<OrderId, StaffId>));
  EXPECT_FALSE((std::is_constructible_v<OrderId, StaffId>));
  EXPECT_FALSE((std::is_convertible_v<std::int64_t, OrderId>));
}

TEST(IdTest, NoIdIsFalse) {
  EXPECT_FALSE(OrderId{});
  EXPECT_TRUE(OrderId{7});
}

TEST(IdTest, IdsAreKeysOfHashTables) {
  const std::unordered_set<OrderId> seen{OrderId{1}, OrderId{2}, OrderId{1}};
  EXPECT_EQ(seen.size(), 2U);
}

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

TEST(SecretTest, ASecretCannotBePrinted) { EXPECT_FALSE(Streamable<Secret>); }

}  // namespace
}  // namespace hurtrock
