#include <gmock/gmock.h>

#include <filesystem>

#include "accounts/accounts_for_tests.hpp"
#include "accounts/staff.hpp"

namespace hurtrock::accounts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Hashing costs time: one password for all.
const std::string& hash_of_gitar() {
  static const std::string hash = crypto::hash_password(Secret{"gitar di awan"});
  return hash;
}

class DeletionTest : public AccountsTest {
 protected:
  void SetUp() override { ani_ = add_user("ani@contoh.id", http::Role::kBuyer, hash_of_gitar()); }

  http::Request form_of(const std::string& cookie, const std::string& password) {
    http::Request request = request_with(cookie);
    request.method = http::Method::kPost;
    request.form = http::Fields({{"password", password}});
    return request;
  }
  http::Response delete_with(const std::string& password) {
    return submit_deletion(form_of(log_in("ani@contoh.id"), password), shop_);
  }
  bool is_there() {
    return read([&](db::Tx& tx) { return !find_user(tx, ani_)->deleted; });
  }

  UserId ani_;
};
INSTANTIATE_TEST_SUITE_P(, DeletionTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(DeletionTest, takes_the_person_and_leaves_a_row_without_one) {
  write([&](db::Tx& tx) {
    set_profile(tx, ani_, "Ani", "+628123456789");
    add_address(tx, ani_, {.recipient = "Ani", .phone = "+628123456789", .street = "Jl 1", .area_code = "1"},
                clock_.now());
    create_token(tx, ani_, TokenPurpose::kResetPassword, clock_.now(), clock_.now() + std::chrono::hours{1});
  });
  const std::string elsewhere = log_in("ani@contoh.id");
  const http::Response response = delete_with("gitar di awan");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.header("Location"), "/login?notice=deleted");
  EXPECT_THAT(std::string(response.header("Set-Cookie")), HasSubstr("Max-Age=0"));

  EXPECT_FALSE(read([&](db::Tx& tx) { return find_user(tx, "ani@contoh.id"); }));
  const User left = *read([&](db::Tx& tx) { return find_user(tx, ani_); });
  EXPECT_TRUE(left.deleted);
  EXPECT_FALSE(left.active);
  EXPECT_EQ(left.name + left.phone + left.password_hash, "");
  EXPECT_THAT(left.email, Not(HasSubstr("@"))) << "nobody can register it";
  for (const char* const table : {"sessions", "addresses", "account_tokens"}) EXPECT_EQ(count(table), 0) << table;
  EXPECT_FALSE(request_with(elsewhere).visitor.user) << "every device is logged out";
  EXPECT_THAT(forgotten_, ElementsAre("ani@contoh.id"));
  EXPECT_THAT(own_changes_, ElementsAre("user.deleted"));
}

TEST_P(DeletionTest, is_confirmed_to_the_mailbox_that_had_the_account) {
  delete_with("gitar di awan");
  EXPECT_EQ(read([](db::Tx& tx) { return tx.one<std::string>("SELECT to_address FROM outbox_mails"); }),
            "ani@contoh.id");
  EXPECT_THAT(newest_mail("account_deleted"), HasSubstr("Ani"));
  EXPECT_GT(wakes_, 0);
}

TEST_P(DeletionTest, wants_the_password) {
  const http::Response wrong = delete_with("gitar di bumi");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.body, HasSubstr("aria-invalid"));
  EXPECT_EQ(delete_with("").status, 422);
  EXPECT_TRUE(is_there());
  EXPECT_THAT(forgotten_, IsEmpty());
}

TEST_P(DeletionTest, makes_whoever_guesses_wait) {
  const std::string cookie = log_in("ani@contoh.id");
  http::Response response;
  for (int i = 0; i < 6; ++i) response = submit_deletion(form_of(cookie, "salah " + std::to_string(i)), shop_);
  EXPECT_EQ(response.status, 429);
  EXPECT_FALSE(response.header("Retry-After").empty());
  EXPECT_EQ(submit_deletion(form_of(cookie, "gitar di awan"), shop_).status, 429);
  EXPECT_TRUE(is_there());
}

TEST_P(DeletionTest, waits_for_open_orders_and_names_them) {
  open_orders_ = {{.number = "HRT-7K3M-9XQ2"}, {.number = "HRT-AAAA-BBBB", .waits_for_money = true}};
  const http::Response page = show_deletion(request_with(log_in("ani@contoh.id")), shop_);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("/orders/HRT-7K3M-9XQ2"));
  EXPECT_THAT(page.body, HasSubstr("/orders/HRT-AAAA-BBBB"));
  EXPECT_THAT(page.body, Not(HasSubstr("name=\"password\"")));
  EXPECT_EQ(delete_with("gitar di awan").status, 409);
  EXPECT_TRUE(is_there());
}

TEST_P(DeletionTest, is_refused_to_the_staff) {
  add_user("staf@contoh.id", http::Role::kStaff, hash_of_gitar());
  const std::string cookie = log_in("staf@contoh.id");
  EXPECT_THAT(show_deletion(request_with(cookie), shop_).body, Not(HasSubstr("name=\"password\"")));
  EXPECT_EQ(submit_deletion(form_of(cookie, "gitar di awan"), shop_).status, 409);
  EXPECT_TRUE(user("staf@contoh.id").active);
}

TEST_P(DeletionTest, counts_the_role_that_the_account_has_now) {
  const http::Request request = form_of(log_in("ani@contoh.id"), "gitar di awan");
  write([&](db::Tx& tx) { tx.execute("UPDATE users SET role = 'staff' WHERE id = $1", ani_); });
  EXPECT_EQ(submit_deletion(request, shop_).status, 409);
  EXPECT_TRUE(is_there());
}

TEST_P(DeletionTest, sent_twice_is_one) {
  const http::Request request = form_of(log_in("ani@contoh.id"), "gitar di awan");
  EXPECT_EQ(submit_deletion(request, shop_).status, 303);
  EXPECT_LT(submit_deletion(request, shop_).status, 500);
  EXPECT_EQ(count("outbox_mails"), 1);
  EXPECT_EQ(own_changes_.size(), 1U);
}

TEST_P(DeletionTest, lets_the_mailbox_register_anew_as_another_account) {
  delete_with("gitar di awan");
  const UserId again = add_user("ani@contoh.id");
  EXPECT_NE(again, ani_);
  EXPECT_FALSE(user("ani@contoh.id").deleted);
}

TEST_P(DeletionTest, leaves_nothing_that_could_be_switched_on_again) {
  delete_with("gitar di awan");
  EXPECT_FALSE(read([&](db::Tx& tx) { return find_standing(tx, ani_); }));
  const auto version =
      read([&](db::Tx& tx) { return tx.one<std::int64_t>("SELECT version FROM users WHERE id = $1", ani_); });
  const UserId admin = add_user("admin@contoh.id", http::Role::kAdmin);
  const auto switched = write([&](db::Tx& tx) { return set_active(tx, admin, {ani_, version}, true); });
  ASSERT_FALSE(switched);
  EXPECT_EQ(switched.error(), StaffRefusal::kNoSuchUser);
  write([&](db::Tx& tx) {
    set_profile(tx, ani_, "Ani lagi", "");
    set_password(tx, ani_, hash_of_gitar());
    EXPECT_FALSE(add_address(tx, ani_, {.recipient = "Ani"}, clock_.now()));
  });
  EXPECT_EQ(read([&](db::Tx& tx) { return find_user(tx, ani_)->name; }), "");
}

TEST_P(DeletionTest, comes_after_a_download_of_ones_own_data) {
  const std::string cookie = log_in("ani@contoh.id");
  const http::Response file = show_own_data(request_with(cookie), shop_);
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.header("Cache-Control"), "private, no-store");
  EXPECT_THAT(std::string(file.header("Content-Disposition")), HasSubstr("attachment"));
  EXPECT_TRUE(std::filesystem::exists(file.file));
  std::filesystem::remove(file.file);
}

TEST_P(DeletionTest, downloads_that_follow_one_another_too_fast_wait) {
  const http::Request request = request_with(log_in("ani@contoh.id"));
  http::Response response;
  for (int i = 0; i < 6; ++i) {
    response = show_own_data(request, shop_);
    if (!response.file.empty()) std::filesystem::remove(response.file);
  }
  EXPECT_EQ(response.status, 429);
  EXPECT_THAT(response.body, HasSubstr("/profile/export"));
  EXPECT_FALSE(response.header("Retry-After").empty());
}

}  // namespace
}  // namespace hurtrock::accounts
