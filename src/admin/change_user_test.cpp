#include "admin/change_user.hpp"

#include <gmock/gmock.h>

#include "admin/activity_filter.hpp"
#include "admin/activity_rows.hpp"
#include "admin/audit.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/user_filter.hpp"

namespace hurtrock::admin {
namespace {

using accounts::StaffRefusal;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PeopleTest : public testing::ShopTest {
 protected:
  PeopleTest() {
    db_->write([&](db::Tx& tx) {
      for (const auto& [id, email, name, phone, role] : {std::tuple{8, "budi@shop.id", "Budi", "+62811", "admin"},
                                                         {9, "sekar@mail.id", "Sekar Ayu", "+628211555803", "buyer"}})
        tx.execute("INSERT INTO users (id, email, name, phone, role, created_at) VALUES ($1, $2, $3, $4, $5, $6)", id,
                   std::string_view(email), std::string_view(name), std::string_view(phone), std::string_view(role),
                   kNoon);
    });
  }
  std::int64_t version(std::int64_t user) {
    return one<std::int64_t>("SELECT version FROM users WHERE id = " + std::to_string(user));
  }
  std::vector<std::string> names(const UserFilter& filter) {
    std::vector<std::string> found;
    for (const auto& row : db_->read([&](db::Tx& tx) { return store::users_matching(tx, filter, 10); }).users)
      found.push_back(row.name);
    return found;
  }
  std::vector<store::ActivityLogRow> log(const ActivityFilter& filter, std::int64_t limit = 50) {
    return db_->read([&](db::Tx& tx) { return store::activity(tx, filter, i18n::Language::kIndonesian, limit); });
  }
  void write_down(std::string_view action, std::string_view kind, std::string_view thing, std::string_view before,
                  std::string_view after) {
    db_->write([&](db::Tx& tx) {
      boost::json::object was, is;
      was["price"] = before;
      is["price"] = after;
      audit(tx, ani_, action, kind, thing, was, is, clock_.now());
    });
    clock_.advance(std::chrono::minutes{1});
  }

  StaffMember budi_{.id = UserId{8}, .name = "Budi", .remote_address = "10.0.0.8"};
};
INSTANTIATE_TEST_SUITE_P(, PeopleTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(PeopleTest, a_change_of_role_says_in_the_log_what_was_before_and_after) {
  db_->write([](db::Tx& tx) { tx.execute("UPDATE users SET role = 'staff' WHERE id = 9"); });
  EXPECT_TRUE(change_role(shop_, budi_, {UserId{9}, version(9)}, http::Role::kBuyer));
  const auto rows = log({.kind = "user"});
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].before_json, R"({"role":"staff"})");
  EXPECT_EQ(rows[0].after_json, R"({"role":"buyer"})");
  EXPECT_EQ(rows[0].actor, UserId{8});
  EXPECT_EQ(rows[0].thing_name, "Sekar Ayu");
}

TEST_P(PeopleTest, what_was_refused_is_not_in_the_log) {
  EXPECT_EQ(change_role(shop_, ani_, {UserId{8}, version(8)}, http::Role::kBuyer).error(), StaffRefusal::kLastAdmin);
  EXPECT_EQ(change_activity(shop_, budi_, {UserId{8}, version(8)}, false).error(), StaffRefusal::kOneself);
  EXPECT_EQ(change_role(shop_, budi_, {UserId{9}, version(9)}, http::Role::kStaff).error(), StaffRefusal::kIsBuyer);
  EXPECT_THAT(log({}), IsEmpty());
}

TEST_P(PeopleTest, who_may_not_invite_any_more_has_invited_nobody) {
  db_->write([&](db::Tx& tx) {
    tx.execute("UPDATE users SET role = 'admin' WHERE id = 7");
    for (const auto& [inviter, email] : {std::pair{8, "joko@mail.id"}, {8, "tini@mail.id"}, {7, "wati@mail.id"}})
      ASSERT_TRUE(accounts::invite(
          tx, {.public_url = "https://shop.id", .shop_name = "Hurtrock", .name = "Budi"},
          {.email = email, .name = "Orang", .role = http::Role::kAdmin, .invited_by = UserId{inviter}}, clock_.now()));
  });
  EXPECT_TRUE(change_role(shop_, ani_, {UserId{8}, version(8)}, http::Role::kAdmin)) << "nothing is changed by it";
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM invitations WHERE state = 'open'"), 3);
  EXPECT_TRUE(change_role(shop_, ani_, {UserId{8}, version(8)}, http::Role::kStaff));
  EXPECT_EQ(one<std::string>("SELECT email FROM invitations WHERE state = 'open'"), "wati@mail.id");
  EXPECT_THAT(log({.kind = "invitation"}), SizeIs(2));
}

TEST_P(PeopleTest, ended_sessions_are_counted_in_the_log) {
  db_->write([&](db::Tx& tx) {
    for (const auto* hash : {"a", "b"})
      tx.execute(
          "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, expires_at, remote_address, "
          "user_agent) "
          "VALUES ($1, 9, $2, $2, $3, '', '')",
          std::string_view(hash), kNoon, kNoon + std::chrono::hours{1});
  });
  EXPECT_EQ(end_sessions(shop_, budi_, UserId{9}, std::nullopt), 2);
  EXPECT_EQ(end_sessions(shop_, budi_, UserId{9}, std::nullopt), 0);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM sessions"), 0);
  const auto rows = log({});
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].after_json, R"({"sessions":0})");
}

TEST_P(PeopleTest, accounts_are_found_by_name_mailbox_and_phone) {
  EXPECT_THAT(names({}), ElementsAre("Sekar Ayu", "Budi", "Ani"));
  EXPECT_THAT(names({.search = "ayu"}), ElementsAre("Sekar Ayu"));
  EXPECT_THAT(names({.search = "SEKAR@mail.id"}), ElementsAre("Sekar Ayu"));
  EXPECT_THAT(names({.search = "shop.id"}), ElementsAre("Budi", "Ani"));
  EXPECT_THAT(names({.search = "0821-1555-803"}), ElementsAre("Sekar Ayu"));
  EXPECT_THAT(names({.search = "100%"}), IsEmpty());
}

TEST_P(PeopleTest, accounts_are_narrowed_by_role_and_by_being_switched_off) {
  EXPECT_THAT(names({.role = http::Role::kAdmin}), ElementsAre("Budi"));
  EXPECT_TRUE(change_activity(shop_, budi_, {UserId{9}, version(9)}, false));
  EXPECT_THAT(names({.active = false}), ElementsAre("Sekar Ayu"));
  EXPECT_THAT(names({.active = true}), ElementsAre("Budi", "Ani"));
  EXPECT_THAT(names({.active = true, .before = 8}), ElementsAre("Ani"));
}

TEST_P(PeopleTest, the_log_is_read_newest_first_and_goes_on_behind_a_row) {
  for (const auto* price : {"1", "2", "3"}) write_down("product.changed", "product", "1", "0", price);
  const auto first = log({}, 2);
  ASSERT_THAT(first, SizeIs(2));
  EXPECT_EQ(first[0].after_json, R"({"price":"3"})");
  const auto rest = log({.older_than = first[1].place});
  ASSERT_THAT(rest, SizeIs(1));
  EXPECT_EQ(rest[0].after_json, R"({"price":"1"})");
  EXPECT_EQ(rest[0].thing_name, "Ibanez RG550");
}

TEST_P(PeopleTest, the_log_is_searched_by_person_kind_thing_and_day) {
  write_down("product.changed", "product", "2", "0", "1");
  write_down("order.refund", "order", "HRT-7K3M-9XQ2", "0", "1");
  EXPECT_THAT(log({.person = UserId{7}}), SizeIs(2));
  EXPECT_THAT(log({.person = UserId{8}}), IsEmpty());
  EXPECT_THAT(log({.kind = "order"}), SizeIs(1));
  EXPECT_THAT(log({.thing = "hrt-7k3m-9xq2"}), SizeIs(1));
  EXPECT_THAT(log({.kind = "product", .thing = "2"}), SizeIs(1));
  EXPECT_THAT(log({.from = "2026-11-22", .to = "2026-11-22"}), SizeIs(2));
  EXPECT_THAT(log({.from = "2026-11-23"}), IsEmpty());
  EXPECT_THAT(log({.to = "2026-11-21"}), IsEmpty());
}

TEST_P(PeopleTest, the_log_is_searched_by_what_people_call_things) {
  const std::string number = place("cod", {.name = "Sekar Ayu", .email = "sekar@mail.id", .phone = "+628211555803"});
  write_down("variant.corrected", "variant", "2", "0", "1");
  write_down("product.changed", "product", "2", "0", "2");
  write_down("order.note", "order", number, "0", "3");
  write_down("user.deactivated", "user", "9", "0", "4");
  write_down("product.changed", "product", "1", "0", "5");
  const auto things = [&](std::string thing) {
    std::vector<std::string> found;
    for (const auto& row : log({.thing = std::move(thing)})) found.push_back(row.kind + " " + row.thing);
    return found;
  };
  EXPECT_THAT(things("slk-10"), ElementsAre("product 2", "variant 2"));
  EXPECT_THAT(things("Sekar@Mail.id"), ElementsAre("user 9", "order " + number));
  std::string plain = number.substr(4);
  std::erase(plain, '-');
  EXPECT_THAT(things(plain), ElementsAre("order " + number));
  EXPECT_THAT(things("nobody@mail.id"), IsEmpty());
  EXPECT_THAT(things("SLK-1"), IsEmpty());
}

TEST_P(PeopleTest, a_row_of_the_log_reads_as_a_sentence_with_its_differences) {
  write_down("product.changed", "product", "1", "100", "90");
  const auto row = activity_row(log({})[0], 10, i18n::Texts::of(i18n::Language::kEnglish));
  EXPECT_EQ(row.actor, "Ani");
  EXPECT_EQ(row.text, "changed the product ");
  EXPECT_EQ(row.thing, "Ibanez RG550");
  EXPECT_EQ(row.thing_url, "/admin/products/1");
  ASSERT_THAT(row.changes, SizeIs(1));
  EXPECT_EQ(row.changes[0].field, "Price");
  EXPECT_EQ(row.changes[0].before, "100");
  EXPECT_EQ(row.changes[0].after, "90");
}

TEST_P(PeopleTest, what_is_in_the_log_can_be_neither_changed_nor_deleted) {
  write_down("product.changed", "product", "1", "0", "1");
  for (const auto* sql : {"UPDATE audit_log SET actor_name = 'nobody'", "DELETE FROM audit_log"}) {
    try {
      db_->write([&](db::Tx& tx) { tx.execute(sql); });
      ADD_FAILURE() << sql << " was let through";
    } catch (const db::Error& error) {
      EXPECT_EQ(error.kind(), db::ErrorKind::kCheck) << error.what();
    }
  }
  EXPECT_EQ(log({})[0].actor_name, "Ani");
}

TEST_P(PeopleTest, an_address_says_the_same_filter_as_it_was_read_from) {
  const http::Fields query({{"person", "7"},
                            {"kind", "order"},
                            {"thing", "HRT-1"},
                            {"from", "2026-11-22"},
                            {"to", "x"},
                            {"older", "1795342500000000-17"}});
  const auto filter = ActivityFilter::read(query);
  EXPECT_EQ(filter.address(), "/admin/activity?from=2026-11-22&kind=order&person=7&thing=HRT-1");
  EXPECT_EQ(filter.older_than->id, 17);
  EXPECT_EQ(UserFilter::read(http::Fields({{"role", "staff"}, {"state", "inactive"}, {"q", " a "}})).address(),
            "/admin/users?q=a&role=staff&state=inactive");
}

}  // namespace
}  // namespace hurtrock::admin
