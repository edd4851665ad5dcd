#include "restock/restock.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <support/shop_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::restock {
namespace {

using fixture::Stock;

class Restock : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override { shop_.run("INSERT INTO suppliers (id, name, created_at) VALUES (3, 'CV Senar', 0)"); }

  static LineDraft line(VariantId variant, std::int64_t quantity, Money cost = Money{50'000}) {
    return {.variant = variant, .sku = "S", .name = "Senar", .options = {}, .quantity = quantity, .unit_cost = cost};
  }
  std::string draft(std::vector<LineDraft> lines, std::string_view key = "") {
    const std::string own = key.empty() ? "draft " + std::to_string(++keys_) : std::string(key);
    return shop_.db().write([&](db::Tx& tx) {
      return create(tx, {.supplier = SupplierId{3}, .expected_at = {}, .note = {}, .lines = lines}, own, ani_,
                    shop_.now())
          .number;
    });
  }
  Order order(const std::string& number) {
    return shop_.db().read([&](db::Tx& tx) { return *find(tx, number); });
  }
  Seen seen(const std::string& number) { return {number, order(number).version}; }
  Done placed(const std::string& number) {
    const Seen as_seen = seen(number);
    return shop_.db().write([&](db::Tx& tx) { return place(tx, as_seen, shop_.now()); });
  }
  std::string ordered(std::vector<LineDraft> lines) {
    std::string number = draft(std::move(lines));
    EXPECT_TRUE(placed(number));
    return number;
  }
  /// So many pieces of each line, in their order; 0: none.
  Done arrive(const std::string& number, const std::vector<std::int64_t>& quantities, bool may_be_more = false,
              std::string key = "") {
    Reception reception{
        .pieces = {}, .note = "SJ-1", .may_be_more = may_be_more, .request_key = std::move(key), .actor = ani_};
    if (reception.request_key.empty()) reception.request_key = "reception " + std::to_string(++keys_);
    const Order now = order(number);
    for (std::size_t i = 0; i < quantities.size(); ++i)
      if (quantities[i] > 0) reception.pieces.push_back({now.lines[i].id, quantities[i]});
    return shop_.db().write([&](db::Tx& tx) { return receive(tx, {number, now.version}, reception, shop_.now()); });
  }
  Done closed(const std::string& number) {
    const Seen as_seen = seen(number);
    return shop_.db().write([&](db::Tx& tx) { return close(tx, as_seen, shop_.now()); });
  }
  Done cancelled(const std::string& number) {
    const Seen as_seen = seen(number);
    return shop_.db().write([&](db::Tx& tx) { return cancel(tx, as_seen, shop_.now()); });
  }
  Supply supply(VariantId variant) {
    return shop_.db().read([&](db::Tx& tx) { return supply_of(tx, std::vector{variant}).at(0); });
  }

  fixture::Shop shop_{GetParam()};
  UserId ani_ = shop_.add_user();
  VariantId strings_ = shop_.add_variant({.on_hand = 2}), picks_ = shop_.add_variant({.on_hand = 0});
  int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, Restock, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Restock, drafts_are_numbered_within_the_year) {
  EXPECT_EQ(draft({}), "PO-2026-0001");
  EXPECT_EQ(draft({line(strings_, 10)}), "PO-2026-0002");
  EXPECT_EQ(order("PO-2026-0002").total(), Money{500'000});
}

TEST_P(Restock, one_form_makes_one_draft_however_often_it_is_sent) {
  std::vector<std::string> numbers(8);
  fixture::at_once(8, [&](int n) {
    numbers[static_cast<std::size_t>(n)] = shop_.db().write([&](db::Tx& tx) {
      return create(tx, {.supplier = SupplierId{3}, .expected_at = {}, .note = {}, .lines = {line(strings_, 1)}},
                    "form", ani_, shop_.now())
          .number;
    });
  });
  EXPECT_EQ(shop_.count("purchase_orders"), 1);
  EXPECT_THAT(numbers, ::testing::Each(numbers.front()));
}

TEST_P(Restock, a_draft_changes_until_it_is_ordered) {
  const std::string number = draft({line(strings_, 10)});
  const auto changed = [&](const Seen& as_seen) {
    return shop_.db().write([&](db::Tx& tx) {
      return change(tx, as_seen,
                    {.supplier = SupplierId{3},
                     .expected_at = shop_.now(),
                     .note = "Segera",
                     .lines = {line(picks_, 5), line(strings_, 1)}});
    });
  };
  const Seen first = seen(number);
  EXPECT_TRUE(changed(first));
  EXPECT_EQ(order(number).lines.size(), 2U);
  EXPECT_EQ(order(number).lines[0].ordered, line(picks_, 5));
  EXPECT_EQ(order(number).note, "Segera");
  EXPECT_EQ(changed(first).error(), Refusal::kChanged);
  ASSERT_TRUE(placed(number));
  EXPECT_EQ(changed(seen(number)).error(), Refusal::kNotAllowed);
}

TEST_P(Restock, nothing_is_ordered_without_lines_and_everything_once) {
  EXPECT_EQ(placed(draft({})).error(), Refusal::kEmpty);
  const std::string number = ordered({line(strings_, 1)});
  EXPECT_EQ(placed(number).error(), Refusal::kAlready);
  EXPECT_EQ(order(number).state, State::kOrdered);
}

TEST_P(Restock, what_arrives_is_in_the_stock_with_a_movement_that_names_the_order) {
  const std::string number = ordered({line(strings_, 10), line(picks_, 5)});
  ASSERT_TRUE(arrive(number, {4, 0}));
  EXPECT_EQ(order(number).state, State::kPartiallyReceived);
  EXPECT_EQ(shop_.stock_of(strings_), (Stock{.on_hand = 6, .reserved = 0, .movements = 6}));
  EXPECT_EQ(shop_.stock_of(picks_).on_hand, 0);
  EXPECT_EQ(shop_.count("stock_movements WHERE reason = 'received' AND delta = 4 AND reference = '" + number + "'"), 1);
  ASSERT_TRUE(arrive(number, {6, 5}));
  EXPECT_EQ(order(number).state, State::kReceived);
  EXPECT_FALSE(order(number).is_short());
  EXPECT_EQ(shop_.stock_of(picks_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
  const auto receptions = shop_.db().read([&](db::Tx& tx) { return receptions_of(tx, find(tx, number)->id); });
  ASSERT_EQ(receptions.size(), 2U);
  EXPECT_EQ(receptions[1].pieces.size(), 2U);
  EXPECT_EQ(receptions[0].note, "SJ-1");
}

TEST_P(Restock, one_reception_raises_the_stock_once_however_often_it_is_sent) {
  const std::string number = ordered({line(strings_, 10)});
  const Order as_seen = order(number);
  std::atomic<int> received = 0, already = 0;
  fixture::at_once(8, [&](int) {
    const auto done = shop_.db().write([&](db::Tx& tx) {
      return receive(tx, {number, as_seen.version},
                     {.pieces = {{as_seen.lines[0].id, 3}}, .note = {}, .request_key = "form", .actor = ani_},
                     shop_.now());
    });
    if (done) ++received;
    if (!done && done.error() == Refusal::kAlready) ++already;
  });
  EXPECT_EQ(received, 1);
  EXPECT_EQ(already, 7);
  EXPECT_EQ(shop_.stock_of(strings_), (Stock{.on_hand = 5, .reserved = 0, .movements = 5}));
}

TEST_P(Restock, more_than_was_ordered_arrives_only_when_somebody_says_so) {
  const std::string number = ordered({line(strings_, 10)});
  EXPECT_EQ(arrive(number, {11}).error(), Refusal::kTooMany);
  EXPECT_EQ(shop_.stock_of(strings_).on_hand, 2);
  EXPECT_EQ(shop_.count("purchase_receptions"), 0);
  ASSERT_TRUE(arrive(number, {11}, true));
  EXPECT_EQ(shop_.stock_of(strings_), (Stock{.on_hand = 13, .reserved = 0, .movements = 13}));
  EXPECT_EQ(order(number).state, State::kReceived);
}

TEST_P(Restock, nothing_arrives_of_what_is_not_waited_for) {
  EXPECT_EQ(arrive(draft({line(strings_, 1)}), {1}).error(), Refusal::kNotAllowed);
  const std::string number = ordered({line(strings_, 1)});
  EXPECT_EQ(arrive(number, {0}).error(), Refusal::kEmpty);
  const auto foreign = shop_.db().write([&](db::Tx& tx) {
    return receive(tx, {number, find(tx, number)->version},
                   {.pieces = {{PurchaseLineId{999}, 1}}, .note = {}, .request_key = "x", .actor = ani_}, shop_.now());
  });
  EXPECT_EQ(foreign.error(), Refusal::kNoSuchLine);
  ASSERT_TRUE(arrive(number, {1}));
  EXPECT_EQ(arrive(number, {1}).error(), Refusal::kNotAllowed);
}

TEST_P(Restock, what_does_not_come_any_more_is_closed_short) {
  const std::string number = ordered({line(strings_, 10)});
  ASSERT_TRUE(arrive(number, {4}));
  ASSERT_TRUE(closed(number));
  EXPECT_EQ(order(number).state, State::kReceived);
  EXPECT_TRUE(order(number).is_short());
  EXPECT_EQ(closed(number).error(), Refusal::kAlready);
  EXPECT_EQ(supply(strings_).on_order, 0);
  const std::string nothing_came = ordered({line(strings_, 10)});
  ASSERT_TRUE(closed(nothing_came));
  EXPECT_EQ(order(nothing_came).state, State::kCancelled);
}

TEST_P(Restock, an_order_is_cancelled_only_as_long_as_nothing_has_come) {
  const std::string number = ordered({line(strings_, 10)});
  ASSERT_TRUE(arrive(number, {4}));
  EXPECT_EQ(cancelled(number).error(), Refusal::kNotAllowed);
  const std::string other = draft({});
  ASSERT_TRUE(cancelled(other));
  EXPECT_EQ(cancelled(other).error(), Refusal::kAlready);
}

TEST_P(Restock, it_is_known_what_suppliers_owe_and_what_it_cost_last) {
  EXPECT_EQ(supply(strings_).last_cost, std::nullopt);
  draft({line(strings_, 99, Money{1})});
  const std::string number = ordered({line(strings_, 10, Money{60'000})});
  ASSERT_TRUE(arrive(number, {4}));
  ordered({line(strings_, 1, Money{})});
  EXPECT_EQ(supply(strings_).on_order, 7);
  EXPECT_EQ(supply(strings_).last_cost, Money{60'000});
  EXPECT_EQ(supply(picks_).on_order, 0);
}

TEST(SuggestedQuantity, brings_the_stock_to_twice_its_low_threshold) {
  EXPECT_EQ(suggested_quantity(1, 5, 0), 9);
  EXPECT_EQ(suggested_quantity(-3, 5, 0), 13);
  EXPECT_EQ(suggested_quantity(1, 5, 4), 5);
  EXPECT_EQ(suggested_quantity(1, 0, 0), 1);
  EXPECT_EQ(suggested_quantity(1, 1'000'000, 0), kMostPieces);
}

}  // namespace
}  // namespace hurtrock::restock
