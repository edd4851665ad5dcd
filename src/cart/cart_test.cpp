#include "cart/cart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <support/shop_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::cart {
namespace {

using fixture::Goods;

class CartStore : public ::testing::TestWithParam<db::Dialect> {
 protected:
  Owner visitor() { return {.user = {}, .session = shop_.add_session()}; }
  Owner customer() { return {.user = shop_.add_user(), .session = {}}; }

  /// In a transaction of its own, as a request would.
  std::expected<void, Refused> put(const Owner& owner, VariantId variant, std::int64_t quantity = 1) {
    return shop_.db().write([&](db::Tx& tx) { return add(tx, owner, variant, quantity, shop_.now()); });
  }
  std::expected<void, Refused> change(const Owner& owner, CartItemId item, std::int64_t quantity) {
    return shop_.db().write([&](db::Tx& tx) { return set_quantity(tx, owner, item, quantity, shop_.now()); });
  }
  void log_in(const Owner& visitor, const Owner& customer) {
    shop_.db().write([&](db::Tx& tx) { merge(tx, *visitor.session, *customer.user, shop_.now()); });
  }
  Cart cart_of(const Owner& owner) {
    return shop_.db().read([&](db::Tx& tx) { return load(tx, owner, i18n::Language::kIndonesian); });
  }
  std::int64_t pieces_of(const Owner& owner) {
    return shop_.db().read([&](db::Tx& tx) { return count(tx, owner); });
  }
  void set_price(VariantId variant, std::int64_t price) {
    shop_.db().write([&](db::Tx& tx) { tx.execute("UPDATE variants SET price = $1 WHERE id = $2", price, variant); });
  }

  fixture::Shop shop_{GetParam()};
};

Refusal why(const std::expected<void, Refused>& answer) {
  if (answer) ADD_FAILURE() << "it was not refused";
  return answer ? Refusal::kUnknownItem : answer.error().why;
}

TEST_P(CartStore, the_same_goods_added_twice_are_one_line) {
  const Owner owner = visitor();
  const VariantId guitar = shop_.add_variant({.price = Money{2'500'000}});
  ASSERT_TRUE(put(owner, guitar, 2));
  ASSERT_TRUE(put(owner, guitar, 3));
  const Cart cart = cart_of(owner);
  ASSERT_EQ(cart.lines.size(), 1U);
  EXPECT_EQ(cart.lines[0].quantity, 5);
  EXPECT_EQ(cart.subtotal(), Money{12'500'000});
  EXPECT_EQ(cart.count(), 5);
}

TEST_P(CartStore, lines_stand_in_the_order_they_were_put_in) {
  const Owner owner = visitor();
  const VariantId first = shop_.add_variant(), second = shop_.add_variant();
  ASSERT_TRUE(put(owner, second));
  shop_.clock.advance(std::chrono::seconds{1});
  ASSERT_TRUE(put(owner, first));
  const Cart cart = cart_of(owner);
  ASSERT_EQ(cart.lines.size(), 2U);
  EXPECT_EQ(cart.lines[0].offer.variant, second);
  EXPECT_EQ(cart.lines[1].offer.variant, first);
}

TEST_P(CartStore, more_than_is_in_stock_is_refused_with_what_there_is) {
  const Owner owner = visitor();
  const VariantId guitar = shop_.add_variant({.on_hand = 3});
  ASSERT_TRUE(put(owner, guitar, 2));
  const auto refused = put(owner, guitar, 2);
  ASSERT_EQ(why(refused), Refusal::kInsufficientStock);
  EXPECT_EQ(refused.error().available, 3);
  EXPECT_EQ(pieces_of(owner), 2);
}

TEST_P(CartStore, goods_promised_to_an_order_cannot_be_put_into_a_cart) {
  const VariantId guitar = shop_.add_variant({.on_hand = 3});
  shop_.run("UPDATE stock_levels SET reserved = 2");
  EXPECT_EQ(why(put(visitor(), guitar, 2)), Refusal::kInsufficientStock);
  EXPECT_TRUE(put(visitor(), guitar, 1));
}

TEST_P(CartStore, no_line_holds_more_than_999) {
  const Owner owner = visitor();
  const VariantId picks = shop_.add_variant({.on_hand = 5'000});
  ASSERT_TRUE(put(owner, picks, 999));
  EXPECT_EQ(why(put(owner, picks, 1)), Refusal::kTooMany);
  EXPECT_EQ(why(change(owner, cart_of(owner).lines[0].id, 1'000)), Refusal::kTooMany);
  EXPECT_EQ(pieces_of(owner), 999);
}

TEST_P(CartStore, any_quantity_above_what_there_is_is_refused_with_what_there_is) {
  const Owner owner = visitor();
  const VariantId picks = shop_.add_variant({.on_hand = 1'500}), strings = shop_.add_variant({.on_hand = 3});
  ASSERT_TRUE(put(owner, picks, 999));
  ASSERT_TRUE(put(owner, strings, 3));
  const auto lines = cart_of(owner).lines;
  for (const std::int64_t quantity : {std::int64_t{502}, std::int64_t{1'000}, INT64_MAX}) {
    const auto more_picks = put(owner, picks, quantity), more_strings = put(owner, strings, quantity);
    ASSERT_EQ(why(more_picks), Refusal::kInsufficientStock);
    EXPECT_EQ(more_picks.error().available, 1'500);
    ASSERT_EQ(why(more_strings), Refusal::kInsufficientStock);
    EXPECT_EQ(more_strings.error().available, 3);
    EXPECT_EQ(why(change(owner, lines[1].id, quantity)), Refusal::kInsufficientStock);
  }
  EXPECT_EQ(why(change(owner, lines[0].id, 1'501)), Refusal::kInsufficientStock);
  EXPECT_EQ(why(change(owner, lines[0].id, 1'500)), Refusal::kTooMany);
  EXPECT_EQ(why(put(owner, picks, 501)), Refusal::kTooMany);
  EXPECT_EQ(pieces_of(owner), 1'002);
}

TEST_P(CartStore, no_cart_holds_more_than_100_lines) {
  const Owner owner = visitor();
  for (int n = 0; n < kMostLines; ++n) ASSERT_TRUE(put(owner, shop_.add_variant()));
  EXPECT_EQ(why(put(owner, shop_.add_variant())), Refusal::kTooMany);
  EXPECT_EQ(cart_of(owner).lines.size(), 100U);
}

TEST_P(CartStore, goods_that_are_no_longer_sold_cannot_be_added) {
  const VariantId gone = shop_.add_variant();
  shop_.run("UPDATE variants SET state = 'archived'");
  EXPECT_EQ(why(put(visitor(), gone)), Refusal::kUnknownVariant);
  EXPECT_EQ(why(put(visitor(), VariantId{4'711})), Refusal::kUnknownVariant);
  EXPECT_EQ(shop_.count("carts"), 0);
}

TEST_P(CartStore, a_line_whose_product_was_hidden_stays_and_cannot_be_bought) {
  const Owner owner = visitor();
  ASSERT_TRUE(put(owner, shop_.add_variant()));
  shop_.run("UPDATE products SET state = 'hidden'");
  const Cart cart = cart_of(owner);
  ASSERT_EQ(cart.lines.size(), 1U);
  EXPECT_FALSE(cart.lines[0].sellable());
}

TEST_P(CartStore, a_quantity_of_zero_removes_the_line) {
  const Owner owner = visitor();
  ASSERT_TRUE(put(owner, shop_.add_variant(), 2));
  ASSERT_TRUE(change(owner, cart_of(owner).lines[0].id, 0));
  EXPECT_TRUE(cart_of(owner).lines.empty());
}

TEST_P(CartStore, nobody_changes_a_line_of_another_cart) {
  const Owner owner = visitor(), stranger = visitor();
  ASSERT_TRUE(put(owner, shop_.add_variant(), 2));
  const CartItemId item = cart_of(owner).lines[0].id;
  EXPECT_EQ(why(change(stranger, item, 1)), Refusal::kUnknownItem);
  EXPECT_EQ(why(change(stranger, item, 0)), Refusal::kUnknownItem);
  EXPECT_EQ(pieces_of(owner), 2);
}

TEST_P(CartStore, a_line_remembers_the_price_that_was_shown_until_the_new_one_is_accepted) {
  const Owner owner = visitor();
  const VariantId guitar = shop_.add_variant({.price = Money{1'000'000}});
  ASSERT_TRUE(put(owner, guitar));
  set_price(guitar, 1'200'000);
  EXPECT_EQ(cart_of(owner).lines[0].price_seen, Money{1'000'000});
  EXPECT_EQ(cart_of(owner).lines[0].offer.price, Money{1'200'000});
  shop_.db().write([&](db::Tx& tx) { accept_prices(tx, owner); });
  EXPECT_EQ(cart_of(owner).lines[0].price_seen, Money{1'200'000});
}

TEST_P(CartStore, clearing_empties_one_cart_only) {
  const Owner owner = visitor(), other = visitor();
  const VariantId guitar = shop_.add_variant();
  ASSERT_TRUE(put(owner, guitar, 2));
  ASSERT_TRUE(put(other, guitar, 3));
  shop_.db().write([&](db::Tx& tx) { clear(tx, lock(tx, owner, shop_.now())); });
  EXPECT_EQ(pieces_of(owner), 0);
  EXPECT_EQ(pieces_of(other), 3);
}

TEST_P(CartStore, logging_in_adds_the_visitors_lines_to_the_accounts) {
  const Owner before = visitor(), account = customer();
  const VariantId both = shop_.add_variant(), only_visitor = shop_.add_variant(), only_account = shop_.add_variant();
  ASSERT_TRUE(put(before, both, 2));
  ASSERT_TRUE(put(before, only_visitor, 1));
  ASSERT_TRUE(put(account, both, 3));
  ASSERT_TRUE(put(account, only_account, 4));
  log_in(before, account);
  EXPECT_EQ(pieces_of(account), 10);
  EXPECT_EQ(cart_of(account).lines.size(), 3U);
  EXPECT_EQ(shop_.count("carts"), 1);
}

TEST_P(CartStore, logging_in_without_a_cart_leaves_the_accounts_as_it_is) {
  const Owner account = customer();
  ASSERT_TRUE(put(account, shop_.add_variant(), 3));
  log_in(visitor(), account);
  EXPECT_EQ(pieces_of(account), 3);
}

TEST_P(CartStore, logging_in_joins_equal_lines_to_999_at_most) {
  const Owner before = visitor(), account = customer();
  const VariantId picks = shop_.add_variant({.on_hand = 5'000});
  ASSERT_TRUE(put(before, picks, 600));
  ASSERT_TRUE(put(account, picks, 600));
  log_in(before, account);
  EXPECT_EQ(pieces_of(account), 999);
}

TEST_P(CartStore, logging_in_keeps_the_100_lines_put_in_last) {
  const Owner before = visitor(), account = customer();
  const VariantId oldest = shop_.add_variant();
  ASSERT_TRUE(put(account, oldest));
  shop_.clock.advance(std::chrono::hours{1});
  for (int n = 1; n < kMostLines; ++n) ASSERT_TRUE(put(account, shop_.add_variant()));
  ASSERT_TRUE(put(before, shop_.add_variant()));
  log_in(before, account);
  const Cart cart = cart_of(account);
  EXPECT_EQ(cart.lines.size(), 100U);
  EXPECT_THAT(cart.lines, ::testing::Each(::testing::Field(
                              &Line::offer, ::testing::Field(&catalog::Offer::variant, ::testing::Ne(oldest)))));
}

TEST_P(CartStore, a_hundred_additions_from_two_tabs_are_a_hundred_pieces) {
  const Owner owner = visitor();
  const VariantId picks = shop_.add_variant({.on_hand = 1'000});
  fixture::at_once(2, [&](int) {
    for (int n = 0; n < 50; ++n) ASSERT_TRUE(put(owner, picks));
  });
  EXPECT_EQ(pieces_of(owner), 100);
  EXPECT_EQ(cart_of(owner).lines.size(), 1U);
}

TEST_P(CartStore, nothing_added_during_the_login_is_lost) {
  const Owner before = visitor(), account = customer();
  const VariantId picks = shop_.add_variant({.on_hand = 1'000});
  ASSERT_TRUE(put(before, picks));
  fixture::at_once(2, [&](int thread) {
    for (int n = 0; n < 30; ++n) {
      if (thread == 0)
        ASSERT_TRUE(put(before, picks));
      else
        log_in(before, account);
    }
  });
  EXPECT_EQ(pieces_of(before) + pieces_of(account), 31);
}

INSTANTIATE_TEST_SUITE_P(, CartStore, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::cart
