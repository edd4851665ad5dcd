#include "sandbox/stripe_parameters.hpp"

#include <gtest/gtest.h>

#include "payments/stripe/schema_for_tests.hpp"
#include "payments/wire/reference_data_for_tests.hpp"

namespace hurtrock::sandbox {
namespace {

std::optional<StripeRefusal> wrong(std::string_view form) {
  return wrong_parameter(*http::Fields::decode(form), session_create_parameters());
}

TEST(StripeParameters, an_index_or_a_name_of_the_callers_own_may_stand_where_the_list_says_so) {
  EXPECT_FALSE(
      wrong("mode=payment&line_items[0][quantity]=1&line_items[17][quantity]=1&metadata[my key]=x&expand[]=y"));
  EXPECT_TRUE(wrong("line_items[a][quantity]=1"));
  EXPECT_TRUE(wrong("metadata[]=x"));
  EXPECT_TRUE(wrong("metadata[a][b]=x"));
  EXPECT_TRUE(wrong("metadata=x"));
  EXPECT_TRUE(wrong("line_items[0][quantity=1"));
}

TEST(StripeParameters, values_have_the_kind_the_parameter_wants) {
  EXPECT_EQ(wrong("line_items[0][quantity]=two")->code, "parameter_invalid_integer");
  EXPECT_EQ(wrong("mode=gift")->param, "mode");
}

TEST(StripeParameters, lists_and_maps_are_read_back) {
  const auto form = *http::Fields::decode("expand[0]=a&expand[]=b&metadata[x]=1&payment_intent_data[metadata][y]=2");
  EXPECT_EQ(values_of_list(form, "expand"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_EQ(metadata_under(form, "metadata"), (StripeMetadata{{"x", "1"}}));
  EXPECT_EQ(metadata_under(form, "payment_intent_data[metadata]"), (StripeMetadata{{"y", "2"}}));
}

class StripeParametersReference : public payments::ReferenceData {};

TEST_F(StripeParametersReference, every_parameter_we_take_is_one_of_stripes_with_the_same_words) {
  const payments::RequestSchema schema{read("stripe-request-schema-2026-10-28.endive.json")};
  const std::pair<std::string_view, std::span<const StripeParameter>> calls[] = {
      {"Checkout.SessionCreateParams", session_create_parameters()},
      {"Checkout.SessionListParams", session_list_parameters()},
      {"RefundCreateParams", refund_create_parameters()},
      {"RefundListParams", refund_list_parameters()},
      {"EventListParams", event_list_parameters()},
      {"PaymentIntentCancelParams", intent_cancel_parameters()},
      {"PaymentIntentRetrieveParams", expand_parameters()},
  };
  for (const auto& [type, parameters] : calls) {
    for (const auto& parameter : parameters) {
      std::string name{parameter.name};
      for (const char place : {'#', '*'})
        if (const auto at = name.find(place); at != std::string::npos) name[at] = '0';
      if (parameter.words.empty()) {
        EXPECT_EQ(schema.fault(type, name, "1"), "");
      }
      for (const std::string_view word : parameter.words) EXPECT_EQ(schema.fault(type, name, word), "");
    }
  }
}

}  // namespace
}  // namespace hurtrock::sandbox
