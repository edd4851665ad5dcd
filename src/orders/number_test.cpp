#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "orders/orders.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::orders {
namespace {

using ::testing::MatchesRegex;

const Secret kSecret{"a secret of 32 bytes, for tests."};

class OrderNumber : public ::testing::Test {
 protected:
  void SetUp() override { crypto::start(); }
};

TEST_F(OrderNumber, has_no_letters_that_are_mistaken_for_others) {
  for (int n = 0; n < 1'000; ++n)
    ASSERT_THAT(new_number(), MatchesRegex("HRT-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"));
}

TEST_F(OrderNumber, is_not_given_twice) {
  std::set<std::string> numbers;
  for (int n = 0; n < 1'000; ++n) numbers.insert(new_number());
  EXPECT_EQ(numbers.size(), 1'000U);
}

TEST_F(OrderNumber, the_link_in_a_mail_opens_its_own_order_only) {
  const std::string token = link_token(kSecret, "HRT-7K3M-9XQ2");
  EXPECT_TRUE(is_link_token(kSecret, "HRT-7K3M-9XQ2", token));
  EXPECT_FALSE(is_link_token(kSecret, "HRT-7K3M-9XQ3", token));
  EXPECT_FALSE(is_link_token(Secret{"another secret of thirty-two byt"}, "HRT-7K3M-9XQ2", token));
  EXPECT_FALSE(is_link_token(kSecret, "HRT-7K3M-9XQ2", ""));
  EXPECT_FALSE(is_link_token(kSecret, "HRT-7K3M-9XQ2", token.substr(0, token.size() - 1)));
}

TEST_F(OrderNumber, the_link_in_a_mail_fits_into_an_address_as_it_is) {
  EXPECT_THAT(link_token(kSecret, "HRT-7K3M-9XQ2"), MatchesRegex("[A-Za-z0-9_-]{27}"));
}

TEST_F(OrderNumber, the_link_on_a_parcel_opens_the_tracking_page_and_nothing_else) {
  const std::string token = tracking_token(kSecret, "HRT-7K3M-9XQ2");
  EXPECT_THAT(token, MatchesRegex("[A-Za-z0-9_-]{22}"));
  EXPECT_TRUE(is_tracking_token(kSecret, "HRT-7K3M-9XQ2", token));
  EXPECT_FALSE(is_tracking_token(kSecret, "HRT-7K3M-9XQ3", token));
  EXPECT_FALSE(is_tracking_token(kSecret, "HRT-7K3M-9XQ2", ""));
  EXPECT_FALSE(is_link_token(kSecret, "HRT-7K3M-9XQ2", token));
  EXPECT_FALSE(is_tracking_token(kSecret, "HRT-7K3M-9XQ2", link_token(kSecret, "HRT-7K3M-9XQ2")));
}

TEST_F(OrderNumber, an_accounts_order_belongs_to_the_account_and_not_to_the_session_that_placed_it) {
  Order order;
  order.user = UserId{7};
  order.session = SessionId{3};
  http::Visitor visitor;
  visitor.session = http::Visitor::Session{.id = 3};
  EXPECT_FALSE(belongs_to(order, visitor));
  visitor.user = http::Visitor::User{.id = 8};
  EXPECT_FALSE(belongs_to(order, visitor));
  visitor.user->id = 7;
  EXPECT_TRUE(belongs_to(order, visitor));
}

TEST_F(OrderNumber, a_guests_order_belongs_to_the_session_that_placed_it) {
  Order order;
  order.session = SessionId{3};
  http::Visitor visitor;
  EXPECT_FALSE(belongs_to(order, visitor));
  visitor.session = http::Visitor::Session{.id = 4};
  EXPECT_FALSE(belongs_to(order, visitor));
  visitor.session->id = 3;
  EXPECT_TRUE(belongs_to(order, visitor));
}

}  // namespace
}  // namespace hurtrock::orders
