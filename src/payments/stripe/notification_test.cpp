#include "payments/stripe/notification.hpp"

#include <gtest/gtest.h>

#include "payments/stripe/signature.hpp"
#include "payments/stripe/signed_event_for_tests.hpp"
#include "payments/wire/sample_request.hpp"

namespace hurtrock::payments {
namespace {

using namespace std::chrono_literals;

const Secret kSecret{"whsec_ours"};
constexpr std::string_view kCompleted =
    R"({"id":"evt_1","object":"event","type":"checkout.session.completed","data":{"object":{"id":"cs_1",
        "object":"checkout.session","client_reference_id":"HRT-1-1","payment_intent":"pi_1","amount_total":32000000,
        "currency":"idr"}}})";

auto read(std::string_view body, std::string_view signature) {
  return read_stripe_event({.body = body, .signature = signature}, kSecret, kSampleNow);
}
auto read_signed(std::string_view body) { return read(body, stripe_signature(body, kSecret, kSampleNow)); }

TEST(StripeEvent, a_signed_event_names_the_payment_it_is_about) {
  const auto event = read_signed(kCompleted);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->event_identity, "evt_1");
  EXPECT_EQ(event->reference, "HRT-1-1");
  EXPECT_EQ(event->transaction_id, "pi_1");
  EXPECT_EQ(event->gross_amount, Money{320'000});
  EXPECT_EQ(event->currency, "IDR");
  EXPECT_EQ(event->raw_status, "checkout.session.completed");
}

TEST(StripeEvent, the_state_in_an_event_is_not_believed) {
  EXPECT_EQ(read_signed(kCompleted)->state, PaymentState::kOther);
}

TEST(StripeEvent, a_payment_or_refund_is_known_by_its_metadata) {
  const auto event = read_signed(R"({"id":"evt_2","type":"refund.created","data":{"object":{"object":"refund",
      "payment_intent":"pi_1","amount":1500000,"currency":"idr","metadata":{"reference":"HRT-1-1"}}}})");
  EXPECT_EQ(event->reference, "HRT-1-1");
  EXPECT_EQ(event->gross_amount, Money{15'000});
}

TEST(StripeEvent, a_dispute_is_known_by_its_payment_only) {
  const auto event = read_signed(R"({"id":"evt_3","type":"charge.dispute.created","data":{"object":{
      "object":"dispute","charge":"ch_1","payment_intent":"pi_1","amount":100,"currency":"idr","metadata":{}}}})");
  EXPECT_EQ(event->reference, "");
  EXPECT_EQ(event->transaction_id, "pi_1");
}

TEST(StripeEvent, what_is_about_no_payment_names_none) {
  const auto event = read_signed(R"({"id":"evt_4","type":"customer.created","data":{"object":{"id":"cus_1",
      "metadata":{"reference":"HRT-1-1"}}}})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->reference + event->transaction_id, "");
}

TEST(StripeEvent, a_changed_body_has_a_bad_signature) {
  std::string body{kCompleted};
  const std::string signature = stripe_signature(body, kSecret, kSampleNow);
  body.replace(body.find("32000000"), 8, "32000001");
  EXPECT_EQ(read(body, signature).error(), NotificationRefusal::kBadSignature);
}

TEST(StripeEvent, without_a_secret_nothing_is_believed) {
  const std::string signature = stripe_signature(kCompleted, Secret{""}, kSampleNow);
  EXPECT_EQ(read_stripe_event({.body = kCompleted, .signature = signature}, Secret{}, kSampleNow).error(),
            NotificationRefusal::kBadSignature);
}

TEST(StripeEvent, a_signed_text_that_is_no_event_is_refused) {
  EXPECT_EQ(read_signed("[]").error(), NotificationRefusal::kMalformed);
  EXPECT_EQ(read_signed(R"({"id":"evt_1"})").error(), NotificationRefusal::kUnusable);
  EXPECT_EQ(read_signed(R"({"id":"evt_1","type":"x","data":[]})").error(), NotificationRefusal::kUnusable);
}

bool holds(const std::string& signature) {
  return is_signed_by_stripe({.body = "{}", .signature = signature}, kSecret, kSampleNow);
}

TEST(StripeSignature, holds_for_five_minutes) {
  EXPECT_TRUE(holds(stripe_signature("{}", kSecret, kSampleNow - 300s)));
  EXPECT_FALSE(holds(stripe_signature("{}", kSecret, kSampleNow - 301s)));
}

TEST(StripeSignature, one_right_one_among_several_is_enough) {
  const std::string right = stripe_signature("{}", kSecret, kSampleNow);
  const std::string wrong = std::string(64, '0');
  EXPECT_TRUE(holds(right + ",v1=" + wrong));
  EXPECT_TRUE(holds(std::string{right}.insert(right.find(",v1="), ",v1=" + wrong)));
  EXPECT_TRUE(holds(right + ",v0=" + wrong));
}

TEST(StripeSignature, anything_else_does_not_hold) {
  const std::string right = stripe_signature("{}", kSecret, kSampleNow);
  const std::string time = right.substr(0, right.find(',')), signature = right.substr(right.find(',') + 1);
  std::string upper = right;
  for (char& c : upper)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  for (const std::string& wrong :
       {std::string{}, time, signature, time + ", " + signature, time + ",v0=" + signature.substr(3), upper,
        right.substr(0, right.size() - 1), "t=," + signature, "t=x," + signature, "t=-1," + signature, right + ",t=1"})
    EXPECT_FALSE(holds(wrong)) << wrong;
}

}  // namespace
}  // namespace hurtrock::payments
