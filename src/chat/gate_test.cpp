#include "chat/gate.hpp"

#include <gtest/gtest.h>

namespace hurtrock::chat {
namespace {

TEST(SocketPlacesTest, an_address_has_so_many_and_gets_them_back) {
  SocketPlaces places{2};
  auto first = places.take("203.0.113.7");
  const auto second = places.take("203.0.113.7");
  EXPECT_FALSE(places.has_room("203.0.113.7"));
  EXPECT_TRUE(places.has_room("203.0.113.8"));
  first.reset();
  EXPECT_TRUE(places.has_room("203.0.113.7"));
}

TEST(SocketPlacesTest, the_addresses_of_one_ipv6_network_share_them) {
  SocketPlaces places{2};
  const auto first = places.take("2001:db8:1:2::1");
  const auto second = places.take("2001:db8:1:2:ffff::7");
  EXPECT_FALSE(places.has_room("2001:db8:1:2::3"));
  EXPECT_TRUE(places.has_room("2001:db8:1:3::1"));
}

}  // namespace
}  // namespace hurtrock::chat
