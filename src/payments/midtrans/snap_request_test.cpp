#include "payments/midtrans/snap_request.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <stdexcept>

#include "payments/wire/sample_request.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;

json::object sent(const PaymentRequest& request) { return json::parse(snap_body(request, kSampleNow)).as_object(); }

TEST(SnapBody, names_the_attempt_and_the_amount_in_whole_rupiah) {
  const auto details = sent(sample_request()).at("transaction_details").as_object();
  EXPECT_EQ(details.at("order_id"), "HRT-7K3M-9XQ2-1");
  EXPECT_EQ(details.at("gross_amount"), 320'000);
}

TEST(SnapBody, lists_goods_shipping_and_discount_that_add_up_to_the_amount) {
  std::int64_t sum = 0;
  for (const auto& item : sent(sample_request()).at("item_details").as_array())
    sum += item.at("price").as_int64() * item.at("quantity").as_int64();
  EXPECT_EQ(sum, 320'000);
}

TEST(SnapBody, whose_items_do_not_add_up_is_never_sent) {
  PaymentRequest request = sample_request();
  request.items.front().price += Money{1};
  EXPECT_THROW(snap_body(request, kSampleNow), std::logic_error);
}

TEST(SnapBody, with_a_reference_midtrans_could_not_find_again_is_never_sent) {
  for (const std::string& reference :
       {std::string{}, std::string{"HRT 1"}, std::string{"HRT/1"}, std::string(51, 'A')}) {
    PaymentRequest request = sample_request();
    request.reference = reference;
    EXPECT_THROW(snap_body(request, kSampleNow), std::logic_error) << reference;
  }
}

TEST(SnapBody, cuts_names_between_characters_and_drops_the_bar) {
  PaymentRequest request = sample_request();
  request.items.front().name = "Gitar | ";
  for (int i = 0; i < 60; ++i) request.items.front().name += "é";
  const auto body = sent(request);
  const std::string name{body.at("item_details").at(0).at("name").as_string()};
  EXPECT_TRUE(text::is_utf8(name));
  EXPECT_EQ(text::length(name), 50U);
  EXPECT_FALSE(name.contains('|'));
}

TEST(SnapBody, ends_no_later_than_our_own_deadline_counted_from_now_in_wib) {
  PaymentRequest request = sample_request();
  request.expires_at = kSampleNow + std::chrono::minutes{15} + std::chrono::seconds{59};
  const auto body = sent(request);
  const auto& expiry = body.at("expiry").as_object();
  EXPECT_EQ(expiry.at("start_time"), "2026-11-22 22:00:00 +0700");
  EXPECT_EQ(expiry.at("unit"), "minute");
  EXPECT_EQ(expiry.at("duration"), 15);
}

TEST(SnapBody, brings_the_buyer_back_to_the_finish_page) {
  EXPECT_EQ(sent(sample_request()).at("callbacks").at("finish"), "https://shop.example.id/payment/return");
}

TEST(SnapBody, leaves_out_what_the_buyer_did_not_give) {
  PaymentRequest request = sample_request();
  request.contact.email.clear();
  EXPECT_FALSE(sent(request).at("customer_details").as_object().contains("email"));
}

TEST(SnapBody, of_an_order_too_long_for_midtrans_has_one_line_with_the_whole_amount) {
  PaymentRequest request = sample_request();
  request.items.assign(320, {.id = "SKU", .name = std::string(50, 'x'), .price = Money{1000}});
  const auto body = sent(request);
  const auto& lines = body.at("item_details").as_array();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines.at(0).at("price"), 320'000);
}

}  // namespace
}  // namespace hurtrock::payments
