#include "payments/stripe/session_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "payments/wire/sample_request.hpp"

namespace hurtrock::payments {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

PaymentRequest without_discount() {
  PaymentRequest request = sample_request();
  request.items.pop_back();
  request.amount = Money{330'000};
  return request;
}

TEST(StripeSessionRequest, says_every_line_in_hundredths_of_a_rupiah) {
  const std::string form = session_form(without_discount());
  EXPECT_THAT(form, HasSubstr("mode=payment&"));
  EXPECT_THAT(form, HasSubstr("line_items[0][quantity]=2&line_items[0][price_data][currency]=idr&"
                              "line_items[0][price_data][unit_amount]=15000000&"
                              "line_items[0][price_data][product_data][name]=Senar%20gitar%2010-46&"));
  EXPECT_THAT(form, HasSubstr("line_items[1][price_data][unit_amount]=3000000&"));
}

TEST(StripeSessionRequest, a_discount_makes_one_line_of_the_whole_payment) {
  const std::string form = session_form(sample_request());
  EXPECT_THAT(form, HasSubstr("line_items[0][price_data][unit_amount]=32000000&"));
  EXPECT_THAT(form, HasSubstr("line_items[0][price_data][product_data][name]=HRT-7K3M-9XQ2-1"));
  EXPECT_THAT(form, Not(HasSubstr("line_items[1]")));
  EXPECT_THAT(form, Not(HasSubstr("=-")));
}

TEST(StripeSessionRequest, a_very_long_list_becomes_one_line) {
  PaymentRequest request = without_discount();
  request.items.assign(41, {.id = "x", .name = "Pick", .price = Money{1'000}});
  request.amount = Money{41'000};
  const std::string form = session_form(request);
  EXPECT_THAT(form, HasSubstr("line_items[0][price_data][unit_amount]=4100000&"));
  EXPECT_THAT(form, Not(HasSubstr("line_items[1]")));
}

TEST(StripeSessionRequest, our_reference_travels_with_session_and_payment) {
  const std::string form = session_form(sample_request());
  EXPECT_THAT(form, HasSubstr("client_reference_id=HRT-7K3M-9XQ2-1&"));
  EXPECT_THAT(form, HasSubstr("&metadata[reference]=HRT-7K3M-9XQ2-1"));
  EXPECT_THAT(form, HasSubstr("payment_intent_data[metadata][reference]=HRT-7K3M-9XQ2-1"));
}

TEST(StripeSessionRequest, the_browser_comes_back_with_the_reference) {
  PaymentRequest request = sample_request();
  request.finish_url = "https://shop.example.id/payment/return?t=abc";
  const std::string form = session_form(request);
  const std::string back = "https%3A%2F%2Fshop.example.id%2Fpayment%2Freturn%3Ft%3Dabc%26order_id%3DHRT-7K3M-9XQ2-1&";
  EXPECT_THAT(form, HasSubstr("success_url=" + back));
  EXPECT_THAT(form, HasSubstr("cancel_url=" + back));
}

TEST(StripeSessionRequest, the_page_lives_the_half_hour_stripe_demands_even_when_opened_at_the_last_moment) {
  PaymentRequest request = sample_request();
  request.expires_at = kSampleNow;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(kSampleNow + std::chrono::minutes{31});
  EXPECT_THAT(session_form(request),
              HasSubstr("expires_at=" + std::to_string(seconds.time_since_epoch().count()) + "&"));
}

TEST(StripeSessionRequest, the_page_speaks_the_buyers_language) {
  PaymentRequest request = sample_request();
  EXPECT_THAT(session_form(request), HasSubstr("&locale=id&"));
  request.language = "en";
  EXPECT_THAT(session_form(request), HasSubstr("&locale=en&"));
}

TEST(StripeSessionRequest, no_mailbox_is_left_out) {
  PaymentRequest request = sample_request();
  EXPECT_THAT(session_form(request), HasSubstr("customer_email=budi%40example.com"));
  request.contact.email.clear();
  EXPECT_THAT(session_form(request), Not(HasSubstr("customer_email")));
}

TEST(StripeSessionRequest, items_that_do_not_add_up_are_a_bug) {
  PaymentRequest request = sample_request();
  request.amount += Money{1};
  EXPECT_THROW(session_form(request), std::logic_error);
}

TEST(StripeSessionRequest, more_than_a_card_payment_can_carry_is_a_bug) {
  PaymentRequest request = sample_request();
  request.items = {{.id = "x", .name = "x", .price = Money{9'999'999'999}}};
  request.amount = Money{9'999'999'999};
  EXPECT_NO_THROW(session_form(request));
  request.items.front().price = request.amount = Money{10'000'000'000};
  EXPECT_THROW(session_form(request), std::logic_error);
}

TEST(StripeSessionRequest, the_same_request_has_the_same_body) {
  EXPECT_EQ(session_form(sample_request()), session_form(sample_request()));
}

}  // namespace
}  // namespace hurtrock::payments
