#include "inventory/inventory.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <support/shop_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::inventory {
namespace {

using fixture::Stock;

class Inventory : public ::testing::TestWithParam<db::Dialect> {
 protected:
  /// An order of `quantity` of each variant that holds nothing yet.
  struct Order {
    OrderId id;
    std::vector<Wanted> wanted;
  };
  Order order_of(const std::vector<VariantId>& variants, std::int64_t quantity = 1) {
    const auto placed = shop_.add_order(variants, quantity);
    Order order{placed.id, {}};
    for (std::size_t n = 0; n < variants.size(); ++n) order.wanted.push_back({placed.lines[n], variants[n], quantity});
    return order;
  }
  std::expected<void, Shortage> hold(const Order& order) {
    return shop_.db().write([&](db::Tx& tx) { return reserve(tx, order.id, order.wanted, shop_.now()); });
  }
  void sell(const Order& order) {
    shop_.db().write([&](db::Tx& tx) { commit(tx, order.id, shop_.now()); });
  }
  std::expected<bool, Shortage> sell_at_once(const Order& order) {
    return shop_.db().write([&](db::Tx& tx) { return inventory::sell(tx, order.id, order.wanted, shop_.now()); });
  }
  void give_back(const Order& order) {
    shop_.db().write([&](db::Tx& tx) { release(tx, order.id, shop_.now()); });
  }

  bool take_again(const Order& order) {
    return shop_.db().write([&](db::Tx& tx) { return hold_again(tx, order.id, shop_.now()); });
  }

  std::int64_t awaited(const Order& order) {
    return shop_.db().read([&](db::Tx& tx) {
      return tx.one<std::int64_t>("SELECT awaited FROM reservations WHERE order_line_id = $1", order.wanted[0].line);
    });
  }

  std::expected<void, NotCorrected> correct(Correction correction) {
    correction.actor = shop_.add_user();
    correction.request_key = "form " + std::to_string(++forms_);
    return shop_.db().write([&](db::Tx& tx) { return inventory::correct(tx, correction, shop_.now()); });
  }

  fixture::Shop shop_{GetParam()};
  int forms_ = 0;
};

TEST_P(Inventory, held_goods_are_promised_and_still_on_hand) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  ASSERT_TRUE(hold(order_of({guitar}, 4)));
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 10, .reserved = 4, .movements = 10}));
}

TEST_P(Inventory, a_shortage_names_the_goods_and_what_is_left) {
  const VariantId plenty = shop_.add_variant({.on_hand = 10}), scarce = shop_.add_variant({.on_hand = 5});
  ASSERT_TRUE(hold(order_of({scarce}, 3)));
  const auto refused = hold(order_of({plenty, scarce}, 3));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().variant, scarce);
  EXPECT_EQ(refused.error().available, 2);
}

TEST_P(Inventory, an_order_that_cannot_be_held_whole_holds_nothing) {
  const VariantId plenty = shop_.add_variant({.on_hand = 10}), scarce = shop_.add_variant({.on_hand = 2});
  ASSERT_FALSE(hold(order_of({plenty, scarce}, 3)));
  EXPECT_EQ(shop_.stock_of(plenty).reserved, 0);
  EXPECT_EQ(shop_.count("reservations"), 0);
}

TEST_P(Inventory, sold_goods_leave_the_stock_with_a_movement) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  const Order order = order_of({guitar}, 4);
  ASSERT_TRUE(hold(order));
  sell(order);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 6, .reserved = 0, .movements = 6}));
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'sold' AND delta = -4"), 1);
}

TEST_P(Inventory, goods_sold_at_once_leave_the_stock_as_if_they_had_been_held_before) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10}), strings = shop_.add_variant({.on_hand = 10});
  const Order order = order_of({strings, guitar}, 4);
  EXPECT_EQ(sell_at_once(order), true);
  for (const VariantId variant : {guitar, strings})
    EXPECT_EQ(shop_.stock_of(variant), (Stock{.on_hand = 6, .reserved = 0, .movements = 6}));
  EXPECT_EQ(shop_.count("reservations WHERE state = 'committed' AND settled_at = created_at AND awaited = 0"), 2);
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'sold' AND delta = -4"), 2);

  sell(order);
  EXPECT_EQ(shop_.stock_of(guitar).on_hand, 6);
  give_back(order);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 10, .reserved = 0, .movements = 10}));
}

TEST_P(Inventory, what_others_hold_is_not_sold_at_once) {
  const VariantId plenty = shop_.add_variant({.on_hand = 10}), scarce = shop_.add_variant({.on_hand = 5});
  ASSERT_TRUE(hold(order_of({scarce}, 3)));
  const auto refused = sell_at_once(order_of({plenty, scarce}, 3));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().variant, scarce);
  EXPECT_EQ(refused.error().available, 2);
  EXPECT_EQ(shop_.stock_of(plenty), (Stock{.on_hand = 10, .reserved = 0, .movements = 10}));
  EXPECT_EQ(shop_.count("reservations"), 1);
}

TEST_P(Inventory, of_goods_sold_at_once_beyond_the_stock_the_others_leave_it) {
  const VariantId scarce = shop_.add_variant({.on_hand = 1, .backorder_limit = 4});
  const VariantId plenty = shop_.add_variant({.on_hand = 10});
  const Order order = order_of({scarce, plenty}, 3);
  EXPECT_EQ(sell_at_once(order), false);
  EXPECT_EQ(awaited(order), 2);
  EXPECT_EQ(shop_.stock_of(scarce), (Stock{.on_hand = 0, .reserved = 2, .movements = 0}));
  EXPECT_EQ(shop_.stock_of(plenty), (Stock{.on_hand = 7, .reserved = 0, .movements = 7}));
  EXPECT_EQ(shop_.count("reservations WHERE state = 'committed'"), 2);
}

TEST_P(Inventory, goods_held_and_given_back_leave_no_trace_in_the_movements) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  const Order order = order_of({guitar}, 4);
  ASSERT_TRUE(hold(order));
  give_back(order);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 10, .reserved = 0, .movements = 10}));
  EXPECT_EQ(shop_.count("stock_movements WHERE reason <> 'initial'"), 0);
}

TEST_P(Inventory, goods_sold_and_given_back_return_with_a_movement) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  const Order order = order_of({guitar}, 4);
  ASSERT_TRUE(hold(order));
  sell(order);
  give_back(order);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 10, .reserved = 0, .movements = 10}));
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'returned' AND delta = 4"), 1);
}

TEST_P(Inventory, goods_let_go_unsold_are_held_again_whole_while_they_can_be_had) {
  const VariantId guitar = shop_.add_variant({.on_hand = 5}), pick = shop_.add_variant({.on_hand = 5});
  const Order order = order_of({guitar, pick}, 4);
  ASSERT_TRUE(hold(order));
  EXPECT_FALSE(take_again(order)) << "they are held";
  give_back(order);
  const Order another = order_of({pick}, 2);
  ASSERT_TRUE(hold(another));
  EXPECT_FALSE(take_again(order));
  EXPECT_EQ(shop_.stock_of(guitar).reserved, 0);
  EXPECT_EQ(shop_.stock_of(pick).reserved, 2);
  give_back(another);
  EXPECT_TRUE(take_again(order));
  EXPECT_FALSE(take_again(order));
  sell(order);
  for (const VariantId variant : {guitar, pick})
    EXPECT_EQ(shop_.stock_of(variant), (Stock{.on_hand = 1, .reserved = 0, .movements = 1}));
}

TEST_P(Inventory, goods_that_were_sold_and_came_back_are_not_held_again) {
  const VariantId guitar = shop_.add_variant({.on_hand = 5});
  const Order order = order_of({guitar}, 2);
  ASSERT_TRUE(hold(order));
  sell(order);
  give_back(order);
  EXPECT_FALSE(take_again(order));
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

TEST_P(Inventory, goods_are_held_again_as_backorder_where_that_is_sold) {
  const VariantId guitar = shop_.add_variant({.on_hand = 2, .backorder_limit = 2});
  const Order late = order_of({guitar}, 2);
  ASSERT_TRUE(hold(late));
  give_back(late);
  const Order next = order_of({guitar}, 2);
  ASSERT_TRUE(hold(next));
  sell(next);
  EXPECT_TRUE(take_again(late));
  sell(late);
  EXPECT_EQ(awaited(late), 2);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 0, .reserved = 2, .movements = 0}));
}

TEST_P(Inventory, of_8_late_orders_for_the_last_one_one_holds_it_again) {
  constexpr int kOrders = 8;
  const VariantId guitar = shop_.add_variant({.on_hand = 1});
  std::vector<Order> late;
  for (int n = 0; n < kOrders; ++n) {
    late.push_back(order_of({guitar}, 1));
    ASSERT_TRUE(hold(late.back()));
    give_back(late.back());
  }
  std::atomic<int> held = 0;
  fixture::at_once(kOrders, [&](int n) { held += take_again(late[static_cast<std::size_t>(n)]) ? 1 : 0; });
  EXPECT_EQ(held, 1);
  EXPECT_EQ(shop_.stock_of(guitar).reserved, 1);
}

TEST_P(Inventory, any_sequence_of_sales_and_returns_counts_each_once) {
  constexpr unsigned kCalls = 5;
  const VariantId guitar = shop_.add_variant({.on_hand = 1'000});
  for (unsigned sequence = 0; sequence < 1U << kCalls; ++sequence) {
    SCOPED_TRACE(sequence);
    const Stock before = shop_.stock_of(guitar);
    const Order order = order_of({guitar}, 3);
    ASSERT_TRUE(hold(order));
    Stock expected{before.on_hand, before.reserved + 3, before.movements};
    for (unsigned call = 0; call < kCalls; ++call) {
      if ((sequence >> call & 1U) == 0) {
        sell(order);
        if (expected.reserved > before.reserved) expected = {before.on_hand - 3, before.reserved, before.movements - 3};
      } else {
        give_back(order);
        expected = before;
      }
      ASSERT_EQ(shop_.stock_of(guitar), expected) << "after call " << call;
    }
    give_back(order);
  }
}

TEST_P(Inventory, one_order_never_settles_the_goods_of_another) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  const Order first = order_of({guitar}, 2), second = order_of({guitar}, 3);
  ASSERT_TRUE(hold(first));
  ASSERT_TRUE(hold(second));
  sell(first);
  give_back(second);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 8, .reserved = 0, .movements = 8}));
}

TEST_P(Inventory, a_declared_backorder_may_be_promised_beyond_the_stock) {
  const VariantId guitar = shop_.add_variant({.on_hand = 1, .backorder_limit = 2});
  EXPECT_TRUE(hold(order_of({guitar}, 3)));
  EXPECT_FALSE(hold(order_of({guitar}, 1)));
}

TEST_P(Inventory, what_is_bought_beyond_the_stock_stays_promised_until_it_arrives) {
  const VariantId guitar = shop_.add_variant({.on_hand = 1, .backorder_limit = 4});
  const Order order = order_of({guitar}, 3);
  ASSERT_TRUE(hold(order));
  for (int n = 0; n < 2; ++n) sell(order);
  EXPECT_EQ(awaited(order), 2);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 0, .reserved = 2, .movements = 0}));

  ASSERT_TRUE(correct({.variant = guitar, .seen = 0, .on_hand = 1, .cause = Cause::kFound}));
  EXPECT_EQ(awaited(order), 1);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 0, .reserved = 1, .movements = 0}));
  ASSERT_TRUE(correct({.variant = guitar, .seen = 0, .on_hand = 5, .cause = Cause::kFound}));
  EXPECT_EQ(awaited(order), 0);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 4, .reserved = 0, .movements = 4}));
}

TEST_P(Inventory, what_lies_here_for_an_earlier_order_that_is_not_paid_stays_for_it) {
  const VariantId guitar = shop_.add_variant({.on_hand = 2, .backorder_limit = 5});
  const Order first = order_of({guitar}, 2), second = order_of({guitar}, 2), third = order_of({guitar}, 1);
  for (const Order& order : {first, second, third}) ASSERT_TRUE(hold(order));
  sell(third);
  sell(second);
  EXPECT_EQ(awaited(second), 2);
  EXPECT_EQ(awaited(third), 1);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 2, .reserved = 5, .movements = 2}));

  // Its time is up: whoever ordered next and has paid gets the goods.
  give_back(first);
  EXPECT_EQ(awaited(second), 0);
  EXPECT_EQ(awaited(third), 1);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 0, .reserved = 1, .movements = 0}));
}

TEST_P(Inventory, a_later_order_that_is_not_paid_yields_to_a_paid_one) {
  const VariantId guitar = shop_.add_variant({.on_hand = 1, .backorder_limit = 5});
  const Order paid = order_of({guitar}, 1), open = order_of({guitar}, 1);
  ASSERT_TRUE(hold(paid));
  ASSERT_TRUE(hold(open));
  sell(paid);
  EXPECT_EQ(awaited(paid), 0);
  sell(open);
  EXPECT_EQ(awaited(open), 1);
}

TEST_P(Inventory, a_cancelled_backorder_gives_back_what_it_had_and_promises_nothing_any_more) {
  const VariantId guitar = shop_.add_variant({.on_hand = 1, .backorder_limit = 4});
  const Order order = order_of({guitar}, 3);
  ASSERT_TRUE(hold(order));
  sell(order);
  for (int n = 0; n < 2; ++n) give_back(order);
  EXPECT_EQ(awaited(order), 0);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 1, .reserved = 0, .movements = 1}));
}

TEST_P(Inventory, of_withdrawn_pieces_those_that_never_came_are_let_go_first) {
  const VariantId guitar = shop_.add_variant({.on_hand = 1, .backorder_limit = 4});
  const Order order = order_of({guitar}, 3);
  ASSERT_TRUE(hold(order));
  sell(order);
  const auto withdraw = [&](std::int64_t in_all, std::int64_t pieces) {
    return shop_.db().write([&](db::Tx& tx) {
      const auto gone = let_go(tx, order.wanted[0].line, in_all, pieces, shop_.now());
      return std::pair(gone, take_back(tx, order.wanted[0].line, pieces - gone, "refund", shop_.now()));
    });
  };
  EXPECT_EQ(withdraw(1, 1), std::pair(std::int64_t{1}, std::int64_t{0}));
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 0, .reserved = 1, .movements = 0}));
  EXPECT_EQ(withdraw(3, 2), std::pair(std::int64_t{1}, std::int64_t{1}));
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 1, .reserved = 0, .movements = 1}));
}

TEST_P(Inventory, arrivals_and_cancellations_at_once_serve_everybody_once) {
  const VariantId guitar = shop_.add_variant({.on_hand = 0, .backorder_limit = 100});
  std::vector<Order> orders;
  for (int n = 0; n < 24; ++n) orders.push_back(order_of({guitar}, 2));
  for (const Order& order : orders) {
    ASSERT_TRUE(hold(order));
    sell(order);
  }
  fixture::at_once(24, [&](int n) {
    if (n % 3 == 0) return give_back(orders[static_cast<std::size_t>(n)]);
    shop_.db().write([&](db::Tx& tx) {
      tx.execute("UPDATE stock_levels SET on_hand = on_hand + 2 WHERE variant_id = $1", guitar);
      tx.execute("INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES ($1, 2, 'received', 1)",
                 guitar);
      serve_waiting(tx, guitar, shop_.now());
    });
  });
  for (std::size_t n = 0; n < orders.size(); ++n) EXPECT_EQ(awaited(orders[n]), 0) << n;
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 0, .reserved = 0, .movements = 0}));
}

TEST_P(Inventory, the_last_one_is_sold_once_to_32_buyers) {
  constexpr int kBuyers = 32;
  const VariantId guitar = shop_.add_variant({.on_hand = 1});
  std::vector<Order> orders;
  for (int n = 0; n < kBuyers; ++n) orders.push_back(order_of({guitar}));
  std::atomic<int> sold = 0;
  fixture::at_once(kBuyers, [&](int n) {
    const Order& order = orders[static_cast<std::size_t>(n)];
    // Those who pay first and those who pay at the door.
    if (n % 2 == 0 ? !sell_at_once(order) : !hold(order)) return;
    sell(order);
    ++sold;
  });
  EXPECT_EQ(sold, 1);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 0, .reserved = 0, .movements = 0}));
}

TEST_P(Inventory, orders_of_the_same_goods_in_any_order_never_wait_for_each_other_in_a_circle) {
  const VariantId guitar = shop_.add_variant({.on_hand = 100}), strings = shop_.add_variant({.on_hand = 100});
  std::vector<Order> orders;
  for (int n = 0; n < 16; ++n) orders.push_back(n % 2 == 0 ? order_of({guitar, strings}) : order_of({strings, guitar}));
  fixture::at_once(16, [&](int n) {
    const Order& order = orders[static_cast<std::size_t>(n)];
    ASSERT_TRUE(n % 4 < 2 ? sell_at_once(order).has_value() : hold(order).has_value());
    if (n % 3 == 0)
      give_back(order);
    else
      sell(order);
  });
  EXPECT_EQ(shop_.db().stats().conflicts, 0);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 90, .reserved = 0, .movements = 90}));
  EXPECT_EQ(shop_.stock_of(strings), (Stock{.on_hand = 90, .reserved = 0, .movements = 90}));
}

TEST_P(Inventory, pieces_come_back_one_by_one_and_no_more_than_were_sold) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  const Order order = order_of({guitar}, 3);
  ASSERT_TRUE(hold(order));
  const auto back = [&](std::int64_t pieces) {
    return shop_.db().write(
        [&](db::Tx& tx) { return take_back(tx, order.wanted[0].line, pieces, "refund", shop_.now()); });
  };
  EXPECT_EQ(back(1), 0) << "nothing has been sold yet";
  sell(order);
  EXPECT_EQ(back(2), 2);
  EXPECT_EQ(back(2), 1);
  EXPECT_EQ(back(1), 0);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 10, .reserved = 0, .movements = 10}));
}

TEST_P(Inventory, releasing_brings_back_what_has_not_come_back_yet) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  const Order order = order_of({guitar}, 3);
  ASSERT_TRUE(hold(order));
  sell(order);
  shop_.db().write([&](db::Tx& tx) { take_back(tx, order.wanted[0].line, 3, "refund", shop_.now()); });
  for (int n = 0; n < 2; ++n) give_back(order);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 10, .reserved = 0, .movements = 10}));
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'returned'"), 1);
}

TEST_P(Inventory, a_correction_says_why_and_by_how_much) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  ASSERT_TRUE(correct({.variant = guitar, .seen = 10, .on_hand = 7, .cause = Cause::kDamaged, .note = "jatuh"}));
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 7, .reserved = 0, .movements = 7}));
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'correction' AND delta = -3 AND cause = 'damaged' AND "
                        "note = 'jatuh' AND actor_id IS NOT NULL"),
            1);
}

TEST_P(Inventory, nobody_corrects_a_level_they_have_not_seen) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  EXPECT_EQ(correct({.variant = guitar, .seen = 9, .on_hand = 8}).error(), NotCorrected::kChanged);
  EXPECT_EQ(correct({.variant = guitar, .seen = 10, .on_hand = 10}).error(), NotCorrected::kNothing);
  EXPECT_EQ(correct({.variant = VariantId{999}, .seen = 0, .on_hand = 1}).error(), NotCorrected::kNoSuchVariant);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 10, .reserved = 0, .movements = 10}));
}

TEST_P(Inventory, what_is_promised_is_not_corrected_away) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10, .backorder_limit = 1});
  ASSERT_TRUE(hold(order_of({guitar}, 4)));
  EXPECT_EQ(correct({.variant = guitar, .seen = 10, .on_hand = 2}).error(), NotCorrected::kPromised);
  EXPECT_TRUE(correct({.variant = guitar, .seen = 10, .on_hand = 3}));
}

TEST_P(Inventory, one_form_corrects_once_however_often_it_is_sent) {
  const VariantId guitar = shop_.add_variant({.on_hand = 10});
  const UserId ani = shop_.add_user();
  std::atomic<int> corrected = 0, already = 0;
  fixture::at_once(8, [&](int) {
    const auto done = shop_.db().write([&](db::Tx& tx) {
      return inventory::correct(
          tx, {.variant = guitar, .seen = 10, .on_hand = 9, .note = {}, .request_key = "form", .actor = ani},
          shop_.now());
    });
    if (done) ++corrected;
    if (!done && done.error() == NotCorrected::kAlready) ++already;
  });
  EXPECT_EQ(corrected, 1);
  EXPECT_EQ(already, 7);
  EXPECT_EQ(shop_.stock_of(guitar), (Stock{.on_hand = 9, .reserved = 0, .movements = 9}));
}

INSTANTIATE_TEST_SUITE_P(, Inventory, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::inventory
