#include "checkout/saved_addresses.hpp"

#include <gtest/gtest.h>

namespace hurtrock::checkout {
namespace {

AccountData account_with_two() {
  return {.name = "Ani",
          .email = "ani@contoh.id",
          .phone = "0811-1111-1111",
          .addresses = {{.id = 7,
                         .recipient = "Ani Rahma",
                         .phone = "+6281234567890",
                         .street = "Jl. Satu",
                         .area_code = "x",
                         .postal_code = "40153",
                         .is_default = true},
                        {.id = 3, .recipient = "Budi", .phone = "+6565123456", .street = "Jl. Dua", .area_code = "y"}}};
}

TEST(SavedAddresses, the_form_begins_with_the_default) {
  for (const std::string_view wanted : {"", "99", "7; DROP", "-1"}) {
    const layout::Form form = form_of(account_with_two(), wanted);
    EXPECT_EQ(form.value("street"), "Jl. Satu") << wanted;
    EXPECT_EQ(form.value("name"), "Ani Rahma");
    EXPECT_EQ(form.value("phone"), "0812-3456-7890");
    EXPECT_EQ(form.value("email"), "ani@contoh.id");
    EXPECT_EQ(form.value("postal_code"), "40153");
  }
}

TEST(SavedAddresses, the_form_begins_with_the_address_that_was_chosen) {
  const layout::Form form = form_of(account_with_two(), "3");
  EXPECT_EQ(form.value("street"), "Jl. Dua");
  EXPECT_EQ(form.value("area_code"), "y");
  EXPECT_EQ(form.value("phone"), "+6565123456");
}

TEST(SavedAddresses, a_new_address_begins_with_the_name_and_phone_of_the_account) {
  const layout::Form form = form_of(account_with_two(), "new");
  EXPECT_EQ(form.value("street"), "");
  EXPECT_EQ(form.value("name"), "Ani");
  EXPECT_EQ(form.value("phone"), "0811-1111-1111");
}

TEST(SavedAddresses, what_the_form_holds_is_marked) {
  CheckoutPage view;
  view.form = form_of(account_with_two(), "7");
  add_addresses(view, {.name = "Ani", .addresses = {{.id = 7, .recipient = "Ani Rahma", .street = "Jl. Satu"}}});
  ASSERT_EQ(view.addresses.size(), 1U);
  EXPECT_TRUE(view.addresses[0].selected);
  EXPECT_FALSE(view.is_new_address);
  view = {};
  add_addresses(view, account_with_two());
  EXPECT_TRUE(view.is_new_address);
  EXPECT_FALSE(view.addresses[0].selected);
  EXPECT_TRUE(view.may_save_address);
}

}  // namespace
}  // namespace hurtrock::checkout
