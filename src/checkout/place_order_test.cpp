#include "checkout/place_order.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <support/checkout_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using Why = NotPlaced::Why;
using fixture::Stock;

class PlaceOrder : public ::testing::TestWithParam<db::Dialect> {
 protected:
  std::expected<Placed, NotPlaced> send(const Buyer& buyer, const PlaceRequest& form) {
    return place_order(shop_.services, buyer, form);
  }
  /// The whole state that an order touches, in one line.
  std::string books() {
    return shop_.db().read([](db::Tx& tx) {
      std::string line;
      for (const char* number :
           {"SELECT COUNT(*) FROM orders", "SELECT COUNT(*) FROM order_lines", "SELECT COUNT(*) FROM order_events",
            "SELECT COUNT(*) FROM reservations", "SELECT COUNT(*) FROM payments", "SELECT COUNT(*) FROM outbox_mails",
            "SELECT COUNT(*) FROM checkout_requests", "SELECT COUNT(*) FROM stock_movements",
            "SELECT COALESCE(SUM(on_hand), 0) FROM stock_levels", "SELECT COALESCE(SUM(reserved), 0) FROM stock_levels",
            "SELECT COALESCE(SUM(quantity), 0) FROM cart_items"})
        line += fmt::format("{} ", tx.one<std::int64_t>(number));
      return line;
    });
  }
  /// Sends it, and expects to be refused for this reason with nothing changed.
  NotPlaced expect_refusal(Why why, const Buyer& buyer, const PlaceRequest& form) {
    const std::string before = books();
    const auto placed = send(buyer, form);
    EXPECT_EQ(books(), before);
    EXPECT_FALSE(placed);
    if (placed) return {};
    EXPECT_EQ(placed.error().why, why);
    return placed.error();
  }
  void set_price(VariantId variant, std::int64_t price) {
    shop_.db().write([&](db::Tx& tx) { tx.execute("UPDATE variants SET price = $1 WHERE id = $2", price, variant); });
  }

  fixture::CheckoutShop shop_{GetParam()};
  PlaceRequest form_ = fixture::CheckoutShop::filled_form();
};

TEST_P(PlaceOrder, an_order_comes_with_everything_that_belongs_to_it) {
  const VariantId guitar = shop_.add_variant({.price = Money{2'500'000}, .on_hand = 5, .weight_g = 1'400});
  const Buyer buyer = shop_.buyer_of(guitar, 2);
  const auto placed = send(buyer, form_);
  ASSERT_TRUE(placed);
  EXPECT_FALSE(placed->repeated);

  const orders::Order order = shop_.order(placed->order);
  EXPECT_EQ(order.state, orders::State::kPending);
  EXPECT_EQ(order.totals.goods, Money{5'000'000});
  EXPECT_EQ(order.totals.shipping, Money{30'000});  // 2.8 kg are three
  EXPECT_EQ(order.totals.total, Money{5'030'000});
  EXPECT_EQ(order.address.kelurahan, "Gambir");
  EXPECT_EQ(order.hold_until, shop_.now() + std::chrono::hours{24} + std::chrono::minutes{15});

  const payments::Attempt attempt = shop_.attempt_of(placed->order);
  EXPECT_EQ(attempt.amount, order.totals.total);
  EXPECT_EQ(attempt.state, payments::AttemptState::kOpening);
  EXPECT_EQ(attempt.reference, order.number + "-1");
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 5, .reserved = 2, .movements = 5}));
  EXPECT_EQ(shop_.count("cart_items"), 0);
  EXPECT_EQ(shop_.mails(placed->order, "order_placed"), 1);
}

TEST_P(PlaceOrder, a_card_order_is_held_for_half_an_hour_and_the_grace) {
  form_.payment_method = "stripe";
  const auto placed = send(shop_.buyer_of(shop_.add_variant()), form_);
  ASSERT_TRUE(placed);
  EXPECT_EQ(shop_.order(placed->order).hold_until, shop_.now() + std::chrono::minutes{45});
  const payments::Attempt attempt = shop_.attempt_of(placed->order);
  EXPECT_EQ(attempt.provider, "stripe");
  EXPECT_EQ(attempt.expires_at, shop_.now() + std::chrono::minutes{30});
}

TEST_P(PlaceOrder, cash_on_delivery_sells_the_goods_at_once) {
  const VariantId guitar = shop_.add_variant({.on_hand = 5});
  form_.payment_method = "cod";
  const auto placed = send(shop_.buyer_of(guitar, 2), form_);
  ASSERT_TRUE(placed);
  const orders::Order order = shop_.order(placed->order);
  EXPECT_EQ(order.state, orders::State::kProcessing);
  EXPECT_EQ(order.payment_state, orders::PaymentState::kUnpaid);
  EXPECT_FALSE(order.hold_until);
  EXPECT_EQ(shop_.attempt_of(placed->order).state, payments::AttemptState::kPending);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 3, .reserved = 0, .movements = 3}));
}

TEST_P(PlaceOrder, goods_fetched_at_the_shop_travel_for_nothing) {
  form_.shipping_service = "AMBIL";
  const auto placed = send(shop_.buyer_of(shop_.add_variant()), form_);
  ASSERT_TRUE(placed);
  EXPECT_EQ(shop_.order(placed->order).totals.total, Money{1'000'000});
}

TEST_P(PlaceOrder, totals_beyond_a_hundred_million_add_up) {
  const auto placed =
      send(shop_.buyer_of(shop_.add_variant({.price = Money{99'999'999'999}, .on_hand = 900}), 90), form_);
  ASSERT_TRUE(placed);
  EXPECT_EQ(shop_.order(placed->order).totals.goods, Money{8'999'999'999'910});
}

TEST_P(PlaceOrder, an_empty_cart_is_no_order) {
  const Buyer buyer{
      .owner = {.user = {}, .session = shop_.add_session()}, .idempotency_key = "key", .body_hash = "body"};
  expect_refusal(Why::kEmptyCart, buyer, form_);
}

TEST_P(PlaceOrder, goods_no_longer_sold_are_named) {
  const Buyer buyer = shop_.buyer_of(shop_.add_variant());
  shop_.run("UPDATE products SET state = 'hidden', name = 'Gitar Tua'");
  EXPECT_EQ(expect_refusal(Why::kNotSold, buyer, form_).product, "Gitar Tua");
}

TEST_P(PlaceOrder, goods_sold_to_another_are_named_with_what_is_left) {
  const VariantId plenty = shop_.add_variant(), scarce = shop_.add_variant({.on_hand = 3});
  const Buyer buyer = shop_.buyer_of(plenty);
  shop_.put_into_cart(buyer, scarce, 3);
  ASSERT_TRUE(send(shop_.buyer_of(scarce, 2), form_));
  const NotPlaced refused = expect_refusal(Why::kInsufficientStock, buyer, form_);
  EXPECT_EQ(refused.product, "barang-2");
  EXPECT_EQ(refused.available, 1);
}

TEST_P(PlaceOrder, an_unknown_delivery_is_refused) {
  const Buyer buyer = shop_.buyer_of(shop_.add_variant());
  form_.shipping_service = "ROKET";
  expect_refusal(Why::kUnknownShipping, buyer, form_);
}

TEST_P(PlaceOrder, a_courier_does_not_take_what_is_too_heavy_for_it) {
  expect_refusal(Why::kUnknownShipping, shop_.buyer_of(shop_.add_variant({.weight_g = 50'001})), form_);
}

TEST_P(PlaceOrder, a_method_switched_off_is_refused) {
  const Buyer buyer = shop_.buyer_of(shop_.add_variant());
  shop_.run("UPDATE payment_settings SET enabled = 0 WHERE provider = 'midtrans'");
  expect_refusal(Why::kMethodNotAvailable, buyer, form_);
  form_.payment_method = "bitcoin";
  expect_refusal(Why::kMethodNotAvailable, buyer, form_);
}

TEST_P(PlaceOrder, cash_is_taken_up_to_its_limit_with_delivery_counted) {
  form_.payment_method = "cod";
  const VariantId at_limit = shop_.add_variant({.price = Money{9'990'000}});
  const VariantId above = shop_.add_variant({.price = Money{9'990'001}});
  EXPECT_TRUE(send(shop_.buyer_of(at_limit), form_));
  expect_refusal(Why::kMethodNotAvailable, shop_.buyer_of(above), form_);
}

TEST_P(PlaceOrder, nobody_pays_more_than_was_shown) {
  const VariantId guitar = shop_.add_variant({.price = Money{1'000'000}});
  const Buyer buyer = shop_.buyer_of(guitar);
  set_price(guitar, 1'000'001);
  expect_refusal(Why::kPriceChanged, buyer, form_);
}

TEST_P(PlaceOrder, a_price_that_was_shown_after_the_change_is_agreed_to_by_sending_again) {
  const VariantId guitar = shop_.add_variant({.price = Money{1'000'000}});
  const Buyer buyer = shop_.buyer_of(guitar);
  set_price(guitar, 1'200'000);
  ASSERT_FALSE(send(buyer, form_));
  const auto placed = send(buyer, form_);
  ASSERT_TRUE(placed);
  EXPECT_EQ(shop_.order(placed->order).totals.goods, Money{1'200'000});
}

TEST_P(PlaceOrder, a_total_agreed_to_covers_prices_that_rose) {
  const VariantId guitar = shop_.add_variant({.price = Money{1'000'000}});
  const Buyer buyer = shop_.buyer_of(guitar, 2);
  set_price(guitar, 1'200'000);
  form_.accepted_total = Money{2'399'999};
  expect_refusal(Why::kPriceChanged, buyer, form_);
  set_price(guitar, 1'300'000);
  form_.accepted_total = Money{2'600'000};
  EXPECT_TRUE(send(buyer, form_));
}

TEST_P(PlaceOrder, a_price_that_fell_is_charged_without_asking) {
  const VariantId guitar = shop_.add_variant({.price = Money{1'000'000}});
  const Buyer buyer = shop_.buyer_of(guitar);
  set_price(guitar, 900'000);
  const auto placed = send(buyer, form_);
  ASSERT_TRUE(placed);
  EXPECT_EQ(shop_.order(placed->order).totals.goods, Money{900'000});
}

TEST_P(PlaceOrder, shipping_that_costs_more_than_was_shown_is_asked_about_first) {
  const Buyer buyer = shop_.buyer_of(shop_.add_variant({.price = Money{1'000'000}}));
  form_.seen_total = Money{1'010'000};
  shop_.run("UPDATE shipping_services SET price_per_kg = 25000 WHERE code = 'REG'");
  EXPECT_EQ(expect_refusal(Why::kTotalChanged, buyer, form_).total, Money{1'025'000});
  form_.seen_total = Money{1'025'000};
  EXPECT_TRUE(send(buyer, form_));
}

TEST_P(PlaceOrder, a_cart_that_was_changed_in_another_tab_is_asked_about_first) {
  const VariantId guitar = shop_.add_variant({.price = Money{1'000'000}});
  const Buyer buyer = shop_.buyer_of(guitar, 2);
  form_.seen_total = Money{2'010'000};
  shop_.put_into_cart(buyer, guitar);
  EXPECT_EQ(expect_refusal(Why::kTotalChanged, buyer, form_).total, Money{3'020'000});
  shop_.run("UPDATE cart_items SET quantity = 1");
  EXPECT_EQ(expect_refusal(Why::kTotalChanged, buyer, form_).total, Money{1'010'000});
}

TEST_P(PlaceOrder, a_total_that_is_agreed_to_is_no_leave_for_another_shipping_price) {
  const VariantId guitar = shop_.add_variant({.price = Money{1'000'000}});
  const Buyer buyer = shop_.buyer_of(guitar);
  set_price(guitar, 1'200'000);
  form_.accepted_total = Money{1'200'000};
  form_.seen_total = Money{1'210'000};
  shop_.run("UPDATE shipping_services SET price_per_kg = 25000 WHERE code = 'REG'");
  expect_refusal(Why::kTotalChanged, buyer, form_);
}

TEST_P(PlaceOrder, the_code_of_a_transfer_comes_on_top_of_what_was_shown) {
  shop_.run(
      "UPDATE payment_settings SET enabled = 1, public_options = "
      "'{\"accounts\":[{\"bank\":\"BCA\",\"number\":\"1234567890\",\"holder\":\"Toko\"}]}' WHERE provider = "
      "'bank_transfer'");
  form_.payment_method = "bank_transfer";
  form_.seen_total = Money{1'010'000};
  const auto placed = send(shop_.buyer_of(shop_.add_variant({.price = Money{1'000'000}})), form_);
  ASSERT_TRUE(placed);
  const pricing::Totals totals = shop_.order(placed->order).totals;
  EXPECT_GT(totals.fee, Money{});
  EXPECT_EQ(totals.total, Money{1'010'000} + totals.fee);
}

TEST_P(PlaceOrder, an_order_that_was_placed_is_not_asked_about_again) {
  const Buyer buyer = shop_.buyer_of(shop_.add_variant({.price = Money{1'000'000}}));
  form_.seen_total = Money{1'010'000};
  ASSERT_TRUE(send(buyer, form_));
  shop_.run("UPDATE shipping_services SET price_per_kg = 25000 WHERE code = 'REG'");
  const auto again = send(buyer, form_);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
}

TEST_P(PlaceOrder, the_same_request_again_is_the_same_order) {
  const Buyer buyer = shop_.buyer_of(shop_.add_variant());
  const auto first = send(buyer, form_), second = send(buyer, form_);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->order, first->order);
  EXPECT_TRUE(second->repeated);
  EXPECT_EQ(shop_.count("orders"), 1);
}

TEST_P(PlaceOrder, the_same_key_with_another_body_is_refused) {
  Buyer buyer = shop_.buyer_of(shop_.add_variant());
  ASSERT_TRUE(send(buyer, form_));
  buyer.body_hash = "another body";
  expect_refusal(Why::kKeyReused, buyer, form_);
}

TEST_P(PlaceOrder, two_buyers_may_use_the_same_key) {
  const VariantId guitar = shop_.add_variant();
  const auto first = send(shop_.buyer_of(guitar), form_), second = send(shop_.buyer_of(guitar), form_);
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->order, second->order);
}

TEST_P(PlaceOrder, a_refused_request_may_be_mended_under_its_key) {
  const Buyer buyer = shop_.buyer_of(shop_.add_variant());
  form_.shipping_service = "ROKET";
  ASSERT_FALSE(send(buyer, form_));
  form_.shipping_service = "REG";
  EXPECT_TRUE(send(buyer, form_));
}

TEST_P(PlaceOrder, a_request_sent_16_times_at_once_is_one_order) {
  constexpr int kTimes = 16;
  const VariantId guitar = shop_.add_variant({.on_hand = 1});
  const Buyer buyer = shop_.buyer_of(guitar);
  std::vector<OrderId> orders(kTimes);
  std::atomic<int> fresh = 0;
  fixture::at_once(kTimes, [&](int n) {
    const auto placed = send(buyer, form_);
    ASSERT_TRUE(placed);
    orders[static_cast<std::size_t>(n)] = placed->order;
    if (!placed->repeated) ++fresh;
  });
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(std::set(orders.begin(), orders.end()).size(), 1U);
  EXPECT_EQ(shop_.count("orders"), 1);
  EXPECT_EQ(shop_.count("outbox_mails"), 1);
}

TEST_P(PlaceOrder, of_16_buyers_of_the_last_one_one_gets_it_and_the_others_are_told) {
  constexpr int kBuyers = 16;
  const VariantId guitar = shop_.add_variant({.on_hand = 1});
  std::vector<Buyer> buyers;
  for (int n = 0; n < kBuyers; ++n) buyers.push_back(shop_.buyer_of(guitar));
  std::atomic<int> sold = 0, told = 0;
  fixture::at_once(kBuyers, [&](int n) {
    const auto placed = send(buyers[static_cast<std::size_t>(n)], form_);
    if (placed)
      ++sold;
    else if (placed.error().why == Why::kInsufficientStock && placed.error().available == 0)
      ++told;
  });
  EXPECT_EQ(sold, 1);
  EXPECT_EQ(told, kBuyers - 1);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 1, .reserved = 1, .movements = 1}));
}

TEST_P(PlaceOrder, the_answer_of_an_order_that_asks_no_provider_is_kept_with_it) {
  Buyer buyer = shop_.buyer_of(shop_.add_variant());
  buyer.answer_of = [](const Complete& order) { return order.number + " is placed"; };
  form_.payment_method = "cod";
  const auto placed = send(buyer, form_);
  ASSERT_TRUE(placed);
  ASSERT_TRUE(placed->complete);
  EXPECT_EQ(placed->complete->state, orders::State::kProcessing);
  EXPECT_EQ(shop_.db().read([&](db::Tx& tx) { return kept_answer(tx, buyer); }),
            placed->complete->number + " is placed");
  const auto again = send(buyer, form_);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_FALSE(again->complete);
}

TEST_P(PlaceOrder, an_order_that_asks_a_provider_is_not_complete) {
  const auto placed = send(shop_.buyer_of(shop_.add_variant()), form_);
  ASSERT_TRUE(placed);
  EXPECT_FALSE(placed->complete);
}

TEST_P(PlaceOrder, an_answer_is_kept_once_it_is_final) {
  const Buyer buyer = shop_.buyer_of(shop_.add_variant());
  ASSERT_TRUE(send(buyer, form_));
  const auto kept = [&] { return shop_.db().read([&](db::Tx& tx) { return kept_answer(tx, buyer); }); };
  EXPECT_FALSE(kept());
  for (const char* answer : {"first", "second"}) shop_.db().write([&](db::Tx& tx) { keep_answer(tx, buyer, answer); });
  EXPECT_EQ(kept(), "first");
}

INSTANTIATE_TEST_SUITE_P(, PlaceOrder, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::checkout
