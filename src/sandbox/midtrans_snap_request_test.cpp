#include "sandbox/midtrans_snap_request.hpp"

#include <gtest/gtest.h>

namespace hurtrock::sandbox {
namespace {

constexpr Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{15}};

std::string first_complaint(std::string_view body) {
  const auto order = read_snap_request(body, kNow);
  return order ? std::string{} : order.error().front();
}

TEST(SnapRequest, needs_no_more_than_an_id_and_an_amount) {
  const auto order = read_snap_request(R"({"transaction_details":{"order_id":"A-1","gross_amount":10000}})", kNow);
  ASSERT_TRUE(order);
  EXPECT_EQ(order->gross_amount, Money{10'000});
  EXPECT_EQ(order->expires_at, kNow + std::chrono::hours{24});
}

TEST(SnapRequest, without_an_order_id_is_refused_in_midtrans_words) {
  EXPECT_EQ(first_complaint(R"({"transaction_details":{"gross_amount":10000}})"),
            "transaction_details.order_id is required");
}

TEST(SnapRequest, whose_items_do_not_add_up_is_refused_in_midtrans_words) {
  EXPECT_EQ(first_complaint(R"({"transaction_details":{"order_id":"A-1","gross_amount":10000},
                "item_details":[{"name":"x","price":9999,"quantity":1}]})"),
            "transaction_details.gross_amount is not equal to the sum of item_details");
}

TEST(SnapRequest, with_an_amount_in_fractions_is_refused) {
  EXPECT_EQ(first_complaint(R"({"transaction_details":{"order_id":"A-1","gross_amount":10000.5}})"),
            "transaction_details.gross_amount must be an integer");
}

TEST(SnapRequest, with_a_blank_in_the_order_id_is_refused) {
  EXPECT_NE(first_complaint(R"({"transaction_details":{"order_id":"A 1","gross_amount":10000}})"), "");
}

TEST(SnapRequest, with_a_start_in_wib_expires_that_long_after_it) {
  const auto order = read_snap_request(R"({"transaction_details":{"order_id":"A-1","gross_amount":1},
      "expiry":{"start_time":"2026-11-22 22:00:00 +0700","unit":"minute","duration":15}})",
                                       kNow);
  EXPECT_EQ(order->expires_at, kNow + std::chrono::minutes{15});
}

TEST(SnapRequest, may_not_stay_open_longer_than_seven_days) {
  const auto order = read_snap_request(R"({"transaction_details":{"order_id":"A-1","gross_amount":1},
      "expiry":{"unit":"days","duration":30}})",
                                       kNow);
  EXPECT_EQ(order->expires_at, kNow + std::chrono::days{7});
}

TEST(SnapRequest, of_any_other_shape_is_refused_without_harm) {
  for (const char* body : {"", "[]", "null", "{}", R"({"transaction_details":[]})",
                           R"({"transaction_details":{"order_id":"A","gross_amount":1},"item_details":{}})",
                           R"({"transaction_details":{"order_id":"A","gross_amount":1},"item_details":[7]})",
                           R"({"transaction_details":{"order_id":"A","gross_amount":1},"expiry":{"unit":"year"}})"})
    EXPECT_NE(first_complaint(body), "") << body;
}

}  // namespace
}  // namespace hurtrock::sandbox
