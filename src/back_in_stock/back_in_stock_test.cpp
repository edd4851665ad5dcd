#include "back_in_stock/back_in_stock.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <support/shop_fixture.hpp>

#include "back_in_stock/routes.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::back_in_stock {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class NoFrames final : public layout::FrameSource {
 public:
  layout::Frame frame_for(const http::Request&) override { return {}; }
};

class BackInStock : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }

  VariantId sold_out(Money price = Money{1'000'000}) { return shop_.add_variant({.price = price, .on_hand = 0}); }
  std::expected<void, NotKept> wish(std::string_view email, VariantId variant,
                                    i18n::Language language = i18n::Language::kIndonesian) {
    shop_.clock.advance(1s);
    return shop_.db().write([&](db::Tx& tx) { return ask(tx, {variant, std::string(email), language}, shop_.now()); });
  }
  /// So many people, "a1@toko.id" the first.
  void wishes_of(int people, VariantId variant) {
    for (int n = 1; n <= people; ++n) ASSERT_TRUE(wish(fmt::format("a{}@toko.id", n), variant));
  }
  void stock(VariantId variant, std::int64_t on_hand, std::int64_t reserved = 0) {
    shop_.run(fmt::format("UPDATE stock_levels SET on_hand = {}, reserved = {} WHERE variant_id = {}", on_hand,
                          reserved, variant.value()));
  }
  std::int64_t tell_those_next() { return tell(services_); }
  std::vector<std::string> told() {
    std::vector<std::string> mailboxes;
    for (auto& [email] : shop_.db().read([](db::Tx& tx) {
           return tx.all<std::string>("SELECT to_address FROM outbox_mails WHERE kind = 'back_in_stock' ORDER BY id");
         }))
      mailboxes.push_back(std::move(email));
    return mailboxes;
  }
  std::vector<Waiting> waiting(std::string_view email, i18n::Language language = i18n::Language::kIndonesian) {
    return shop_.db().read([&](db::Tx& tx) { return waiting_of(tx, email, language); });
  }
  std::int64_t rows(const std::string& condition) { return shop_.count("stock_wishes WHERE " + condition); }
  void end_old() {
    shop_.db().write([&](db::Tx& tx) { end_old_wishes(tx, shop_.now()); });
  }
  mail::StoredMail only_mail() {
    return shop_.db().read([](db::Tx& tx) {
      const auto mails = mail::newest_mails(tx, 10);
      EXPECT_THAT(mails, SizeIs(1));
      return *mail::find_mail(tx, mails.front().id);
    });
  }

  fixture::Shop shop_{GetParam()};
  NoFrames frames_;
  Services services_{.db = shop_.db(),
                     .clock = shop_.clock,
                     .frames = frames_,
                     .mails = {.public_url = "https://toko.example",
                               .session_secret = Secret{"a secret of at least thirty-two bytes"},
                               .shop_name = "Toko"},
                     .wake_jobs = [] {}};
};
INSTANTIATE_TEST_SUITE_P(, BackInStock, db::testing::every_dialect(), db::testing::name_of);

// Asking -------------------------------------------------------------------------------------------------------------

TEST_P(BackInStock, a_mailbox_waits_for_a_variant_once_however_often_it_is_asked) {
  const VariantId guitar = sold_out();
  EXPECT_TRUE(wish("ani@toko.id", guitar));
  EXPECT_TRUE(wish("ani@toko.id", guitar, i18n::Language::kEnglish));
  EXPECT_EQ(rows("email = 'ani@toko.id' AND language = 'id'"), 1);
  EXPECT_EQ(rows("1 = 1"), 1);
}

TEST_P(BackInStock, a_double_click_is_one_wish) {
  const VariantId guitar = sold_out();
  fixture::at_once(
      4, [&](int) { shop_.db().write([&](db::Tx& tx) { return ask(tx, {guitar, "ani@toko.id"}, shop_.now()); }); });
  EXPECT_EQ(rows("1 = 1"), 1);
}

TEST_P(BackInStock, what_can_be_bought_is_not_waited_for) {
  EXPECT_EQ(wish("ani@toko.id", shop_.add_variant()).error(), NotKept::kAvailable);
  EXPECT_EQ(wish("ani@toko.id", shop_.add_variant({.on_hand = 0, .backorder_limit = 1})).error(), NotKept::kAvailable);
  EXPECT_EQ(rows("1 = 1"), 0);
}

TEST_P(BackInStock, what_is_promised_to_others_is_waited_for) {
  const VariantId guitar = shop_.add_variant({.on_hand = 2});
  stock(guitar, 2, 2);
  EXPECT_TRUE(wish("ani@toko.id", guitar));
}

TEST_P(BackInStock, what_is_not_sold_is_not_waited_for) {
  const VariantId guitar = sold_out();
  shop_.run("UPDATE products SET state = 'hidden'");
  EXPECT_EQ(wish("ani@toko.id", guitar).error(), NotKept::kUnknownVariant);
  EXPECT_EQ(wish("ani@toko.id", VariantId{987'654}).error(), NotKept::kUnknownVariant);
}

TEST_P(BackInStock, a_mailbox_waits_for_twenty_things_and_no_more) {
  const VariantId first = sold_out();
  ASSERT_TRUE(wish("ani@toko.id", first));
  for (std::int64_t n = 1; n < kMostOfMailbox; ++n) ASSERT_TRUE(wish("ani@toko.id", sold_out()));
  EXPECT_EQ(wish("ani@toko.id", sold_out()).error(), NotKept::kFull);
  EXPECT_TRUE(wish("ani@toko.id", first)) << "it waits for that already";
  EXPECT_TRUE(wish("budi@toko.id", sold_out()));
  EXPECT_EQ(rows("email = 'ani@toko.id'"), kMostOfMailbox);
}

TEST_P(BackInStock, what_was_told_or_withdrawn_counts_for_thirty_days) {
  for (std::int64_t n = 0; n < kMostOfMailbox; ++n) ASSERT_TRUE(wish("ani@toko.id", sold_out()));
  shop_.db().write([&](db::Tx& tx) { withdraw_all(tx, "ani@toko.id", shop_.now()); });
  EXPECT_EQ(wish("ani@toko.id", sold_out()).error(), NotKept::kFull);
  shop_.clock.advance(kKept + 1s);
  end_old();
  EXPECT_TRUE(wish("ani@toko.id", sold_out()));
}

// Telling ------------------------------------------------------------------------------------------------------------

TEST_P(BackInStock, nobody_is_told_while_nothing_is_there) {
  const VariantId guitar = sold_out();
  wishes_of(3, guitar);
  EXPECT_EQ(tell_those_next(), 0);
  stock(guitar, 2, 2);
  EXPECT_EQ(tell_those_next(), 0) << "what came is promised to orders";
  EXPECT_THAT(told(), IsEmpty());
}

TEST_P(BackInStock, those_who_waited_longest_are_told_first_two_for_each_piece) {
  const VariantId guitar = sold_out();
  wishes_of(7, guitar);
  stock(guitar, 5, 3);
  EXPECT_EQ(tell_those_next(), 4);
  EXPECT_THAT(told(), ElementsAre("a1@toko.id", "a2@toko.id", "a3@toko.id", "a4@toko.id"));
  EXPECT_EQ(tell_those_next(), 0) << "the others wait until these had their chance";
}

TEST_P(BackInStock, the_next_are_told_when_pieces_are_still_there_after_the_head_start) {
  const VariantId guitar = sold_out();
  wishes_of(5, guitar);
  stock(guitar, 1);
  EXPECT_EQ(tell_those_next(), 2);
  shop_.clock.advance(kHeadStart - 1s);
  EXPECT_EQ(tell_those_next(), 0);
  shop_.clock.advance(2s);
  EXPECT_EQ(tell_those_next(), 2);
  EXPECT_THAT(told(), ElementsAre("a1@toko.id", "a2@toko.id", "a3@toko.id", "a4@toko.id"));
}

TEST_P(BackInStock, more_pieces_are_more_turns_at_once) {
  const VariantId guitar = sold_out();
  wishes_of(5, guitar);
  stock(guitar, 1);
  EXPECT_EQ(tell_those_next(), 2);
  stock(guitar, 2);
  EXPECT_EQ(tell_those_next(), 2);
  EXPECT_THAT(told(), SizeIs(4));
}

TEST_P(BackInStock, what_is_sold_out_again_is_not_told_to_the_next) {
  const VariantId guitar = sold_out();
  wishes_of(4, guitar);
  stock(guitar, 1);
  EXPECT_EQ(tell_those_next(), 2);
  stock(guitar, 0);
  shop_.clock.advance(kHeadStart + 1s);
  EXPECT_EQ(tell_those_next(), 0);
  EXPECT_THAT(waiting("a3@toko.id"), SizeIs(1));
}

TEST_P(BackInStock, what_sold_out_between_the_look_and_the_lock_is_not_told) {
  const VariantId guitar = sold_out();
  wishes_of(2, guitar);
  EXPECT_EQ(shop_.db().write([&](db::Tx& tx) { return tell_next(tx, services_.mails, guitar, shop_.now()); }), 0);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_P(BackInStock, many_pieces_are_told_in_several_turns) {
  const VariantId guitar = sold_out();
  wishes_of(60, guitar);
  stock(guitar, 100);
  EXPECT_EQ(tell_those_next(), 50);
  EXPECT_EQ(tell_those_next(), 10);
  EXPECT_EQ(tell_those_next(), 0);
}

TEST_P(BackInStock, whoever_was_told_may_ask_again_and_is_told_again) {
  const VariantId guitar = sold_out();
  ASSERT_TRUE(wish("ani@toko.id", guitar));
  stock(guitar, 1);
  EXPECT_EQ(tell_those_next(), 1);
  stock(guitar, 0);
  ASSERT_TRUE(wish("ani@toko.id", guitar));
  stock(guitar, 1);
  EXPECT_EQ(tell_those_next(), 1);
  EXPECT_THAT(told(), ElementsAre("ani@toko.id", "ani@toko.id"));
}

TEST_P(BackInStock, what_is_hidden_is_told_once_it_is_sold_again) {
  const VariantId guitar = sold_out();
  wishes_of(1, guitar);
  stock(guitar, 1);
  shop_.run("UPDATE products SET state = 'hidden'");
  EXPECT_EQ(tell_those_next(), 0);
  EXPECT_EQ(shop_.db().write([&](db::Tx& tx) { return tell_next(tx, services_.mails, guitar, shop_.now()); }), 0);
  shop_.run("UPDATE products SET state = 'active'");
  EXPECT_EQ(tell_those_next(), 1);
}

TEST_P(BackInStock, every_variant_has_a_queue_of_its_own) {
  const VariantId guitar = sold_out(), bass = sold_out();
  wishes_of(3, guitar);
  wishes_of(3, bass);
  stock(guitar, 1);
  stock(bass, 1);
  EXPECT_EQ(tell_those_next(), 4);
  EXPECT_THAT(told(), UnorderedElementsAre("a1@toko.id", "a2@toko.id", "a1@toko.id", "a2@toko.id"));
}

TEST_P(BackInStock, workers_at_the_same_time_tell_each_once_and_no_more_than_there_are_pieces_for) {
  const VariantId guitar = sold_out(), bass = sold_out();
  wishes_of(12, guitar);
  wishes_of(3, bass);
  stock(guitar, 4);
  stock(bass, 9);
  fixture::at_once(4, [&](int) { tell(services_); });
  EXPECT_EQ(rows("state = 'told'"), 8 + 3);
  EXPECT_THAT(told(), SizeIs(8 + 3));
  EXPECT_EQ(rows(fmt::format("variant_id = {} AND state = 'waiting' AND email IN ('a9@toko.id', 'a10@toko.id', "
                             "'a11@toko.id', 'a12@toko.id')",
                             guitar.value())),
            4)
      << "the last ones still wait";
}

TEST_P(BackInStock, a_turn_that_breaks_off_has_told_nobody) {
  const VariantId guitar = sold_out();
  wishes_of(2, guitar);
  stock(guitar, 1);
  shop_.db().write([&](db::Tx& tx) {
    EXPECT_EQ(tell_next(tx, services_.mails, guitar, shop_.now()), 2);
    tx.abandon();
  });
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_EQ(rows("state = 'waiting'"), 2);
  EXPECT_EQ(tell_those_next(), 2);
}

// Mail ---------------------------------------------------------------------------------------------------------------

TEST_P(BackInStock, the_mail_names_the_thing_its_price_now_and_where_it_is) {
  const VariantId guitar = sold_out(Money{12'500'000});
  shop_.run(
      fmt::format("UPDATE products SET name = 'Gitar <A>'; INSERT INTO variant_options (variant_id, position, "
                  "name_id, name_en, value_id, value_en) VALUES ({}, 1, 'Warna', 'Finish', 'Hitam', 'Black')",
                  guitar.value()));
  ASSERT_TRUE(wish("ani@toko.id", guitar));
  shop_.run("UPDATE variants SET price = 11000000");
  stock(guitar, 1);
  ASSERT_EQ(tell_those_next(), 1);
  const auto stored = only_mail();
  EXPECT_EQ(stored.mail.subject, "Sudah ada lagi: Gitar <A> (Hitam)");
  EXPECT_EQ(stored.mail.language, "id");
  EXPECT_EQ(stored.mail.to_address, "ani@toko.id");
  const std::string url = fmt::format("https://toko.example/product/barang-1?variant={}", guitar.value());
  EXPECT_THAT(stored.mail.text, HasSubstr("Rp"));
  EXPECT_THAT(stored.mail.text, HasSubstr(format_rupiah(Money{11'000'000})));
  EXPECT_THAT(stored.mail.text, HasSubstr(url + "\n"));
  EXPECT_THAT(stored.mail.text, HasSubstr("https://toko.example/back-in-stock/wishes/"));
  EXPECT_THAT(stored.mail.html, HasSubstr("Gitar &lt;A&gt; (Hitam)"));
  EXPECT_THAT(stored.mail.html, HasSubstr("href=\"" + url));
  EXPECT_THAT(stored.mail.html, HasSubstr("https://toko.example/back-in-stock/wishes/"));
  EXPECT_THAT(stored.mail.html, Not(HasSubstr("<img")));
  EXPECT_THAT(stored.mail.html + stored.mail.text, Not(HasSubstr("{")));
}

TEST_P(BackInStock, the_mail_is_in_the_language_of_the_page_and_leads_to_pages_in_it) {
  const VariantId guitar = sold_out();
  ASSERT_TRUE(wish("ani@toko.id", guitar, i18n::Language::kEnglish));
  stock(guitar, 1);
  ASSERT_EQ(tell_those_next(), 1);
  const auto stored = only_mail();
  EXPECT_EQ(stored.mail.subject, "Back in stock: barang-1");
  EXPECT_EQ(stored.mail.language, "en");
  EXPECT_THAT(stored.mail.text, HasSubstr("&lang=en\n"));
  EXPECT_THAT(stored.mail.text, HasSubstr("?lang=en\n"));
  EXPECT_THAT(stored.mail.html + stored.mail.text, Not(HasSubstr("{")));
}

// Ending -------------------------------------------------------------------------------------------------------------

TEST_P(BackInStock, the_link_of_a_mail_names_its_mailbox_to_the_shop_only) {
  const std::string link = link_of(services_.mails, "ani@toko.id");
  const std::string token = link.substr(link.rfind('/') + 1);
  EXPECT_THAT(link, Not(HasSubstr("ani")));
  EXPECT_EQ(mailbox_of(services_.mails, token), "ani@toko.id");
  std::string forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  for (const std::string& other :
       {forged, token + "A", token.substr(1), std::string(), std::string("ani@toko.id"),
        crypto::seal(Secret{"another secret of enough bytes to be one"}, "back in stock", "ani@toko.id"),
        crypto::seal(services_.mails.session_secret, "second step", "ani@toko.id")})
    EXPECT_EQ(mailbox_of(services_.mails, other), std::nullopt) << other;
}

TEST_P(BackInStock, a_wish_is_withdrawn_by_its_own_mailbox_only) {
  const VariantId guitar = sold_out(), bass = sold_out();
  ASSERT_TRUE(wish("ani@toko.id", guitar));
  ASSERT_TRUE(wish("ani@toko.id", bass));
  const auto own = waiting("ani@toko.id");
  ASSERT_THAT(own, SizeIs(2));
  EXPECT_EQ(own[0].offer.variant, guitar) << "in the order in which it asked";
  const auto take_back = [&](std::string_view email, StockWishId id) {
    return shop_.db().write([&](db::Tx& tx) { return withdraw(tx, email, id, shop_.now()); });
  };
  EXPECT_FALSE(take_back("budi@toko.id", own[0].id));
  EXPECT_TRUE(take_back("ani@toko.id", own[0].id));
  EXPECT_FALSE(take_back("ani@toko.id", own[0].id));
  EXPECT_THAT(waiting("ani@toko.id"), SizeIs(1));
  stock(guitar, 1);
  EXPECT_EQ(tell_those_next(), 0);
}

TEST_P(BackInStock, all_wishes_of_a_mailbox_are_withdrawn_and_no_others) {
  const VariantId guitar = sold_out(), bass = sold_out();
  for (const VariantId variant : {guitar, bass})
    for (const char* email : {"ani@toko.id", "budi@toko.id"}) ASSERT_TRUE(wish(email, variant));
  shop_.db().write([&](db::Tx& tx) { withdraw_all(tx, "ani@toko.id", shop_.now()); });
  EXPECT_THAT(waiting("ani@toko.id"), IsEmpty());
  EXPECT_THAT(waiting("budi@toko.id"), SizeIs(2));
  EXPECT_TRUE(wish("ani@toko.id", guitar)) << "it may ask again";
}

TEST_P(BackInStock, whoever_waits_for_what_is_archived_waits_no_longer) {
  const VariantId guitar = sold_out(), bass = sold_out(), hidden = sold_out(), other = sold_out();
  for (const VariantId variant : {guitar, bass, hidden, other}) ASSERT_TRUE(wish("ani@toko.id", variant));
  const auto set = [&](std::string_view state, VariantId variant) {
    shop_.run(fmt::format("UPDATE products SET state = '{}' WHERE id = (SELECT product_id FROM variants WHERE id = {})",
                          state, variant.value()));
  };
  set("archived", guitar);
  set("hidden", hidden);
  shop_.run(fmt::format("UPDATE variants SET state = 'archived' WHERE id = {}", bass.value()));
  end_old();
  EXPECT_EQ(rows("1 = 1"), 2);
  EXPECT_EQ(rows(fmt::format("variant_id IN ({}, {})", hidden.value(), other.value())), 2);
}

TEST_P(BackInStock, nobody_waits_for_longer_than_a_year) {
  ASSERT_TRUE(wish("ani@toko.id", sold_out()));
  shop_.clock.advance(kLongestWait - 1h);
  end_old();
  EXPECT_EQ(rows("1 = 1"), 1);
  shop_.clock.advance(2h);
  end_old();
  EXPECT_EQ(rows("1 = 1"), 0);
}

TEST_P(BackInStock, who_was_told_is_forgotten_with_the_mail_after_thirty_days) {
  const VariantId guitar = sold_out();
  wishes_of(2, guitar);
  stock(guitar, 1);
  ASSERT_EQ(tell_those_next(), 2);
  shop_.run("UPDATE outbox_mails SET state = 'sent', sent_at = created_at");
  shop_.clock.advance(kKept - 1s);
  end_old();
  EXPECT_THAT(told(), SizeIs(2));
  shop_.clock.advance(2s);
  end_old();
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_EQ(rows("1 = 1"), 0);
}

TEST_P(BackInStock, a_deleted_product_takes_its_wishes_along) {
  const VariantId guitar = sold_out();
  ASSERT_TRUE(wish("ani@toko.id", guitar));
  shop_.run(fmt::format("DELETE FROM stock_levels WHERE variant_id = {0}; DELETE FROM variants WHERE id = {0}",
                        guitar.value()));
  EXPECT_EQ(rows("1 = 1"), 0);
}

TEST_P(BackInStock, nothing_is_left_of_a_mailbox_that_is_forgotten) {
  const VariantId guitar = sold_out();
  wishes_of(2, guitar);
  shop_.db().write([](db::Tx& tx) { forget(tx, "a1@toko.id"); });
  EXPECT_EQ(rows("email = 'a1@toko.id'"), 0);
  EXPECT_EQ(rows("1 = 1"), 1);
}

}  // namespace
}  // namespace hurtrock::back_in_stock
