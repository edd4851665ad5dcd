#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "accounts/accounts_for_tests.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class AccountStore : public AccountsTest {
 protected:
  std::string make_token(UserId user, TokenPurpose purpose, std::chrono::hours lifetime = 1h) {
    return write([&](db::Tx& tx) { return create_token(tx, user, purpose, clock_.now(), clock_.now() + lifetime); });
  }
  std::optional<UserId> take(const std::string& token, TokenPurpose purpose) {
    return write([&](db::Tx& tx) { return take_token(tx, token, purpose, clock_.now()); });
  }
  std::optional<std::chrono::seconds> attempt(const std::string& key = "login:ani@contoh.id") {
    return write([&](db::Tx& tx) { return count_attempt(tx, key, clock_.now()); });
  }
  bool add(UserId user, const std::string& street) {
    return write([&](db::Tx& tx) {
      return add_address(tx, user, {.recipient = "Ani", .phone = "+62811", .street = street, .area_code = "31.71"},
                         clock_.now());
    });
  }
  std::vector<Address> addresses(UserId user) {
    return read([&](db::Tx& tx) { return addresses_of(tx, user); });
  }
};
INSTANTIATE_TEST_SUITE_P(, AccountStore, db::testing::every_dialect(), db::testing::name_of);

TEST_P(AccountStore, an_account_is_found_as_it_was_created) {
  const UserId id = *write([&](db::Tx& tx) {
    return create_user(tx,
                       {.email = "budi@contoh.id",
                        .name = "Budi",
                        .phone = "+62811",
                        .role = http::Role::kStaff,
                        .password_hash = "hash"},
                       clock_.now());
  });
  const User found = user("budi@contoh.id");
  EXPECT_EQ(found.id, id);
  EXPECT_EQ(found.name, "Budi");
  EXPECT_EQ(found.phone, "+62811");
  EXPECT_EQ(found.role, http::Role::kStaff);
  EXPECT_TRUE(found.active);
  EXPECT_EQ(found.verified_at, std::nullopt);
  EXPECT_EQ(found.password_hash, "hash");
}

TEST_P(AccountStore, a_mailbox_has_one_account) {
  const UserId first = add_user("ani@contoh.id");
  const auto second =
      write([&](db::Tx& tx) { return create_user(tx, {.email = "ani@contoh.id", .name = "Other"}, clock_.now()); });
  EXPECT_EQ(second, std::nullopt);
  EXPECT_EQ(user("ani@contoh.id").id, first);
  EXPECT_EQ(user("ani@contoh.id").name, "Ani");
}

TEST_P(AccountStore, a_mailbox_is_verified_once_and_keeps_the_moment) {
  const UserId id = add_user("ani@contoh.id");
  const Time first = clock_.now();
  write([&](db::Tx& tx) { mark_verified(tx, id, first); });
  write([&](db::Tx& tx) { mark_verified(tx, id, first + 1h); });
  EXPECT_EQ(user("ani@contoh.id").verified_at, first);
}

TEST_P(AccountStore, a_token_is_good_once) {
  const UserId id = add_user("ani@contoh.id");
  const std::string token = make_token(id, TokenPurpose::kResetPassword);
  EXPECT_EQ(take(token, TokenPurpose::kResetPassword), id);
  EXPECT_EQ(take(token, TokenPurpose::kResetPassword), std::nullopt);
}

TEST_P(AccountStore, looking_at_a_token_does_not_use_it_up) {
  const UserId id = add_user("ani@contoh.id");
  const std::string token = make_token(id, TokenPurpose::kResetPassword);
  const auto look = [&] {
    return read([&](db::Tx& tx) { return find_token(tx, token, TokenPurpose::kResetPassword, clock_.now()); });
  };
  EXPECT_EQ(look(), id);
  EXPECT_EQ(look(), id);
  take(token, TokenPurpose::kResetPassword);
  EXPECT_EQ(look(), std::nullopt);
}

TEST_P(AccountStore, a_token_is_good_for_its_purpose_only) {
  const std::string token = make_token(add_user("ani@contoh.id"), TokenPurpose::kVerifyEmail);
  EXPECT_EQ(take(token, TokenPurpose::kResetPassword), std::nullopt);
}

TEST_P(AccountStore, a_token_ends_with_its_lifetime) {
  const UserId id = add_user("ani@contoh.id");
  const std::string used = make_token(id, TokenPurpose::kResetPassword);
  const std::string late = make_token(id, TokenPurpose::kResetPassword);
  clock_.advance(1h - 1us);
  EXPECT_EQ(take(used, TokenPurpose::kResetPassword), id);
  clock_.advance(1us);
  EXPECT_EQ(take(late, TokenPurpose::kResetPassword), std::nullopt);
}

TEST_P(AccountStore, one_token_used_by_many_at_once_is_good_for_one) {
  const std::string token = make_token(add_user("ani@contoh.id"), TokenPurpose::kResetPassword);
  std::atomic<int> taken{0};
  {
    std::vector<std::jthread> rivals;
    for (int i = 0; i < 8; ++i)
      rivals.emplace_back([&] { taken += take(token, TokenPurpose::kResetPassword) ? 1 : 0; });
  }
  EXPECT_EQ(taken, 1);
}

TEST_P(AccountStore, a_token_is_not_in_the_database) {
  const std::string token = make_token(add_user("ani@contoh.id"), TokenPurpose::kResetPassword);
  EXPECT_EQ(read([&](db::Tx& tx) {
              return tx.one<std::int64_t>("SELECT COUNT(*) FROM account_tokens WHERE token_hash = $1", token);
            }),
            0);
  EXPECT_GE(token.size(), 43U) << "256 bits in base64url";
}

TEST_P(AccountStore, five_attempts_are_free_and_then_the_pause_doubles_up_to_a_minute) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(attempt(), std::nullopt) << i;
  for (const auto pause : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s}) {
    EXPECT_EQ(attempt(), pause);
    clock_.advance(pause - 1us);
    EXPECT_EQ(attempt(), 1s);
    clock_.advance(1us);
    EXPECT_EQ(attempt(), std::nullopt) << "the owner is let in again after " << pause.count() << " s";
  }
}

TEST_P(AccountStore, asking_during_the_pause_does_not_lengthen_it) {
  for (int i = 0; i < 5; ++i) attempt();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(attempt(), 1s);
  clock_.advance(1s);
  EXPECT_EQ(attempt(), std::nullopt);
}

TEST_P(AccountStore, attempts_are_forgotten_after_a_quarter_of_an_hour) {
  for (int i = 0; i < 5; ++i) attempt();
  clock_.advance(15min);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(attempt(), std::nullopt) << i;
  EXPECT_EQ(attempt(), 1s);
}

TEST_P(AccountStore, a_success_forgets_the_attempts) {
  for (int i = 0; i < 5; ++i) attempt();
  write([](db::Tx& tx) { forget_attempts(tx, "login:ani@contoh.id"); });
  EXPECT_EQ(attempt(), std::nullopt);
}

TEST_P(AccountStore, attempts_on_one_account_do_not_slow_another) {
  for (int i = 0; i < 6; ++i) attempt();
  EXPECT_EQ(attempt("login:budi@contoh.id"), std::nullopt);
}

TEST_P(AccountStore, attempts_that_come_at_once_are_all_counted) {
  std::atomic<int> free{0};
  {
    std::vector<std::jthread> rivals;
    for (int i = 0; i < 16; ++i) rivals.emplace_back([&] { free += attempt() ? 0 : 1; });
  }
  EXPECT_EQ(free, 5);
}

TEST_P(AccountStore, a_user_sees_and_ends_own_sessions_only) {
  const UserId ani = add_user("ani@contoh.id");
  const UserId budi = add_user("budi@contoh.id");
  log_in("ani@contoh.id");
  const auto sessions = read([&](db::Tx& tx) { return sessions_of(tx, ani, clock_.now()); });
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0].user_agent, "Firefox/130.0 (Linux)");
  EXPECT_EQ(sessions[0].remote_address, "203.0.113.7");
  EXPECT_THAT(read([&](db::Tx& tx) { return sessions_of(tx, budi, clock_.now()); }), IsEmpty());
  EXPECT_FALSE(write([&](db::Tx& tx) { return delete_session(tx, budi, sessions[0].id); }));
  EXPECT_TRUE(write([&](db::Tx& tx) { return delete_session(tx, ani, sessions[0].id); }));
}

TEST_P(AccountStore, other_sessions_end_and_the_kept_one_stays) {
  const UserId ani = add_user("ani@contoh.id");
  for (int i = 0; i < 3; ++i) log_in("ani@contoh.id");
  const SessionId kept = read([&](db::Tx& tx) { return sessions_of(tx, ani, clock_.now()); })[1].id;
  write([&](db::Tx& tx) { delete_other_sessions(tx, ani, kept); });
  const auto left = read([&](db::Tx& tx) { return sessions_of(tx, ani, clock_.now()); });
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].id, kept);
  write([&](db::Tx& tx) { delete_other_sessions(tx, ani, std::nullopt); });
  EXPECT_EQ(count("sessions"), 0);
}

TEST_P(AccountStore, the_first_address_becomes_the_default) {
  const UserId ani = add_user("ani@contoh.id");
  add(ani, "Jl. Satu");
  add(ani, "Jl. Dua");
  const auto list = addresses(ani);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].street, "Jl. Satu");
  EXPECT_TRUE(list[0].is_default);
  EXPECT_FALSE(list[1].is_default);
}

TEST_P(AccountStore, when_the_default_address_goes_the_oldest_other_takes_its_place) {
  const UserId ani = add_user("ani@contoh.id");
  for (const std::string_view street : {"Jl. Satu", "Jl. Dua", "Jl. Tiga"}) add(ani, std::string(street));
  const std::int64_t first = addresses(ani)[0].id, last = addresses(ani)[2].id;
  write([&](db::Tx& tx) { return delete_address(tx, ani, last); });
  EXPECT_EQ(addresses(ani)[0].id, first);
  write([&](db::Tx& tx) { return delete_address(tx, ani, first); });
  ASSERT_EQ(addresses(ani).size(), 1U);
  EXPECT_EQ(addresses(ani)[0].street, "Jl. Dua");
  EXPECT_TRUE(addresses(ani)[0].is_default);
}

TEST_P(AccountStore, two_first_addresses_at_once_leave_one_default) {
  const UserId ani = add_user("ani@contoh.id");
  std::vector<std::jthread> tabs;
  for (int i = 0; i < 4; ++i) tabs.emplace_back([&] { add(ani, "Jl. Bersama"); });
  tabs.clear();
  EXPECT_EQ(std::ranges::count(addresses(ani), true, &Address::is_default), 1);
  EXPECT_EQ(addresses(ani).size(), 4U);
}

TEST_P(AccountStore, an_account_has_at_most_twenty_addresses) {
  const UserId ani = add_user("ani@contoh.id");
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(add(ani, "Jl. Mawar"));
  EXPECT_FALSE(add(ani, "Jl. Mawar"));
  EXPECT_EQ(addresses(ani).size(), 20U);
}

TEST_P(AccountStore, a_changed_address_stays_the_default_it_was) {
  const UserId ani = add_user("ani@contoh.id");
  add(ani, "Jl. Satu");
  add(ani, "Jl. Dua");
  Address changed = addresses(ani)[0];
  changed.street = "Jl. Baru";
  changed.postal_code = "40153";
  changed.is_default = false;
  EXPECT_TRUE(write([&](db::Tx& tx) { return change_address(tx, ani, changed); }));
  const auto list = addresses(ani);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].street, "Jl. Baru");
  EXPECT_EQ(list[0].postal_code, "40153");
  EXPECT_TRUE(list[0].is_default);
  EXPECT_EQ(list[1].street, "Jl. Dua");
}

TEST_P(AccountStore, an_address_may_take_the_place_of_the_default) {
  const UserId ani = add_user("ani@contoh.id");
  add(ani, "Jl. Satu");
  add(ani, "Jl. Dua");
  Address second = addresses(ani)[1];
  second.is_default = true;
  EXPECT_TRUE(write([&](db::Tx& tx) { return change_address(tx, ani, second); }));
  EXPECT_EQ(addresses(ani)[0].street, "Jl. Dua");
  EXPECT_EQ(std::ranges::count(addresses(ani), true, &Address::is_default), 1);
}

TEST_P(AccountStore, nobody_changes_anothers_address) {
  const UserId ani = add_user("ani@contoh.id");
  const UserId budi = add_user("budi@contoh.id");
  add(ani, "Jl. Satu");
  add(budi, "Jl. Budi");
  Address taken = addresses(ani)[0];
  taken.street = "Jl. Lain";
  taken.is_default = true;
  EXPECT_FALSE(write([&](db::Tx& tx) { return change_address(tx, budi, taken); }));
  EXPECT_EQ(addresses(ani)[0].street, "Jl. Satu");
  EXPECT_TRUE(addresses(budi)[0].is_default);
}

TEST_P(AccountStore, nobody_deletes_anothers_address) {
  const UserId ani = add_user("ani@contoh.id");
  const UserId budi = add_user("budi@contoh.id");
  add(ani, "Jl. Satu");
  const std::int64_t id = addresses(ani)[0].id;
  EXPECT_FALSE(write([&](db::Tx& tx) { return delete_address(tx, budi, id); }));
  EXPECT_TRUE(write([&](db::Tx& tx) { return delete_address(tx, ani, id); }));
  EXPECT_THAT(addresses(ani), IsEmpty());
}

}  // namespace
}  // namespace hurtrock::accounts
