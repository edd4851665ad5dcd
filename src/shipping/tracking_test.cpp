#include "shipping/tracking.hpp"

#include <gtest/gtest.h>

namespace hurtrock::shipping {
namespace {

TEST(TrackingPage, is_the_couriers_own_with_or_without_the_service) {
  EXPECT_EQ(tracking_page("JNE"), "https://www.jne.co.id/tracking-package");
  EXPECT_EQ(tracking_page("jne yes"), tracking_page("JNE"));
  EXPECT_EQ(tracking_page("J&T EZ"), "https://jet.co.id/track");
  EXPECT_EQ(tracking_page("Pos Reguler"), "https://www.posindonesia.co.id/id/tracking");
}

TEST(TrackingPage, of_a_courier_nobody_knows_is_none) {
  EXPECT_EQ(tracking_page("Posisi Kilat"), "");
  EXPECT_EQ(tracking_page("JN"), "");
  EXPECT_EQ(tracking_page(""), "");
}

}  // namespace
}  // namespace hurtrock::shipping
