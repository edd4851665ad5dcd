#include "admin/saved_filters.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "admin/saved_filter_store.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

using store::NewSavedFilter;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using enum store::NotSaved::Why;

constexpr UserId kAni{7}, kBudi{8};

http::Visitor visitor_of(UserId user, http::Role role) {
  http::Visitor visitor;
  visitor.user = http::Visitor::User{.id = user.value(), .name = "Somebody", .role = role};
  visitor.language = i18n::Language::kEnglish;
  return visitor;
}

TEST(FilteredLists, AreFoundByTheirWords) {
  for (const auto list : kFilteredLists) EXPECT_EQ(find_filtered_list(word(list)), list);
  EXPECT_FALSE(find_filtered_list(""));
  EXPECT_FALSE(find_filtered_list("Orders"));
}

TEST(FilteredLists, KeepWhatTheListUnderstandsAndNothingElse) {
  EXPECT_EQ(address_of(FilteredList::kOrders, "utm=1&state=paid&payment=stolen&older=1795342500000000-17&notice=x"),
            "/admin/orders?state=paid");
  EXPECT_EQ(address_of(FilteredList::kMails, "before=9&state=dead"), "/admin/mail?state=dead");
  EXPECT_EQ(address_of(FilteredList::kUsers, "before=9&role=staff&state=off"), "/admin/users?role=staff");
  EXPECT_FALSE(address_of(FilteredList::kOrders, "q=%FF"));
}

TEST(FilteredLists, LeadNowhereElse) {
  for (const auto list : kFilteredLists) {
    const std::string plain = address_of(list, http::Fields{});
    EXPECT_THAT(plain, StartsWith("/admin/"));
    for (const char* const query : {"//evil.example", "https://evil.example/?x=1", "return_to=//evil.example",
                                    "?state=x#//evil", "\r\nLocation:+x=1", "%0d%0aLocation:+x=%0d%0a"})
      EXPECT_EQ(address_of(list, query), plain) << query;
  }
  EXPECT_EQ(address_of(FilteredList::kProducts, "q=//evil.example/%3Fa%3D1%26state%3Dhidden%23x"),
            "/admin/products?q=%2F%2Fevil.example%2F%3Fa%3D1%26state%3Dhidden%23x");
}

TEST(FilteredLists, AreClosedToStaffWhereTheirPagesAre) {
  for (const auto list : kFilteredLists) {
    const bool is_for_admins = list == FilteredList::kUsers || list == FilteredList::kActivity;
    EXPECT_EQ(may_see(visitor_of(kAni, http::Role::kStaff), list), !is_for_admins) << word(list);
    EXPECT_TRUE(may_see(visitor_of(kAni, http::Role::kAdmin), list));
    EXPECT_FALSE(may_see(visitor_of(kAni, http::Role::kBuyer), list));
    EXPECT_FALSE(may_see(http::Visitor{}, list));
  }
}

TEST(FilteredLists, HaveNoFilterThatIsTooLongForTheTable) {
  std::string longest;
  for (int n = 0; n < 300; ++n) longest += "🎸";
  const http::Fields everything({{"q", longest},
                                 {"thing", longest},
                                 {"province", longest},
                                 {"day", "paid"},
                                 {"from", "2026-11-01"},
                                 {"to", "2026-11-22"},
                                 {"buyer", "returning"},
                                 {"method", "bank_transfer"},
                                 {"product", "9223372036854775807"},
                                 {"category", "9223372036854775807"},
                                 {"brand", "9223372036854775807"},
                                 {"supplier", "9223372036854775807"},
                                 {"person", "9223372036854775807"}});
  for (const auto list : kFilteredLists) EXPECT_LE(query_in(address_of(list, everything)).size(), 4'000U) << word(list);
}

class SavedFiltersTest : public testing::ShopTest {
 protected:
  SavedFiltersTest() {
    db_->write([&](db::Tx& tx) {
      tx.execute(
          "INSERT INTO users (id, email, name, role, created_at) VALUES (8, 'budi@shop.id', 'Budi', 'admin', $1)",
          kNoon);
    });
  }

  auto save(const NewSavedFilter& filter) {
    return db_->write([&](db::Tx& tx) { return store::save_filter(tx, filter, clock_.now()); });
  }
  std::vector<store::SavedFilter> kept(UserId reader, std::string_view list = "orders") {
    return db_->read([&](db::Tx& tx) { return store::saved_filters(tx, list, reader); });
  }
  /// "Lunas: state=paid", and behind it whose it is of a colleague's.
  std::vector<std::string> told(UserId reader, std::string_view list = "orders") {
    std::vector<std::string> lines;
    for (const auto& filter : kept(reader, list))
      lines.push_back(
          fmt::format("{}: {}{}", filter.name, filter.query, filter.owner == reader ? "" : " by " + filter.owner_name));
    return lines;
  }
  SavedFilters shown(UserId reader, http::Role role, std::string_view query,
                     FilteredList list = FilteredList::kOrders) {
    http::Request request;
    request.visitor = visitor_of(reader, role);
    request.query = *http::Fields::decode(query);
    return db_->read([&](db::Tx& tx) { return saved_filters(tx, request, list); });
  }
  static NewSavedFilter paid(UserId owner, bool shared = false) {
    return {.owner = owner, .list = "orders", .name = "Lunas", .query = "state=paid", .shared = shared, .replaces = {}};
  }
  /// Rows with nothing to tell them apart by but their number.
  void fill(UserId owner, std::int64_t count, bool shared) {
    db_->write([&](db::Tx& tx) {
      for (std::int64_t n = 1; n <= count; ++n)
        tx.execute(
            "INSERT INTO saved_filters (owner_id, list, name, query, shared, created_at) VALUES ($1, 'orders', $2, "
            "'state=shipped', $3, 0)",
            owner, fmt::format("Filter {}", n), shared);
    });
  }
};
INSTANTIATE_TEST_SUITE_P(, SavedFiltersTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SavedFiltersTest, AreOnesOwnUnlessTheyAreShared) {
  ASSERT_TRUE(save(paid(kBudi)));
  ASSERT_TRUE(save({.owner = kBudi, .list = "orders", .name = "Batal", .query = "state=cancelled", .shared = true}));
  ASSERT_TRUE(save(paid(kAni)));
  EXPECT_THAT(told(kAni), ElementsAre("Lunas: state=paid", "Batal: state=cancelled by Budi"));
  EXPECT_THAT(told(kBudi), ElementsAre("Lunas: state=paid", "Batal: state=cancelled"));
  EXPECT_THAT(told(kAni, "products"), IsEmpty());
}

TEST_P(SavedFiltersTest, AreOneHoweverOftenTheSameIsSaved) {
  ASSERT_TRUE(save(paid(kAni)));
  ASSERT_TRUE(save(paid(kAni)));
  EXPECT_THAT(told(kAni), ElementsAre("Lunas: state=paid"));
}

TEST_P(SavedFiltersTest, AreNotReplacedUnasked) {
  ASSERT_TRUE(save(paid(kAni)));
  NewSavedFilter other{.owner = kAni, .list = "orders", .name = "LUNAS", .query = "payment=paid"};
  const auto refused = save(other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, kTaken);
  EXPECT_EQ(refused.error().taken.query, "state=paid");
  EXPECT_THAT(told(kAni), ElementsAre("Lunas: state=paid"));

  other.replaces = refused.error().taken.id;
  ASSERT_TRUE(save(other));
  EXPECT_THAT(told(kAni), ElementsAre("LUNAS: payment=paid"));
}

TEST_P(SavedFiltersTest, AreReplacedOnlyWhereTheNameIsTheOneThatWasAskedAbout) {
  ASSERT_TRUE(save(paid(kAni)));
  ASSERT_TRUE(save({.owner = kAni, .list = "orders", .name = "Batal", .query = "state=cancelled"}));
  const auto lunas = kept(kAni).front().id;
  const auto refused =
      save({.owner = kAni, .list = "orders", .name = "Batal", .query = "payment=paid", .replaces = lunas});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().taken.name, "Batal");
}

TEST_P(SavedFiltersTest, AreSharedAndNoLongerSharedByTheSameName) {
  ASSERT_TRUE(save(paid(kAni)));
  EXPECT_THAT(told(kBudi), IsEmpty());
  ASSERT_TRUE(save(paid(kAni, true)));
  EXPECT_THAT(told(kBudi), ElementsAre("Lunas: state=paid by Ani"));
  ASSERT_TRUE(save(paid(kAni)));
  EXPECT_THAT(told(kBudi), IsEmpty());
}

TEST_P(SavedFiltersTest, AreNoMoreThanFindTheirPlace) {
  fill(kAni, store::kMostSavedFilters, false);
  const auto refused = save(paid(kAni));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, kTooMany);
  EXPECT_TRUE(save({.owner = kAni, .list = "products", .name = "Lunas", .query = "state=hidden"}));
  EXPECT_TRUE(save(paid(kBudi)));
  EXPECT_TRUE(save({.owner = kAni, .list = "orders", .name = "filter 1", .query = "state=shipped"}));
}

TEST_P(SavedFiltersTest, AreSharedByAllTogetherNoMoreThanFindTheirPlace) {
  fill(kBudi, store::kMostSharedFilters, true);
  const auto refused = save(paid(kAni, true));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, kTooManyShared);
  EXPECT_TRUE(save(paid(kAni)));
  const auto shared_later = save(paid(kAni, true));
  ASSERT_FALSE(shared_later);
  EXPECT_EQ(shared_later.error().why, kTooManyShared);
  // What is shared already takes no more room.
  EXPECT_TRUE(save({.owner = kBudi, .list = "orders", .name = "Filter 1", .query = "state=shipped", .shared = true}));
}

TEST_P(SavedFiltersTest, HaveUniqueNamesInTheDatabase) {
  ASSERT_TRUE(save(paid(kAni)));
  EXPECT_THROW(db_->write([&](db::Tx& tx) {
    tx.execute(
        "INSERT INTO saved_filters (owner_id, list, name, query, shared, created_at) VALUES (7, 'orders', 'lunas', "
        "'state=paid', 0, 0)");
  }),
               db::Error);
}

TEST_P(SavedFiltersTest, AreForgottenWithTheirOwner) {
  ASSERT_TRUE(save(paid(kAni, true)));
  ASSERT_TRUE(save(paid(kBudi)));
  db_->write([&](db::Tx& tx) { store::forget_saved_filters(tx, kAni); });
  EXPECT_THAT(told(kBudi), ElementsAre("Lunas: state=paid"));
}

TEST_P(SavedFiltersTest, AreMarkedWhereTheListIsWhatTheyKeep) {
  ASSERT_TRUE(save(paid(kAni, true)));
  const auto unfiltered = shown(kAni, http::Role::kStaff, "");
  ASSERT_EQ(unfiltered.chips.size(), 1U);
  EXPECT_EQ(unfiltered.chips[0].url, "/admin/orders?state=paid");
  EXPECT_FALSE(unfiltered.chips[0].current);
  EXPECT_THAT(unfiltered.form.filter, IsEmpty());

  // Also on a later screenful, and right after it was saved.
  const auto opened = shown(kAni, http::Role::kStaff, "older=1795342500000000-17&state=paid&notice=filter_saved");
  EXPECT_TRUE(opened.chips[0].current);
  EXPECT_TRUE(opened.is_kept);
  EXPECT_EQ(opened.form.filter, "state=paid");
  EXPECT_EQ(opened.form.form.value("name"), "Lunas");
  EXPECT_EQ(opened.form.form.value("shared"), "1");
  EXPECT_FALSE(opened.notice.empty());

  const auto narrower = shown(kAni, http::Role::kStaff, "state=paid&q=budi");
  EXPECT_FALSE(narrower.chips[0].current);
  EXPECT_THAT(narrower.chips[0].removal, IsEmpty());
  EXPECT_EQ(narrower.form.filter, "q=budi&state=paid");
}

TEST_P(SavedFiltersTest, AreNotOfferedWhileSomethingIsAskedForThatIsNotThere) {
  ASSERT_TRUE(save({.owner = kAni, .list = "stock", .name = "Sedikit", .query = "alert=low"}));
  EXPECT_TRUE(shown(kAni, http::Role::kStaff, "alert=low", FilteredList::kStock).chips[0].current);
  for (const char* const query : {"alert=low&supplier_name=Yamaha", "alert=low&brand=abc"}) {
    const auto in_vain = shown(kAni, http::Role::kStaff, query, FilteredList::kStock);
    EXPECT_FALSE(in_vain.chips[0].current) << query;
    EXPECT_FALSE(in_vain.is_kept) << query;
    EXPECT_THAT(in_vain.form.filter, IsEmpty()) << query;
  }
  const auto orders = shown(kAni, http::Role::kStaff, "state=paid&product=abc");
  EXPECT_THAT(orders.form.filter, IsEmpty());
}

TEST_P(SavedFiltersTest, AreRemovedByTheirOwnerAndWhatIsSharedByAdmins) {
  ASSERT_TRUE(save(paid(kBudi, true)));
  const std::string removal = fmt::format("/admin/saved-filters/{}/removal", kept(kBudi).front().id.value());
  const auto by_owner = shown(kBudi, http::Role::kAdmin, "state=paid");
  EXPECT_EQ(by_owner.chips[0].removal, removal);
  EXPECT_THAT(by_owner.chips[0].owner, IsEmpty());
  const auto by_staff = shown(kAni, http::Role::kStaff, "state=paid");
  EXPECT_THAT(by_staff.chips[0].removal, IsEmpty());
  EXPECT_EQ(by_staff.chips[0].owner, "Budi");
  EXPECT_FALSE(by_staff.is_kept);
  EXPECT_EQ(shown(kAni, http::Role::kAdmin, "state=paid").chips[0].removal, removal);
}

TEST_P(SavedFiltersTest, LeadToTheListWhateverTheTableHolds) {
  db_->write([&](db::Tx& tx) {
    for (const char* const query : {"//evil.example", "state=stolen", "%FF", "state=paid&next=https://evil.example"})
      tx.execute(
          "INSERT INTO saved_filters (owner_id, list, name, query, shared, created_at) VALUES (7, 'orders', $1, "
          "$1, 0, 0)",
          std::string_view(query));
  });
  std::vector<std::string> urls;
  for (const auto& chip : shown(kAni, http::Role::kStaff, "").chips) {
    urls.push_back(chip.url);
    EXPECT_FALSE(chip.current);
  }
  EXPECT_THAT(urls, ElementsAre("/admin/orders", "/admin/orders", "/admin/orders", "/admin/orders?state=paid"));
}

}  // namespace
}  // namespace hurtrock::admin
