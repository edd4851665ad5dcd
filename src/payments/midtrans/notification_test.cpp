#include "payments/midtrans/notification.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hurtrock::payments {
namespace {

// Our own vectors: the signatures were computed with another program over the reference, code, amount and key seen
// here.
const Secret kKey{"SB-Mid-server-ours"};
constexpr const char* kSignature =
    "39978608b43573c37678224ca83c7777819efb9d89ae3b6cc776f7401d93e5ade5b8b7adfd34305a6db98320976d99a2f44c32954d69cfdcac"
    "5f"
    "091ad3aa2798";
constexpr const char* kSignatureOfSen =
    "da8a6fabfa8db9d80198e5b669bc1a813936f7a1ae1a1bc6230098b20059804ed8cb14a4f056a46d6f387dad5c36c4a3c52acbd16e5258179a"
    "31"
    "004f65506148";
constexpr const char* kSignatureOfPlainNumber =
    "b9abc6e586df2bd9ebc68534c1bcbf6eb3e2bc0e4661f51b26a0754d97b3d2d6dfc27bbe15961a465a532429d33b18075b1a8378e84b2d0bb6"
    "26"
    "b2076e8013cc";

std::string settlement(std::string_view amount, std::string_view signature, std::string_view more = "") {
  std::string body = R"({"transaction_status":"settlement","order_id":"HRT-7K3M-9XQ2-1","status_code":"200",)"
                     R"("transaction_id":"b1f6","payment_type":"bank_transfer","currency":"IDR","gross_amount":)";
  body.append(amount).append(R"(,"signature_key":")").append(signature).append("\"").append(more).append("}");
  return body;
}

TEST(Notification, with_the_right_signature_is_read) {
  const auto notification = read_notification(settlement(R"("320000.00")", kSignature), kKey);
  ASSERT_TRUE(notification);
  EXPECT_EQ(notification->reference, "HRT-7K3M-9XQ2-1");
  EXPECT_EQ(notification->gross_amount, Money{320'000});
  EXPECT_EQ(notification->currency, "IDR");
  EXPECT_EQ(notification->transaction_id, "b1f6");
  EXPECT_EQ(notification->state, PaymentState::kPaid);
}

TEST(Notification, failure_13_may_call_the_transaction_like_the_order) {
  std::string body = settlement(R"("320000.00")", kSignature);
  const std::string usual = R"("transaction_id":"b1f6")";
  body.replace(body.find(usual), usual.size(), R"("transaction_id":"HRT-7K3M-9XQ2-1")");
  const auto notification = read_notification(body, kKey);
  ASSERT_TRUE(notification);
  EXPECT_EQ(notification->reference, "HRT-7K3M-9XQ2-1");
  EXPECT_EQ(notification->transaction_id, notification->reference);
  EXPECT_NE(notification->event_identity,
            read_notification(settlement(R"("320000.00")", kSignature), kKey)->event_identity);
}

TEST(Notification, signed_for_another_shop_is_refused) {
  const auto refusal = read_notification(settlement(R"("320000.00")", kSignature), Secret{"SB-Mid-server-theirs"});
  EXPECT_EQ(refusal.error(), NotificationRefusal::kBadSignature);
}

TEST(Notification, is_never_accepted_while_no_server_key_is_set) {
  EXPECT_EQ(read_notification(settlement(R"("320000.00")", kSignature), Secret{}).error(),
            NotificationRefusal::kBadSignature);
}

TEST(Notification, with_a_changed_amount_is_refused) {
  EXPECT_EQ(read_notification(settlement(R"("1.00")", kSignature), kKey).error(), NotificationRefusal::kBadSignature);
}

TEST(Notification, with_the_amount_as_a_number_is_refused_even_when_the_digits_are_signed) {
  EXPECT_EQ(read_notification(settlement("320000", kSignatureOfPlainNumber), kKey).error(),
            NotificationRefusal::kBadSignature);
}

TEST(Notification, without_a_signature_is_refused) {
  EXPECT_EQ(read_notification(settlement(R"("320000.00")", ""), kKey).error(), NotificationRefusal::kBadSignature);
}

TEST(Notification, about_an_amount_with_sen_is_unusable) {
  EXPECT_EQ(read_notification(settlement(R"("320000.50")", kSignatureOfSen), kKey).error(),
            NotificationRefusal::kUnusable);
}

TEST(Notification, that_is_not_a_json_object_has_no_signature) {
  for (const char* body : {"", "[]", "{}", "order_id=1", "{\"order_id\":", "null"})
    EXPECT_EQ(read_notification(body, kKey).error(), NotificationRefusal::kBadSignature) << body;
}

TEST(Notification, of_any_nesting_is_read_or_refused_without_harm) {
  EXPECT_EQ(read_notification(std::string(60'000, '['), kKey).error(), NotificationRefusal::kBadSignature);
}

TEST(Notification, repeated_has_the_same_identity) {
  const std::string body = settlement(R"("320000.00")", kSignature);
  EXPECT_EQ(read_notification(body, kKey)->event_identity, read_notification(body, kKey)->event_identity);
}

TEST(Notification, with_its_members_in_another_order_has_the_same_identity) {
  std::string turned = R"({"gross_amount":"320000.00","currency":"IDR", "payment_type":"bank_transfer",)"
                       R"("transaction_id":"b1f6","status_code":"200","order_id":"HRT-7K3M-9XQ2-1",)"
                       R"("transaction_status":"settlement","signature_key":")";
  turned.append(kSignature).append("\"}");
  EXPECT_EQ(read_notification(turned, kKey)->event_identity,
            read_notification(settlement(R"("320000.00")", kSignature), kKey)->event_identity);
}

TEST(Notification, that_says_something_new_has_another_identity) {
  const auto first = read_notification(settlement(R"("320000.00")", kSignature), kKey);
  const auto second = read_notification(
      settlement(R"("320000.00")", kSignature, R"(,"refunds":[{"refund_key":"r1","refund_amount":"10000.00"}])"), kKey);
  ASSERT_TRUE(second);
  EXPECT_NE(first->event_identity, second->event_identity);
}

}  // namespace
}  // namespace hurtrock::payments
