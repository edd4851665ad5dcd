#include "wishlist/wishlist.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <support/shop_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::wishlist {
namespace {

using ::testing::ElementsAre;

class WishlistStore : public ::testing::TestWithParam<db::Dialect> {
 protected:
  Owner visitor() { return {.user = {}, .session = shop_.add_session()}; }
  Owner customer() { return {.user = shop_.add_user(), .session = {}}; }

  /// In a transaction of its own, as a request would; each a second after the last.
  std::expected<void, Refusal> put(const Owner& owner, VariantId variant) {
    shop_.clock.advance(std::chrono::seconds{1});
    return shop_.db().write([&](db::Tx& tx) { return add(tx, owner, variant, shop_.now()); });
  }
  void take_off(const Owner& owner, VariantId variant) {
    shop_.db().write([&](db::Tx& tx) { remove(tx, owner, variant, shop_.now()); });
  }
  std::string share_list(const Owner& owner) {
    return shop_.db().write([&](db::Tx& tx) { return share(tx, owner, shop_.now()); });
  }
  void log_in(const Owner& visitor, const Owner& customer) {
    shop_.db().write([&](db::Tx& tx) { merge(tx, *visitor.session, *customer.user, shop_.now()); });
  }
  std::vector<Entry> list_of(const Owner& owner) {
    return shop_.db().read([&](db::Tx& tx) { return load_list(tx, owner, i18n::Language::kIndonesian); });
  }
  std::vector<VariantId> variants_of(const Owner& owner) {
    return shop_.db().read([&](db::Tx& tx) { return variants(tx, owner); });
  }
  std::optional<std::vector<Entry>> shared(std::string_view token) {
    return shop_.db().read([&](db::Tx& tx) { return load_shared(tx, token, i18n::Language::kIndonesian); });
  }
  void fill(const Owner& owner) {
    for (std::int64_t n = 0; n < kMostEntries; ++n) ASSERT_TRUE(put(owner, shop_.add_variant()));
  }

  fixture::Shop shop_{GetParam()};
};

TEST_P(WishlistStore, what_was_put_on_last_stands_first) {
  const Owner owner = visitor();
  const VariantId first = shop_.add_variant(), second = shop_.add_variant();
  ASSERT_TRUE(put(owner, first));
  ASSERT_TRUE(put(owner, second));
  EXPECT_THAT(variants_of(owner), ElementsAre(second, first));
  EXPECT_EQ(list_of(owner).front().offer.variant, second);
}

TEST_P(WishlistStore, what_is_put_on_twice_is_there_once_as_it_was) {
  const Owner owner = visitor();
  const VariantId guitar = shop_.add_variant({.price = Money{2'500'000}}), bass = shop_.add_variant();
  ASSERT_TRUE(put(owner, guitar));
  ASSERT_TRUE(put(owner, bass));
  shop_.run("UPDATE variants SET price = 2000000");
  ASSERT_TRUE(put(owner, guitar));
  EXPECT_THAT(variants_of(owner), ElementsAre(bass, guitar));
  EXPECT_EQ(list_of(owner).back().price_then, Money{2'500'000});
  EXPECT_EQ(list_of(owner).back().offer.price, Money{2'000'000});
}

TEST_P(WishlistStore, what_is_sold_out_can_be_wished_for) {
  const Owner owner = visitor();
  EXPECT_TRUE(put(owner, shop_.add_variant({.on_hand = 0})));
  EXPECT_EQ(list_of(owner).size(), 1U);
}

TEST_P(WishlistStore, what_is_not_sold_cannot_be_put_on) {
  const Owner owner = visitor();
  const VariantId archived = shop_.add_variant();
  shop_.run("UPDATE products SET state = 'archived'");
  EXPECT_EQ(put(owner, archived).error(), Refusal::kUnknownVariant);
  EXPECT_EQ(put(owner, VariantId{987'654}).error(), Refusal::kUnknownVariant);
  EXPECT_EQ(shop_.count("wishlists"), 0);
}

TEST_P(WishlistStore, what_is_no_longer_sold_stays_until_it_is_taken_off) {
  const Owner owner = visitor();
  const VariantId guitar = shop_.add_variant();
  ASSERT_TRUE(put(owner, guitar));
  shop_.run("UPDATE products SET state = 'archived'");
  ASSERT_EQ(list_of(owner).size(), 1U);
  EXPECT_FALSE(list_of(owner).front().offer.on_sale);
  take_off(owner, guitar);
  EXPECT_TRUE(list_of(owner).empty());
}

TEST_P(WishlistStore, the_101st_is_refused_and_the_list_stays) {
  const Owner owner = visitor();
  fill(owner);
  EXPECT_EQ(put(owner, shop_.add_variant()).error(), Refusal::kFull);
  EXPECT_EQ(list_of(owner).size(), 100U);
  EXPECT_TRUE(put(owner, variants_of(owner).front())) << "what is on a full list is no news to it";
}

TEST_P(WishlistStore, taking_off_what_is_not_there_changes_nothing) {
  const Owner owner = visitor(), other = visitor();
  const VariantId guitar = shop_.add_variant();
  ASSERT_TRUE(put(owner, guitar));
  take_off(owner, VariantId{987'654});
  take_off(other, guitar);
  EXPECT_THAT(variants_of(owner), ElementsAre(guitar));
}

TEST_P(WishlistStore, a_shared_list_is_seen_under_its_token_until_sharing_stops) {
  const Owner owner = visitor();
  const VariantId guitar = shop_.add_variant();
  ASSERT_TRUE(put(owner, guitar));
  const std::string token = share_list(owner);
  EXPECT_GE(token.size(), 22U) << "128 bits";
  EXPECT_EQ(share_list(owner), token) << "sharing again changes no address that was sent already";
  ASSERT_TRUE(shared(token));
  EXPECT_EQ(shared(token)->front().offer.variant, guitar);
  shop_.db().write([&](db::Tx& tx) { stop_sharing(tx, owner); });
  EXPECT_FALSE(shared(token));
  EXPECT_NE(share_list(owner), token);
}

TEST_P(WishlistStore, no_token_shows_no_list) {
  ASSERT_TRUE(put(visitor(), shop_.add_variant()));
  EXPECT_FALSE(shared(""));
}

TEST_P(WishlistStore, logging_in_joins_both_lists_without_doubles) {
  const Owner before = visitor(), account = customer();
  const VariantId both = shop_.add_variant({.price = Money{1'000'000}}), guest = shop_.add_variant(),
                  own = shop_.add_variant();
  ASSERT_TRUE(put(account, both));
  ASSERT_TRUE(put(account, own));
  shop_.run("UPDATE variants SET price = 900000");
  ASSERT_TRUE(put(before, both));
  ASSERT_TRUE(put(before, guest));
  log_in(before, account);
  EXPECT_THAT(variants_of(account), ElementsAre(guest, own, both));
  EXPECT_EQ(list_of(account).back().price_then, Money{1'000'000}) << "as the account had it";
  EXPECT_EQ(shop_.count("wishlists"), 1);
}

TEST_P(WishlistStore, logging_in_without_a_list_leaves_the_accounts_as_it_is) {
  const Owner account = customer();
  ASSERT_TRUE(put(account, shop_.add_variant()));
  log_in(visitor(), account);
  EXPECT_EQ(list_of(account).size(), 1U);
}

TEST_P(WishlistStore, logging_in_keeps_the_100_put_on_last) {
  const Owner before = visitor(), account = customer();
  const VariantId oldest = shop_.add_variant();
  ASSERT_TRUE(put(account, oldest));
  fill(before);
  log_in(before, account);
  EXPECT_EQ(variants_of(account).size(), 100U);
  EXPECT_THAT(variants_of(account), ::testing::Not(::testing::Contains(oldest)));
}

TEST_P(WishlistStore, the_guests_shared_address_goes_along_to_an_empty_account) {
  const Owner before = visitor(), account = customer();
  ASSERT_TRUE(put(before, shop_.add_variant()));
  const std::string token = share_list(before);
  log_in(before, account);
  ASSERT_TRUE(shared(token));
  EXPECT_EQ(shared(token)->size(), 1U);
}

TEST_P(WishlistStore, the_guests_shared_address_does_not_open_what_the_account_had) {
  const Owner before = visitor(), account = customer();
  ASSERT_TRUE(put(account, shop_.add_variant()));
  ASSERT_TRUE(put(before, shop_.add_variant()));
  const std::string token = share_list(before);
  log_in(before, account);
  EXPECT_FALSE(shared(token));
}

TEST_P(WishlistStore, a_list_goes_with_the_session_it_belongs_to) {
  const Owner owner = visitor();
  ASSERT_TRUE(put(owner, shop_.add_variant()));
  shop_.run("DELETE FROM sessions");
  EXPECT_EQ(shop_.count("wishlists") + shop_.count("wishlist_items"), 0);
}

TEST_P(WishlistStore, two_tabs_fill_a_list_to_100_and_no_further) {
  const Owner owner = visitor();
  std::vector<VariantId> goods;
  for (int n = 0; n < 110; ++n) goods.push_back(shop_.add_variant());
  fixture::at_once(2, [&](int tab) {
    for (std::size_t n = 0; n < 55; ++n)
      shop_.db().write(
          [&](db::Tx& tx) { return add(tx, owner, goods[static_cast<std::size_t>(tab) * 55 + n], shop_.now()); });
  });
  EXPECT_EQ(list_of(owner).size(), 100U);
}

TEST_P(WishlistStore, nothing_put_on_during_the_login_is_lost) {
  const Owner before = visitor(), account = customer();
  std::vector<VariantId> goods;
  for (int n = 0; n < 30; ++n) goods.push_back(shop_.add_variant());
  fixture::at_once(2, [&](int thread) {
    for (const VariantId variant : goods) {
      if (thread == 0)
        shop_.db().write([&](db::Tx& tx) { return add(tx, before, variant, shop_.now()); });
      else
        log_in(before, account);
    }
  });
  EXPECT_EQ(list_of(before).size() + list_of(account).size(), 30U);
}

INSTANTIATE_TEST_SUITE_P(, WishlistStore, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::wishlist
