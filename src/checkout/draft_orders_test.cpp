#include "checkout/draft_orders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <support/checkout_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using ::testing::Contains;
using Why = NotPlaced::Why;
using fixture::Stock;

constexpr Money kPrice{1'000'000};

class DraftOrders : public ::testing::TestWithParam<db::Dialect> {
 protected:
  /// All that an order needs, for a guest.
  DraftContents complete(std::int64_t quantity = 1) {
    return {.account = {},
            .request = fixture::CheckoutShop::filled_form(),
            .staff_note = {},
            .lines = {{.variant = guitar_, .quantity = quantity, .price_seen = kPrice}}};
  }
  DraftOrderId create(const DraftContents& contents, std::string_view key = "form") {
    return shop_.db().write([&](db::Tx& tx) { return create_draft(tx, contents, key, staff_, shop_.now()); }).id;
  }
  std::optional<DraftOrder> find(DraftOrderId id) {
    return shop_.db().read([&](db::Tx& tx) { return find_draft(tx, id); });
  }
  std::expected<DraftOrder, DraftRefusal> lock(DraftOrderId id, std::int64_t version) {
    return shop_.db().write([&](db::Tx& tx) { return lock_draft(tx, {.id = id, .version = version}); });
  }
  std::expected<OrderId, NotPlaced> place(DraftOrderId id, const DraftContents& contents) {
    return shop_.db().write([&](db::Tx& tx) { return place_draft(tx, shop_.services, id, contents, staff_); });
  }
  /// Refused for this reason, and the draft is as open as before.
  NotPlaced expect_refusal(Why why, DraftOrderId id, const DraftContents& contents) {
    const auto placed = place(id, contents);
    EXPECT_FALSE(placed);
    EXPECT_EQ(shop_.count("orders"), 0);
    EXPECT_EQ(shop_.count("outbox_mails"), 0);
    EXPECT_EQ(shop_.stock_of(guitar_).reserved, 0);
    EXPECT_FALSE(find(id)->order);
    if (placed) return {};
    EXPECT_EQ(placed.error().why, why);
    return placed.error();
  }
  void set_price(std::int64_t price) {
    shop_.db().write([&](db::Tx& tx) { tx.execute("UPDATE variants SET price = $1 WHERE id = $2", price, guitar_); });
  }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant({.price = kPrice, .on_hand = 5});
  UserId staff_ = shop_.add_user("staf@toko.test");
};

TEST_P(DraftOrders, what_was_written_down_comes_back) {
  const VariantId strings = shop_.add_variant();
  DraftContents contents = complete(3);
  contents.account = shop_.add_user("ani@contoh.test");
  contents.language = i18n::Language::kEnglish;
  contents.staff_note = "Minta dibungkus";
  contents.lines.insert(contents.lines.begin(), {.variant = strings, .quantity = 2, .price_seen = Money{7}});
  const DraftOrderId id = create(contents);

  const auto draft = find(id);
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->version, 1);
  EXPECT_FALSE(draft->order);
  EXPECT_EQ(draft->contents.account, contents.account);
  EXPECT_EQ(draft->contents.language, i18n::Language::kEnglish);
  EXPECT_EQ(draft->contents.staff_note, "Minta dibungkus");
  const PlaceRequest& request = draft->contents.request;
  EXPECT_EQ(request.contact.email, contents.request.contact.email);
  EXPECT_EQ(request.address.area_code, contents.request.address.area_code);
  EXPECT_EQ(request.address.street, contents.request.address.street);
  EXPECT_EQ(request.shipping_service, "REG");
  EXPECT_EQ(request.payment_method, "midtrans");
  ASSERT_EQ(draft->contents.lines.size(), 2U);
  EXPECT_EQ(draft->contents.lines[0].variant, strings);
  EXPECT_EQ(draft->contents.lines[0].price_seen, Money{7});
  EXPECT_EQ(draft->contents.lines[1].quantity, 3);
}

TEST_P(DraftOrders, a_draft_may_be_nearly_empty_and_reserves_nothing) {
  DraftContents contents;
  contents.lines = complete(4).lines;
  const DraftOrderId id = create(contents);
  EXPECT_EQ(find(id)->contents.request.payment_method, "");
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 0);
}

TEST_P(DraftOrders, one_form_makes_one_draft) {
  const DraftOrderId first = create(complete());
  EXPECT_EQ(create(complete(2)), first);
  EXPECT_NE(create(complete(), "another form"), first);
  EXPECT_EQ(find(first)->contents.lines[0].quantity, 1);
}

TEST_P(DraftOrders, a_change_replaces_everything_and_is_a_new_version) {
  const DraftOrderId id = create(complete(3));
  DraftContents contents = complete(2);
  contents.request.contact.name = "Budi";
  shop_.db().write([&](db::Tx& tx) { change_draft(tx, id, contents, shop_.now()); });
  const auto draft = find(id);
  EXPECT_EQ(draft->version, 2);
  EXPECT_EQ(draft->contents.request.contact.name, "Budi");
  ASSERT_EQ(draft->contents.lines.size(), 1U);
  EXPECT_EQ(draft->contents.lines[0].quantity, 2);
}

TEST_P(DraftOrders, whoever_has_seen_an_older_version_is_told) {
  const DraftOrderId id = create(complete());
  EXPECT_TRUE(lock(id, 1));
  shop_.db().write([&](db::Tx& tx) { change_draft(tx, id, complete(2), shop_.now()); });
  EXPECT_EQ(lock(id, 1).error(), DraftRefusal::kChanged);
  EXPECT_EQ(lock(DraftOrderId{999}, 1).error(), DraftRefusal::kNoSuchDraft);
}

TEST_P(DraftOrders, placed_for_an_account_it_is_that_accounts_order_and_says_who_placed_it) {
  DraftContents contents = complete(2);
  contents.account = shop_.add_user("ani@contoh.test");
  contents.language = i18n::Language::kEnglish;
  contents.staff_note = "Minta dibungkus";
  const DraftOrderId id = create(contents);
  const auto placed = place(id, contents);
  ASSERT_TRUE(placed);

  const orders::Order order = shop_.order(*placed);
  EXPECT_EQ(order.user, contents.account);
  EXPECT_FALSE(order.session);
  EXPECT_EQ(order.language, i18n::Language::kEnglish);
  EXPECT_EQ(order.totals.total, Money{2'010'000});
  EXPECT_EQ(shop_.attempt_of(*placed).amount, order.totals.total);
  EXPECT_EQ(shop_.mails(*placed, "order_placed"), 1);
  EXPECT_EQ(shop_.stock_of(guitar_), (Stock{.on_hand = 5, .reserved = 2, .movements = 5}));

  const auto events = shop_.db().read([&](db::Tx& tx) { return orders::events_of(tx, *placed); });
  EXPECT_EQ(events.front().kind, "placed");
  EXPECT_EQ(events.front().actor_kind, "staff");
  EXPECT_THAT(shop_.event_kinds(*placed), Contains("note"));

  EXPECT_EQ(find(id)->order, *placed);
  EXPECT_EQ(find(id)->placed_at, shop_.now());
  EXPECT_EQ(shop_.db().read([&](db::Tx& tx) { return draft_of(tx, *placed); }), id);
}

TEST_P(DraftOrders, without_an_account_it_is_a_guests_order) {
  const DraftOrderId id = create(complete());
  const auto placed = place(id, complete());
  ASSERT_TRUE(placed);
  EXPECT_FALSE(shop_.order(*placed).user);
  EXPECT_EQ(shop_.order(*placed).contact.email, "sari@example.com");
  EXPECT_EQ(shop_.mails(*placed, "order_placed"), 1);
}

TEST_P(DraftOrders, of_those_who_place_it_at_once_one_does) {
  const DraftOrderId id = create(complete());
  std::atomic<int> placed = 0, told = 0;
  fixture::at_once(4, [&](int) {
    const auto done = shop_.db().write([&](db::Tx& tx) -> std::expected<OrderId, DraftRefusal> {
      const auto draft = lock_draft(tx, {.id = id, .version = 1});
      if (!draft) return std::unexpected(draft.error());
      return *place_draft(tx, shop_.services, id, complete(), staff_);
    });
    if (done) ++placed;
    if (!done && done.error() == DraftRefusal::kPlaced) ++told;
  });
  EXPECT_EQ(placed, 1);
  EXPECT_EQ(told, 3);
  EXPECT_EQ(shop_.count("orders"), 1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_placed'"), 1);
  EXPECT_EQ(shop_.stock_of(guitar_).reserved, 1);
}

TEST_P(DraftOrders, a_higher_price_is_not_taken_before_staff_have_seen_it) {
  const DraftOrderId id = create(complete());
  set_price(1'200'000);
  expect_refusal(Why::kPriceChanged, id, complete());
  DraftContents seen = complete();
  seen.lines[0].price_seen = Money{1'200'000};
  const auto placed = place(id, seen);
  ASSERT_TRUE(placed);
  EXPECT_EQ(shop_.order(*placed).totals.goods, Money{1'200'000});
}

TEST_P(DraftOrders, another_total_than_was_shown_is_asked_about) {
  DraftContents contents = complete(2);
  contents.request.seen_total = Money{1'010'000};
  const DraftOrderId id = create(contents);
  EXPECT_EQ(expect_refusal(Why::kTotalChanged, id, contents).total, Money{2'010'000});
  contents.request.seen_total = Money{2'010'000};
  EXPECT_TRUE(place(id, contents));
}

TEST_P(DraftOrders, more_than_there_is_can_be_kept_and_not_placed) {
  const DraftOrderId id = create(complete(6));
  EXPECT_EQ(find(id)->contents.lines[0].quantity, 6);
  EXPECT_EQ(expect_refusal(Why::kInsufficientStock, id, complete(6)).available, 5);
}

TEST_P(DraftOrders, what_is_not_sold_any_more_is_not_placed) {
  const DraftOrderId id = create(complete());
  shop_.run("UPDATE variants SET state = 'archived'");
  expect_refusal(Why::kNotSold, id, complete());
}

TEST_P(DraftOrders, without_lines_there_is_no_order) {
  DraftContents contents = complete();
  contents.lines.clear();
  expect_refusal(Why::kEmptyCart, create(contents), contents);
}

TEST_P(DraftOrders, limits_for_buyers_do_not_bind_staff) {
  shop_.services.settings.limit_buyers = true;
  shop_.run("UPDATE stock_levels SET on_hand = 50");
  for (int i = 0; i < 8; ++i) {
    const DraftOrderId id = create(complete(), "form " + std::to_string(i));
    EXPECT_TRUE(place(id, complete()));
  }
}

TEST_P(DraftOrders, cash_is_agreed_on_and_the_goods_are_sold_at_once) {
  DraftContents contents = complete();
  contents.request.payment_method = "cod";
  const auto placed = place(create(contents), contents);
  ASSERT_TRUE(placed);
  EXPECT_EQ(shop_.order(*placed).state, orders::State::kProcessing);
  EXPECT_EQ(shop_.stock_of(guitar_).on_hand, 4);
}

TEST_P(DraftOrders, old_drafts_are_forgotten_and_their_orders_stay) {
  const DraftOrderId open = create(complete(), "open"), touched = create(complete(), "touched"),
                     placed = create(complete(), "placed");
  ASSERT_TRUE(place(placed, complete()));
  const auto forget = [&] { return shop_.db().write([&](db::Tx& tx) { return forget_drafts(tx, shop_.now()); }); };
  shop_.clock.advance(kPlacedDraftsKept);
  EXPECT_EQ(forget(), 0);
  shop_.clock.advance(std::chrono::hours{1});
  EXPECT_EQ(forget(), 1);
  EXPECT_FALSE(find(placed));
  shop_.db().write([&](db::Tx& tx) { change_draft(tx, touched, complete(), shop_.now()); });
  shop_.clock.advance(kOpenDraftsKept - kPlacedDraftsKept);
  EXPECT_EQ(forget(), 1);
  EXPECT_FALSE(find(open));
  EXPECT_TRUE(find(touched));
  EXPECT_EQ(shop_.count("orders"), 1);
  EXPECT_EQ(shop_.count("draft_order_lines"), 1);
}

TEST_P(DraftOrders, an_account_that_goes_takes_its_drafts_along) {
  DraftContents contents = complete();
  contents.account = shop_.add_user("ani@contoh.test");
  const DraftOrderId theirs = create(contents, "theirs"), others = create(complete(), "others");
  shop_.db().write([&](db::Tx& tx) { forget_drafts_of(tx, *contents.account); });
  EXPECT_FALSE(find(theirs));
  EXPECT_TRUE(find(others));
}

INSTANTIATE_TEST_SUITE_P(, DraftOrders, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::checkout
