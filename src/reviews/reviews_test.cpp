#include "reviews/reviews.hpp"

#include <gmock/gmock.h>
#include <support/shop_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::reviews {
namespace {

using ::testing::ElementsAre;

class ReviewsTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override {
    variant_ = shop_.add_variant();
    product_ = shop_.db().read(
        [&](db::Tx& tx) { return tx.one<ProductId>("SELECT product_id FROM variants WHERE id = $1", variant_); });
    staff_ = shop_.add_user("staf@example.com");
  }

  template <class Body>
  auto write(Body&& body) {
    return shop_.db().write(std::forward<Body>(body));
  }
  /// An account with a delivered order of the product.
  UserId buyer(orders::State state = orders::State::kDelivered) {
    const UserId user = shop_.add_user();
    orders::NewOrder order = shop_.describe_order({variant_});
    order.user = user;
    order.state = state;
    write([&](db::Tx& tx) { orders::place(tx, order, shop_.now()); });
    return user;
  }
  std::expected<Saved, NotSaved> save_as(const Author& author, int rating, const std::string& body = kBody,
                                         std::vector<NewPhoto> photos = {}) {
    return write([&](db::Tx& tx) {
      return save(tx, author, product_,
                  {.content = {rating, "", body}, .removed_photos = {}, .photos = std::move(photos)}, shop_.now());
    });
  }
  ReviewId published_by(UserId user, int rating) {
    const ReviewId id = save_as({user, ""}, rating)->id;
    EXPECT_TRUE(publish_seen(id));
    return id;
  }
  std::expected<Review, NotModerated> publish_seen(ReviewId id) {
    return write([&](db::Tx& tx) { return publish(tx, id, find(tx, id)->version, staff_, shop_.now()); });
  }
  std::vector<std::int64_t> rated() {
    const auto [one, two, three, four, five] = shop_.db().read([&](db::Tx& tx) {
      return tx.one<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
          "SELECT rated_1, rated_2, rated_3, rated_4, rated_5 FROM products WHERE id = $1", product_);
    });
    return {one, two, three, four, five};
  }
  static std::int64_t catalog_version(db::Tx& tx) {
    return tx.one<std::int64_t>("SELECT version FROM catalogue_version WHERE id = 1");
  }
  Review review(ReviewId id) {
    return shop_.db().read([&](db::Tx& tx) { return *find(tx, id); });
  }

  static constexpr const char* kBody = "Suaranya tebal, necknya nyaman.";
  fixture::Shop shop_{GetParam()};
  VariantId variant_;
  ProductId product_;
  UserId staff_;
};
INSTANTIATE_TEST_SUITE_P(, ReviewsTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ReviewsTest, only_buyers_whose_order_was_delivered_may_write) {
  EXPECT_FALSE(save_as({shop_.add_user(), ""}, 5));
  EXPECT_FALSE(save_as({buyer(orders::State::kShipped), ""}, 5));
  const UserId user = buyer();
  const auto saved = save_as({user, ""}, 5);
  ASSERT_TRUE(saved);
  EXPECT_TRUE(saved->is_new);
  EXPECT_EQ(review(saved->id).state, State::kPending);
  EXPECT_EQ(review(saved->id).variant, variant_);
}

TEST_P(ReviewsTest, a_guests_order_counts_once_its_mailbox_is_proved) {
  orders::NewOrder order = shop_.describe_order({variant_});
  order.state = orders::State::kDelivered;
  write([&](db::Tx& tx) { orders::place(tx, order, shop_.now()); });
  const UserId user = shop_.add_user("sari@example.com");
  EXPECT_FALSE(save_as({user, ""}, 5));
  EXPECT_TRUE(save_as({user, "sari@example.com"}, 5));
}

TEST_P(ReviewsTest, an_account_has_one_review_of_a_product_however_many_tabs_send_it) {
  const UserId user = buyer();
  fixture::at_once(4, [&](int n) { EXPECT_TRUE(save_as({user, ""}, n + 1)); });
  EXPECT_EQ(shop_.count("reviews"), 1);
}

TEST_P(ReviewsTest, a_published_review_counts_and_an_edited_one_waits_again) {
  const UserId user = buyer();
  const ReviewId id = published_by(user, 4);
  EXPECT_THAT(rated(), ElementsAre(0, 0, 0, 1, 0));
  EXPECT_TRUE(save_as({user, ""}, 4)->was_published);
  EXPECT_EQ(review(id).state, State::kPublished) << "the same text again changes nothing";
  save_as({user, ""}, 2, "Setelah sebulan, mesin tunernya longgar.");
  EXPECT_EQ(review(id).state, State::kPending);
  EXPECT_THAT(rated(), ElementsAre(0, 0, 0, 0, 0));
}

TEST_P(ReviewsTest, staff_decide_on_what_they_have_read) {
  const UserId user = buyer();
  const ReviewId id = save_as({user, ""}, 5)->id;
  const std::int64_t seen = review(id).version;
  save_as({user, ""}, 1, "Kalimat yang belum dibaca siapa pun.");
  const auto done = write([&](db::Tx& tx) { return publish(tx, id, seen, staff_, shop_.now()); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error(), NotModerated::kChanged);
  EXPECT_EQ(review(id).state, State::kPending);
}

TEST_P(ReviewsTest, staff_publishing_at_once_leave_the_stars_right) {
  std::vector<ReviewId> ids;
  for (int i = 0; i < 8; ++i) ids.push_back(save_as({buyer(), ""}, 1 + i % 5)->id);
  fixture::at_once(8, [&](int n) { EXPECT_TRUE(publish_seen(ids[static_cast<std::size_t>(n)])); });
  EXPECT_THAT(rated(), ElementsAre(2, 2, 2, 1, 1));
}

TEST_P(ReviewsTest, of_an_account_that_goes_what_is_published_stays_without_a_name) {
  const UserId user = buyer();
  const ReviewId published = published_by(user, 5);
  const UserId waiting = buyer();
  save_as({waiting, ""}, 1);
  const auto version = [&] { return shop_.db().read([](db::Tx& tx) { return catalog_version(tx); }); };
  const std::int64_t before = version();
  for (const UserId author : {user, waiting}) {
    write([&](db::Tx& tx) { forget_author(tx, author, shop_.now()); });
    shop_.run("UPDATE users SET name = '' WHERE id = " + std::to_string(author.value()));
  }
  EXPECT_EQ(shop_.count("reviews"), 1);
  EXPECT_THAT(rated(), ElementsAre(0, 0, 0, 0, 1));
  EXPECT_GT(version(), before) << "pages that named the author are made anew";
  const auto& texts = i18n::Texts::of(i18n::Language::kEnglish);
  EXPECT_EQ(shown_author_of(review(published), texts), "Former buyer");
}

TEST_P(ReviewsTest, a_review_that_its_author_deletes_takes_its_stars_along) {
  const UserId user = buyer();
  published_by(user, 5);
  EXPECT_TRUE(write([&](db::Tx& tx) { return remove(tx, user, product_, shop_.now()); }));
  EXPECT_THAT(rated(), ElementsAre(0, 0, 0, 0, 0));
  EXPECT_FALSE(write([&](db::Tx& tx) { return remove(tx, user, product_, shop_.now()); }));
}

TEST_P(ReviewsTest, a_rejected_review_tells_its_author_why_once) {
  const ReviewId id = save_as({buyer(), ""}, 1)->id;
  const auto reject_it = [&] {
    return write([&](db::Tx& tx) {
      auto done = reject(tx, id, find(tx, id)->version, "Menyebut nama orang", staff_, shop_.now());
      if (done) send_rejection(tx, {"http://toko.example", "Toko"}, id, shop_.now());
      return done;
    });
  };
  EXPECT_TRUE(reject_it());
  EXPECT_EQ(reject_it().error(), NotModerated::kAlready);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'review_rejected' AND body_text LIKE '%Menyebut nama orang%'"), 1);
}

TEST_P(ReviewsTest, votes_given_at_once_are_counted_exactly) {
  const ReviewId id = published_by(buyer(), 5);
  std::vector<UserId> voters;
  for (int i = 0; i < 6; ++i) voters.push_back(shop_.add_user());
  fixture::at_once(12, [&](int n) {
    write([&](db::Tx& tx) { return set_vote(tx, id, voters[static_cast<std::size_t>(n % 6)], true, shop_.now()); });
  });
  EXPECT_EQ(review(id).helpful, 6);
  fixture::at_once(4, [&](int) { write([&](db::Tx& tx) { return set_vote(tx, id, voters[0], false, shop_.now()); }); });
  EXPECT_EQ(review(id).helpful, 5);
  EXPECT_EQ(shop_.count("review_votes"), 5);
}

TEST_P(ReviewsTest, nobody_votes_for_their_own_review_or_for_one_that_is_not_published) {
  const UserId user = buyer();
  const ReviewId own = published_by(user, 5);
  const ReviewId waiting = save_as({buyer(), ""}, 5)->id;
  const auto vote = [&](ReviewId id) {
    return write([&](db::Tx& tx) { return set_vote(tx, id, user, true, shop_.now()); });
  };
  EXPECT_EQ(vote(own).error(), NotVoted::kOwn);
  EXPECT_EQ(vote(waiting).error(), NotVoted::kNoSuchReview);
}

TEST_P(ReviewsTest, there_is_room_for_five_photos) {
  const UserId user = buyer();
  std::vector<NewPhoto> photos;
  for (int i = 0; i < 7; ++i) photos.push_back({"original-" + std::to_string(i), {400, 300}});
  const auto saved = save_as({user, ""}, 5, kBody, photos);
  EXPECT_EQ(saved->photos_too_many, 2U);
  EXPECT_EQ(shop_.count("review_photos"), 5);
  EXPECT_EQ(shop_.count("jobs WHERE kind = 'reviews.make_photo'"), 5);
  EXPECT_EQ(shop_.count("jobs WHERE kind = 'reviews.forget_photo'"), 2);
}

TEST_P(ReviewsTest, a_photo_is_counted_once_it_can_be_shown) {
  const ReviewId id = save_as({buyer(), ""}, 5, kBody, {{"aa", {400, 300}}})->id;
  publish_seen(id);
  const auto with_photos = [&] {
    return shop_.db().read([&](db::Tx& tx) { return published(tx, product_, {.with_photos = true}).total; });
  };
  EXPECT_EQ(with_photos(), 0);
  const ReviewPhotoId photo = review(id).photos.front().id;
  write([&](db::Tx& tx) {
    mark_photo_ready(tx, photo, "aa-320.webp", {.size = {320, 240}, .widths = {160, 320}}, shop_.now());
  });
  EXPECT_EQ(with_photos(), 1);
  EXPECT_EQ(review(id).photos.front().widths, "160 320");
}

TEST_P(ReviewsTest, lists_are_sorted_filtered_and_cut_into_pages) {
  std::vector<ReviewId> ids;
  for (const int rating : {3, 5, 1, 5}) {
    ids.push_back(published_by(buyer(), rating));
    shop_.clock.advance(std::chrono::seconds{1});
  }
  write([&](db::Tx& tx) { return set_vote(tx, ids[2], staff_, true, shop_.now()); });
  const auto listed = [&](const ListQuery& query) {
    std::vector<ReviewId> found;
    for (const Review& one : shop_.db().read([&](db::Tx& tx) { return published(tx, product_, query); }).reviews)
      found.push_back(one.id);
    return found;
  };
  EXPECT_THAT(listed({.sort = Sort::kHelpful}), ElementsAre(ids[2], ids[3], ids[1], ids[0]));
  EXPECT_THAT(listed({.sort = Sort::kHighest}), ElementsAre(ids[3], ids[1], ids[0], ids[2]));
  EXPECT_THAT(listed({.sort = Sort::kLowest}), ElementsAre(ids[2], ids[0], ids[3], ids[1]));
  EXPECT_THAT(listed({.rating = 5}), ElementsAre(ids[3], ids[1]));
  EXPECT_THAT(listed({.sort = Sort::kHelpful, .page = 2, .per_page = 3}), ElementsAre(ids[0]));
}

TEST_P(ReviewsTest, a_photo_taken_back_is_forgotten_unless_another_picture_is_the_same) {
  const UserId user = buyer();
  const auto used = [&] { return shop_.db().read([](db::Tx& tx) { return is_original_used(tx, "aa"); }); };
  const ReviewId id = save_as({user, ""}, 5, kBody, {{"aa", {400, 300}}})->id;
  const UserId other = buyer();
  save_as({other, ""}, 4, kBody, {{"aa", {400, 300}}});
  const Draft without{.content = {5, "", kBody}, .removed_photos = {review(id).photos.front().id}, .photos = {}};
  write([&](db::Tx& tx) { return save(tx, {user, ""}, product_, without, shop_.now()); });
  EXPECT_TRUE(review(id).photos.empty());
  EXPECT_EQ(shop_.count("jobs WHERE kind = 'reviews.forget_photo'"), 1);
  EXPECT_TRUE(used());
  write([&](db::Tx& tx) { return remove(tx, other, product_, shop_.now()); });
  EXPECT_FALSE(used());
}

TEST_P(ReviewsTest, nobody_takes_back_the_photos_of_others) {
  const ReviewId id = save_as({buyer(), ""}, 5, kBody, {{"aa", {400, 300}}})->id;
  const Draft greedy{.content = {5, "", kBody}, .removed_photos = {review(id).photos.front().id}, .photos = {}};
  const UserId other = buyer();
  write([&](db::Tx& tx) { return save(tx, {other, ""}, product_, greedy, shop_.now()); });
  EXPECT_EQ(review(id).photos.size(), 1U);
}

TEST_P(ReviewsTest, the_staff_read_what_has_waited_longest_first_and_find_by_name_or_text) {
  std::vector<ReviewId> ids;
  for (const char* body :
       {"Suaranya tebal 100% mantap.", "Necknya nyaman sekali, _rapi_.", "Kirimannya cepat dan aman."}) {
    ids.push_back(save_as({buyer(), ""}, 5, body)->id);
    shop_.clock.advance(std::chrono::seconds{1});
  }
  const auto found = [&](const QueueQuery& query, std::int64_t limit = 10) {
    std::vector<ReviewId> list;
    for (const QueueRow& row : shop_.db().read([&](db::Tx& tx) { return queue(tx, query, limit); }))
      list.push_back(row.review.id);
    return list;
  };
  EXPECT_THAT(found({}), ElementsAre(ids[0], ids[1], ids[2]));
  EXPECT_THAT(found({}, 2), ElementsAre(ids[0], ids[1]));
  EXPECT_THAT(found({.search = "", .before = ids[1]}), ElementsAre(ids[2]));
  EXPECT_THAT(found({.search = "NYAMAN"}), ElementsAre(ids[1]));
  EXPECT_THAT(found({.search = "%"}), ElementsAre(ids[0])) << "taken literally";
  EXPECT_THAT(found({.search = "_rapi_", .before = ids[0]}), ElementsAre(ids[1]));
  for (const ReviewId id : ids) publish_seen(id);
  EXPECT_THAT(found({}), ElementsAre());
  EXPECT_THAT(found({.state = State::kPublished, .search = {}, .before = ids[2]}), ElementsAre(ids[1], ids[0]));
  EXPECT_EQ(shop_.db().read([](db::Tx& tx) { return count_in(tx, State::kPublished, 2); }), 2);
}

TEST(ShownName, is_the_first_name_and_an_initial) {
  EXPECT_EQ(shown_name("Sekar Ayuningtyas"), "Sekar A.");
  EXPECT_EQ(shown_name("Muhammad Rizky Maulana"), "Muhammad M.");
  EXPECT_EQ(shown_name("Suharto"), "Suharto");
}

}  // namespace
}  // namespace hurtrock::reviews
