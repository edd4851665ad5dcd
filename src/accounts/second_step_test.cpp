#include "accounts/second_step.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "accounts/accounts_for_tests.hpp"
#include "accounts/second_step_store.hpp"
#include "accounts/staff.hpp"
#include "accounts/totp.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;
using testing::SizeIs;

// Hashing costs time: ten codes for all.
const RecoveryCodes& codes() {
  static const RecoveryCodes made = make_recovery_codes();
  return made;
}

class SecondStepTest : public AccountsTest {
 protected:
  void SetUp() override {
    sari_ = add_user("sari@contoh.id", http::Role::kStaff);
    begin();
    key_ = *key();
  }
  bool begin() {
    return write([&](db::Tx& tx) { return begin_second_step(tx, shop_.session_secret, sari_, clock_.now()); });
  }
  std::optional<Secret> key() {
    return read([&](db::Tx& tx) { return unconfirmed_key(tx, shop_.session_secret, sari_, clock_.now()); });
  }
  std::string code(std::int64_t later = 0) { return totp::code_at(key_, totp::step_at(clock_.now()) + later); }
  bool confirm(const std::string& typed) {
    return write([&](db::Tx& tx) {
      if (!confirm_second_step(tx, shop_.session_secret, sari_, typed, clock_.now())) return false;
      store_recovery_codes(tx, sari_, codes());
      return true;
    });
  }
  std::expected<void, CodeRefused> check(const std::string& typed) {
    return check_code(*db_, clock_, shop_.session_secret, sari_, typed);
  }
  bool is_on() {
    return read([&](db::Tx& tx) { return has_second_step(tx, sari_); });
  }

  UserId sari_;
  Secret key_;
};
INSTANTIATE_TEST_SUITE_P(, SecondStepTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SecondStepTest, it_is_on_once_a_first_code_has_shown_that_the_device_has_the_key) {
  EXPECT_FALSE(is_on());
  EXPECT_FALSE(confirm("000000"));
  EXPECT_TRUE(confirm(code()));
  EXPECT_TRUE(is_on());
  EXPECT_EQ(key(), std::nullopt) << "it is not shown any more";
}

TEST_P(SecondStepTest, a_key_waits_for_its_first_code_for_a_quarter_of_an_hour) {
  clock_.advance(kSetUpCounts);
  EXPECT_FALSE(confirm(code()));
  EXPECT_TRUE(begin());
  key_ = *key();
  EXPECT_TRUE(confirm(code()));
}

TEST_P(SecondStepTest, a_key_that_counts_is_not_replaced_by_beginning_again) {
  ASSERT_TRUE(confirm(code()));
  EXPECT_FALSE(begin());
  EXPECT_TRUE(check(code(1)));
}

TEST_P(SecondStepTest, a_code_works_once_and_no_earlier_one_after_it) {
  ASSERT_TRUE(confirm(code()));
  EXPECT_FALSE(check(code())) << "it confirmed the key";
  clock_.advance(30s);
  const std::string now = code();
  EXPECT_TRUE(check(now));
  EXPECT_FALSE(check(now));
  EXPECT_FALSE(check(code(-1)));
  EXPECT_TRUE(check(code(1)));
}

TEST_P(SecondStepTest, one_code_used_by_many_at_once_is_good_for_one) {
  ASSERT_TRUE(confirm(code()));
  clock_.advance(30s);
  const std::string now = code();
  std::atomic<int> taken{0};
  {
    std::vector<std::jthread> rivals;
    for (int i = 0; i < 4; ++i) rivals.emplace_back([&] { taken += check(now) ? 1 : 0; });
  }
  EXPECT_EQ(taken, 1);
}

TEST_P(SecondStepTest, a_code_may_be_typed_in_groups) {
  ASSERT_TRUE(confirm(code()));
  EXPECT_TRUE(check(code(1).insert(3, " ")));
}

TEST_P(SecondStepTest, a_recovery_code_works_once) {
  ASSERT_TRUE(confirm(code()));
  ASSERT_THAT(codes().codes, SizeIs(kRecoveryCodes));
  EXPECT_TRUE(check(codes().codes[3]));
  EXPECT_FALSE(check(codes().codes[3]));
  EXPECT_TRUE(check(text::lower(codes().codes[9])));
  EXPECT_EQ(read([&](db::Tx& tx) { return find_second_step(tx, sari_); })->recovery_codes, 8);
}

TEST_P(SecondStepTest, the_sixth_wrong_code_waits_even_when_the_next_one_is_right) {
  ASSERT_TRUE(confirm(code()));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(check("12345").error().wait, std::nullopt);
  EXPECT_EQ(check(code(1)).error().wait, 1s);
  clock_.advance(1s);
  EXPECT_TRUE(check(code(1)));
}

TEST_P(SecondStepTest, what_is_stored_opens_with_the_shops_secret_and_for_its_owner_only) {
  ASSERT_TRUE(confirm(code()));
  const auto box = read([](db::Tx& tx) { return tx.one<std::string>("SELECT secret_box FROM second_steps"); });
  EXPECT_EQ(box.find(key_.reveal()), std::string::npos);
  EXPECT_EQ(read([&](db::Tx& tx) { return confirmed_key(tx, Secret{"another secret of thirty-two byte"}, sari_); }),
            std::nullopt);
  const UserId budi = add_user("budi@contoh.id", http::Role::kStaff);
  write([&](db::Tx& tx) {
    tx.execute("INSERT INTO second_steps (user_id, secret_box, created_at, confirmed_at) VALUES ($1, $2, $3, $3)", budi,
               box, clock_.now());
  });
  EXPECT_EQ(read([&](db::Tx& tx) { return confirmed_key(tx, shop_.session_secret, budi); }), std::nullopt);
}

TEST_P(SecondStepTest, removed_it_takes_its_recovery_codes_along) {
  ASSERT_TRUE(confirm(code()));
  EXPECT_TRUE(write([&](db::Tx& tx) { return remove_second_step(tx, sari_); }));
  EXPECT_FALSE(is_on());
  EXPECT_EQ(count("recovery_codes"), 0);
  EXPECT_FALSE(check(codes().codes[0]));
}

TEST_P(SecondStepTest, who_becomes_a_buyer_loses_it) {
  ASSERT_TRUE(confirm(code()));
  const UserId ani = add_user("ani@contoh.id", http::Role::kAdmin);
  EXPECT_TRUE(write([&](db::Tx& tx) { return set_role(tx, ani, {sari_, 1}, http::Role::kBuyer); }));
  EXPECT_FALSE(is_on());
}

class LoginCodeTest : public SecondStepTest {
 protected:
  void SetUp() override {
    SecondStepTest::SetUp();
    static const std::string hash = crypto::hash_password(Secret{"kata sandi"});
    write([&](db::Tx& tx) { set_password(tx, sari_, hash); });
    ASSERT_TRUE(confirm(code()));
  }
  /// The cookie between the two steps.
  std::string half_log_in() {
    const auto response = submit_login(form_request({{"email", "sari@contoh.id"}, {"password", "kata sandi"}}), shop_);
    EXPECT_EQ(response.header("Location"), "/login/code");
    return cookie_pair(std::string(response.header("Set-Cookie")));
  }
  http::Response show(const std::string& cookie, const std::string& typed) {
    http::Request request = form_request({{"code", typed}});
    request.headers.emplace_back("Cookie", cookie);
    return submit_login_code(request, shop_);
  }
};
INSTANTIATE_TEST_SUITE_P(, LoginCodeTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(LoginCodeTest, the_password_alone_starts_no_session) {
  half_log_in();
  EXPECT_EQ(count("sessions"), 0);
}

TEST_P(LoginCodeTest, password_and_code_start_one) {
  EXPECT_EQ(show(half_log_in(), code(1)).header("Location"), "/admin/orders");
  EXPECT_EQ(count("sessions"), 1);
}

TEST_P(LoginCodeTest, the_time_for_the_code_ends_after_five_minutes) {
  const std::string cookie = half_log_in();
  clock_.advance(5min);
  EXPECT_EQ(show(cookie, code()).header("Location"), "/login?notice=again");
}

TEST_P(LoginCodeTest, whoever_is_switched_off_between_the_steps_is_not_let_in) {
  const std::string cookie = half_log_in();
  write([&](db::Tx& tx) { tx.execute("UPDATE users SET active = 0"); });
  EXPECT_EQ(show(cookie, code(1)).header("Location"), "/login?notice=again");
  EXPECT_EQ(count("sessions"), 0);
}

}  // namespace
}  // namespace hurtrock::accounts
