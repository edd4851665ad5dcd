#include "admin/order_filter.hpp"

#include <gtest/gtest.h>

namespace hurtrock::admin {
namespace {

OrderFilter read(std::string_view query) { return OrderFilter::read(*http::Fields::decode(query)); }

TEST(OrderFilter, ComesBackFromItsOwnAddress) {
  const OrderFilter filter = read("q=budi+santoso&state=paid&payment=paid&from=2026-11-01&to=2026-11-22");
  EXPECT_EQ(filter.address(), "/admin/orders?from=2026-11-01&payment=paid&q=budi+santoso&state=paid&to=2026-11-22");
}

TEST(OrderFilter, LooksThroughPaymentsOfSomeDaysOnly) {
  const std::string wishes = "buyer=new&method=cod&province=Jawa+Barat";
  EXPECT_EQ(read("day=paid&from=2026-11-01&to=2026-11-22&" + wishes).address(),
            "/admin/orders?buyer=new&day=paid&from=2026-11-01&method=cod&province=Jawa+Barat&to=2026-11-22");
  EXPECT_EQ(read("day=paid&from=2026-11-01&" + wishes).address(), "/admin/orders?day=paid&from=2026-11-01");
  EXPECT_EQ(read(wishes).address(), "/admin/orders");
}

TEST(OrderFilter, KeepsAProductAndRefundsByHand) {
  EXPECT_EQ(read("product=17&refund=by_hand").address(), "/admin/orders?product=17&refund=by_hand");
  EXPECT_EQ(read("goods=awaited").address(), "/admin/orders?goods=awaited");
  EXPECT_TRUE(read("goods=awaited").is_narrowed());
  EXPECT_EQ(read("goods=none").address(), "/admin/orders");
  EXPECT_EQ(read("stuck=unsent").address(), "/admin/orders?stuck=unsent");
  EXPECT_TRUE(read("stuck=undelivered").is_narrowed());
  EXPECT_EQ(read("stuck=x").address(), "/admin/orders");
  EXPECT_EQ(read("refund=all&day=birth").address(), "/admin/orders");
}

TEST(OrderFilter, KeepsAProductThatThereCannotBe) {
  for (const auto* typed : {"x", "-1", "0", "99999999999999999999"}) {
    const auto filter = read("state=paid&product=" + std::string(typed));
    EXPECT_EQ(filter.address(), "/admin/orders?product=" + std::string(typed) + "&state=paid");
    EXPECT_TRUE(filter.is_narrowed());
  }
  EXPECT_EQ(read("product=+").address(), "/admin/orders");
}

TEST(OrderFilter, WithoutWishesIsThePlainList) { EXPECT_EQ(read("").address(), "/admin/orders"); }

TEST(OrderFilter, IgnoresWhatItCannotRead) {
  EXPECT_EQ(read("state=stolen&payment=x&from=2026-02-30&to=22.11.2026&older=1-0&q=%01").address(), "/admin/orders");
}

TEST(OrderFilter, TheLastDayIsPartOfTheRange) {
  EXPECT_EQ(rfc3339(*read("to=2026-11-22").end()), "2026-11-22T17:00:00Z");
}

TEST(OrderFilter, KeepsAPlaceInTheListInTheAddress) {
  const OrderFilter::Cursor place{from_micros(1'795'323'600'123'456), OrderId{17}};
  const OrderFilter filter = read("older=1795323600123456-17");
  ASSERT_TRUE(filter.older_than);
  EXPECT_EQ(filter.older_than->placed_at, place.placed_at);
  EXPECT_EQ(filter.older_than->id, place.id);
  EXPECT_EQ(OrderFilter{}.address_older_than(place), "/admin/orders?older=1795323600123456-17");
}

TEST(SearchTerms, TheCodeOfALabelIsItsOrdersNumber) {
  EXPECT_EQ(SearchTerms::of("https://shop.test/track/HRT-7K3M-9XQ2?t=a_b-c").order_number, "HRT-7K3M-9XQ2");
  EXPECT_EQ(SearchTerms::of("https://shop.test/product/HRT-7K3M-9XQ2").order_number, "");
  EXPECT_EQ(SearchTerms::of("/track/").order_number, "");
}

TEST(SearchTerms, AWordIsNoPhoneNumber) { EXPECT_EQ(SearchTerms::of("budi 0811").digits, ""); }

TEST(SearchTerms, APhoneNumberLosesItsPrefix) {
  EXPECT_EQ(SearchTerms::of("0821-1555-803").digits, "8211555803");
  EXPECT_EQ(SearchTerms::of("+62 821 1555 803").digits, "8211555803");
}

}  // namespace
}  // namespace hurtrock::admin
