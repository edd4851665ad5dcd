#include "payments/stripe/form.hpp"

#include <gtest/gtest.h>

namespace hurtrock::payments {
namespace {

TEST(StripeForm, brackets_stay_in_names_and_everything_but_the_plainest_letters_is_encoded_in_values) {
  StripeForm form;
  form.add("line_items[0][price_data][product_data][name]", "Kaos \"Baja\" & Co. – [L]!*'()")
      .add("line_items[0][quantity]", std::int64_t{2});
  EXPECT_EQ(form.text(),
            "line_items[0][price_data][product_data][name]="
            "Kaos%20%22Baja%22%20%26%20Co.%20%E2%80%93%20%5BL%5D%21%2A%27%28%29&line_items[0][quantity]=2");
}

TEST(StripeForm, nothing_is_an_empty_body) { EXPECT_EQ(StripeForm{}.text(), ""); }

}  // namespace
}  // namespace hurtrock::payments
