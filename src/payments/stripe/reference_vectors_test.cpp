#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "payments/stripe/form.hpp"
#include "payments/stripe/notification.hpp"
#include "payments/stripe/report.hpp"
#include "payments/stripe/schema_for_tests.hpp"
#include "payments/stripe/session_request.hpp"
#include "payments/stripe/signature.hpp"
#include "payments/stripe/signed_event_for_tests.hpp"
#include "payments/wire/reference_data_for_tests.hpp"
#include "payments/wire/sample_request.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

class StripeReference : public ReferenceData {};

std::string text(const boost::json::value& value) { return std::string{value.as_string()}; }

TEST_F(StripeReference, forms_are_encoded_byte_for_byte_as_by_the_official_library) {
  int seen = 0;
  const auto file = read("capture-stripe-node-23.1.0.json");
  for (const auto& request : file.at("requests").as_array()) {
    if (text(request.at("method")) != "POST") continue;
    StripeForm form;
    for (const auto& pair : request.at("body_pairs").as_array()) form.add(text(pair.at(0)), text(pair.at(1)));
    EXPECT_EQ(form.text(), text(request.at("body"))) << text(request.at("name"));
    ++seen;
  }
  EXPECT_EQ(seen, 9);
}

TEST_F(StripeReference, every_signature_gets_the_official_librarys_verdict) {
  int seen = 0;
  const auto file = read("stripe-webhook-vectors.json");
  for (const auto& vector : file.at("vectors").as_array()) {
    const std::string body = text(vector.at("payload")), header = text(vector.at("header"));
    const bool holds = is_signed_by_stripe({.body = body, .signature = header}, Secret{text(vector.at("secret"))},
                                           Time{std::chrono::seconds{vector.at("now").as_int64()}});
    EXPECT_EQ(holds, text(vector.at("sdk_verdict")) == "accept") << text(vector.at("name"));
    ++seen;
  }
  EXPECT_EQ(seen, 23);
}

TEST_F(StripeReference, every_sample_event_is_read) {
  const Secret secret{"whsec_ours"};
  const auto file = read("stripe-webhook-events.json");
  int about_payments = 0;
  for (const auto& entry : file.at("events").as_array()) {
    const std::string body = boost::json::serialize(entry.at("event"));
    const std::string signature = stripe_signature(body, secret, kSampleNow);
    const auto event = read_stripe_event({.body = body, .signature = signature}, secret, kSampleNow);
    ASSERT_TRUE(event) << text(entry.at("name"));
    EXPECT_EQ(event->event_identity, text(entry.at("event").at("id")));
    if (!event->reference.empty() || !event->transaction_id.empty()) ++about_payments;
  }
  EXPECT_EQ(about_payments, 20) << "all but the new customer";
}

TEST_F(StripeReference, every_sample_session_is_read) {
  const auto file = read("stripe-webhook-events.json");
  int seen = 0;
  for (const auto& entry : file.at("events").as_array()) {
    const auto& object = entry.at("event").at("data").at("object").as_object();
    if (text(object.at("object")) != "checkout.session") continue;
    const auto report = read_session(object);
    ASSERT_TRUE(report) << text(entry.at("name"));
    EXPECT_EQ(report->state == PaymentState::kPaid,
              text(object.at("payment_status")) == "paid" && text(object.at("status")) == "complete");
    ++seen;
  }
  EXPECT_GE(seen, 8);
}

TEST_F(StripeReference, our_request_satisfies_the_official_types) {
  const RequestSchema schema{read("stripe-request-schema-2026-10-28.endive.json")};
  PaymentRequest itemised = sample_request();
  itemised.items.pop_back();
  itemised.amount = Money{330'000};
  for (const PaymentRequest& request : {sample_request(), itemised}) {
    const std::string form = session_form(request);
    for (const std::string_view pair : text::split(form, '&')) {
      const std::size_t equals = pair.find('=');
      EXPECT_EQ(schema.fault("Checkout.SessionCreateParams", pair.substr(0, equals), pair.substr(equals + 1)), "");
    }
  }
  for (const std::string_view name : {"payment_intent", "amount", "metadata[refund_key]", "metadata[reference]"})
    EXPECT_EQ(schema.fault("RefundCreateParams", name, "1"), "");
  EXPECT_EQ(schema.fault("RefundCreateParams", "reason", "requested_by_customer"), "");
  EXPECT_NE(schema.fault("Checkout.SessionCreateParams", "payment_method_types[0]", "card"), "") << "can say no";
}

}  // namespace
}  // namespace hurtrock::payments
