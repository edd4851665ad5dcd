#include "checkout/buyer_limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <support/checkout_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using ::testing::HasSubstr;
using Counted = NotPlaced::Counted;
using Why = NotPlaced::Why;

class BuyerLimits : public ::testing::TestWithParam<db::Dialect> {
 protected:
  BuyerLimits() { shop_.services.settings.limit_buyers = true; }

  /// By a new visitor.
  std::expected<Placed, NotPlaced> order(const std::string& email, const std::string& phone) {
    return order_by(shop_.buyer_of(guitar_), email, phone);
  }
  std::expected<Placed, NotPlaced> order_by(const Buyer& buyer, const std::string& email, const std::string& phone) {
    PlaceRequest form = fixture::CheckoutShop::filled_form();
    form.contact.email = email;
    form.contact.phone = phone;
    form.payment_method = method_;
    return place_order(shop_.services, buyer, form);
  }
  /// The same buyer, about to send another request.
  Buyer again(Buyer buyer) {
    buyer.idempotency_key = "key-" + std::to_string(++keys_);
    shop_.put_into_cart(buyer, guitar_);
    return buyer;
  }
  Buyer account(const std::string& proved_email) {
    Buyer buyer = shop_.buyer_of(guitar_);
    buyer.owner = {.user = shop_.add_user(proved_email), .session = {}};
    buyer.proved_email = proved_email;
    return buyer;
  }
  /// Such as nobody else has.
  std::string some_email() { return "pembeli" + std::to_string(++others_) + "@example.com"; }
  std::string some_phone() { return "62812000" + std::to_string(100'000 + ++others_); }
  void cancel(OrderId id) {
    shop_.db().write([&](db::Tx& tx) { return orders::cancel(tx, id, orders::Actor::system(), "test", shop_.now()); });
  }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant({.price = Money{100'000}, .on_hand = 100});
  std::string method_ = "midtrans";
  int keys_ = 0, others_ = 0;
};

TEST_P(BuyerLimits, the_sixth_unpaid_order_of_a_mailbox_is_refused_until_one_is_cancelled) {
  std::vector<OrderId> placed;
  for (int i = 0; i < kMostUnpaidOrders; ++i) placed.push_back(order("sari@example.com", some_phone())->order);
  const auto refused = order("sari@example.com", some_phone());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, Why::kUnpaidOrders);
  EXPECT_EQ(refused.error().counted, Counted::kMailbox);
  EXPECT_EQ(refused.error().orders, "");
  EXPECT_EQ(shop_.count("orders"), kMostUnpaidOrders);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, kMostUnpaidOrders);
  EXPECT_TRUE(order(some_email(), some_phone()));
  cancel(placed.front());
  EXPECT_TRUE(order("sari@example.com", some_phone()));
}

TEST_P(BuyerLimits, an_order_that_is_paid_holds_nothing_unpaid) {
  const OrderId first = order("sari@example.com", some_phone())->order;
  for (int i = 1; i < kMostUnpaidOrders; ++i) EXPECT_TRUE(order("sari@example.com", some_phone()));
  shop_.db().write([&](db::Tx& tx) { return orders::mark_paid(tx, first, orders::Actor::gateway(), shop_.now()); });
  EXPECT_TRUE(order("sari@example.com", some_phone()));
}

TEST_P(BuyerLimits, a_phone_number_counts_as_a_mailbox_does) {
  for (int i = 0; i < kMostUnpaidOrders; ++i) EXPECT_TRUE(order(some_email(), "6281234567890"));
  const auto refused = order(some_email(), "6281234567890");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().counted, Counted::kPhone);
}

TEST_P(BuyerLimits, a_session_is_told_which_of_its_orders_are_unpaid) {
  Buyer buyer = shop_.buyer_of(guitar_);
  std::vector<OrderId> placed;
  for (int i = 0; i < kMostUnpaidOrders; ++i) {
    if (i > 0) buyer = again(buyer);
    placed.push_back(order_by(buyer, some_email(), some_phone())->order);
  }
  const auto refused = order_by(again(buyer), some_email(), some_phone());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, Why::kUnpaidOrders);
  EXPECT_EQ(refused.error().counted, Counted::kBuyer);
  for (const OrderId id : placed) EXPECT_THAT(refused.error().orders, HasSubstr(shop_.order(id).number));
  // What was carried out before is answered as before.
  const auto repeated = order_by(buyer, some_email(), some_phone());
  ASSERT_TRUE(repeated);
  EXPECT_EQ(repeated->order, placed.back());
}

TEST_P(BuyerLimits, cash_orders_of_a_mailbox_or_phone_are_limited_by_the_hour) {
  method_ = "cod";
  for (int i = 0; i < kMostNewOrders; ++i) {
    if (i > 0) shop_.clock.advance(std::chrono::minutes{1});
    ASSERT_TRUE(order("sari@example.com", "6281234567890"));
  }
  for (const bool mailbox : {true, false}) {
    const auto refused = mailbox ? order("sari@example.com", some_phone()) : order(some_email(), "6281234567890");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().why, Why::kTooManyOrders);
    EXPECT_EQ(refused.error().counted, mailbox ? Counted::kMailbox : Counted::kPhone);
    EXPECT_EQ(refused.error().wait, std::chrono::minutes{60 - (kMostNewOrders - 1)});
  }
  EXPECT_TRUE(order(some_email(), some_phone()));
  shop_.clock.advance(std::chrono::minutes{60 - (kMostNewOrders - 1)});
  EXPECT_TRUE(order("sari@example.com", "6281234567890"));
  EXPECT_FALSE(order("sari@example.com", "6281234567890"));
}

TEST_P(BuyerLimits, of_many_at_once_no_more_get_through_than_may) {
  std::vector<Buyer> buyers;
  for (int i = 0; i < 12; ++i) buyers.push_back(shop_.buyer_of(guitar_));
  std::atomic<int> placed = 0;
  fixture::at_once(12, [&](int n) {
    // Every second one shares the phone number with the others, all of them the mailbox.
    const std::string phone = n % 2 == 0 ? "6281234567890" : "62812345" + std::to_string(1'000 + n);
    if (order_by(buyers[static_cast<std::size_t>(n)], "sari@example.com", phone)) ++placed;
  });
  EXPECT_EQ(placed.load(), kMostUnpaidOrders);
  EXPECT_EQ(shop_.count("orders"), kMostUnpaidOrders);
}

TEST_P(BuyerLimits, strangers_who_type_a_mailbox_do_not_keep_its_owner_from_ordering) {
  const Buyer owner = account("sari@example.com");
  for (int i = 0; i < kMostUnpaidOrders; ++i) EXPECT_TRUE(order("sari@example.com", "6281234567890"));
  EXPECT_FALSE(order("sari@example.com", "6281234567890"));
  EXPECT_TRUE(order_by(again(owner), "sari@example.com", "6281234567890"));
  // But in the name of somebody else an account is a stranger too.
  EXPECT_FALSE(order_by(again(account("lain@example.com")), "sari@example.com", some_phone()));
}

TEST_P(BuyerLimits, an_account_answers_for_its_own_orders) {
  Buyer owner = account("sari@example.com");
  for (int i = 0; i < kMostUnpaidOrders; ++i) {
    owner = again(owner);
    EXPECT_TRUE(order_by(owner, "sari@example.com", some_phone()));
  }
  const auto refused = order_by(again(owner), "sari@example.com", some_phone());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().counted, Counted::kBuyer);
}

TEST_P(BuyerLimits, staff_order_for_as_many_as_come_to_the_counter) {
  for (int i = 0; i < 2 * kMostNewOrders; ++i) {
    Buyer staff = shop_.buyer_of(guitar_);
    staff.is_staff = true;
    EXPECT_TRUE(order_by(staff, "toko@example.com", "6281234567890"));
  }
}

TEST_P(BuyerLimits, nobody_is_limited_where_limits_are_relaxed) {
  shop_.services.settings.limit_buyers = false;
  for (int i = 0; i < 2 * kMostNewOrders; ++i) EXPECT_TRUE(order("sari@example.com", "6281234567890"));
}

INSTANTIATE_TEST_SUITE_P(, BuyerLimits, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::checkout
