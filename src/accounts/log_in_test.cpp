#include <gmock/gmock.h>

#include "accounts/accounts_for_tests.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

// Hashing costs time: one password for all.
const std::string& hash_of_kata_sandi() {
  static const std::string hash = crypto::hash_password(Secret{"kata sandi"});
  return hash;
}

class LogInTest : public AccountsTest {
 protected:
  void SetUp() override { ani_ = add_user("ani@contoh.id", http::Role::kBuyer, hash_of_kata_sandi()); }

  http::Response log_in_with(const std::string& password, const std::string& return_to = "",
                             const std::string& email = "ani@contoh.id") {
    return submit_login(form_request({{"email", email}, {"password", password}, {"return_to", return_to}}), shop_);
  }
  http::Response api_log_in_with(const std::string& email, const std::string& password) {
    http::Request request = request_with("");
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = R"({"email": ")" + email + R"(", "password": ")" + password + R"("})";
    return api_login(request, shop_);
  }

  UserId ani_;
};
INSTANTIATE_TEST_SUITE_P(, LogInTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(LogInTest, the_right_password_opens_a_session_of_that_user) {
  const http::Response response = log_in_with("kata sandi");
  EXPECT_EQ(response.status, 303);
  const http::Request next = request_with(std::string(response.header("Set-Cookie")));
  ASSERT_TRUE(next.visitor.user);
  EXPECT_EQ(next.visitor.user->id, ani_.value());
}

TEST_P(LogInTest, a_wrong_password_and_an_unknown_mailbox_are_answered_alike) {
  const http::Response wrong = api_log_in_with("ani@contoh.id", "not this one");
  const http::Response unknown = api_log_in_with("who@contoh.id", "not this one");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, wrong.status);
  EXPECT_EQ(unknown.headers, wrong.headers);
  EXPECT_EQ(unknown.body, wrong.body);
}

TEST_P(LogInTest, a_switched_off_account_is_answered_like_a_wrong_password) {
  write([&](db::Tx& tx) { tx.execute("UPDATE users SET active = 0 WHERE id = $1", ani_); });
  const http::Response off = api_log_in_with("ani@contoh.id", "kata sandi");
  EXPECT_EQ(off.status, 401);
  EXPECT_EQ(off.body, api_log_in_with("who@contoh.id", "kata sandi").body);
  EXPECT_EQ(count("sessions"), 0);
}

TEST_P(LogInTest, an_account_without_password_lets_nobody_in) {
  add_user("tanpa@contoh.id");
  EXPECT_EQ(api_log_in_with("tanpa@contoh.id", "kata sandi").status, 401);
}

TEST_P(LogInTest, the_sixth_attempt_waits_even_with_the_right_password) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(log_in_with("not this one").status, 422);
  const http::Response sixth = log_in_with("kata sandi");
  EXPECT_EQ(sixth.status, 429);
  EXPECT_EQ(sixth.header("Retry-After"), "1");
  clock_.advance(1s);
  EXPECT_EQ(log_in_with("kata sandi").status, 303);
}

TEST_P(LogInTest, a_login_claims_the_orders_of_a_proved_mailbox_only) {
  EXPECT_EQ(log_in_with("kata sandi").status, 303);
  EXPECT_EQ(api_log_in_with("ani@contoh.id", "kata sandi").status, 200);
  EXPECT_THAT(claims_, testing::IsEmpty());
  write([&](db::Tx& tx) { mark_verified(tx, ani_, clock_.now()); });
  const auto claim = std::pair(ani_, std::string("ani@contoh.id"));
  EXPECT_EQ(log_in_with("kata sandi").status, 303);
  EXPECT_EQ(api_log_in_with("ani@contoh.id", "kata sandi").status, 200);
  EXPECT_THAT(claims_, testing::ElementsAre(claim, claim));
}

TEST_P(LogInTest, guesses_from_one_ipv6_network_are_counted_together) {
  const auto guess = [&](const std::string& address) {
    auto request = form_request({{"email", "ani@contoh.id"}, {"password", "not this one"}});
    request.remote_address = address;
    return submit_login(request, shop_).status;
  };
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(guess("2001:db8:1:2::" + std::to_string(i)), 422);
  EXPECT_EQ(guess("2001:db8:1:2::6"), 429);
  EXPECT_EQ(guess("2001:db8:1:3::1"), 422);
}

TEST_P(LogInTest, an_unknown_mailbox_is_slowed_like_a_known_one) {
  for (int i = 0; i < 5; ++i) api_log_in_with("who@contoh.id", "not this one");
  EXPECT_EQ(api_log_in_with("who@contoh.id", "not this one").status, 429);
}

TEST_P(LogInTest, a_success_clears_the_count) {
  for (int i = 0; i < 4; ++i) log_in_with("not this one");
  EXPECT_EQ(log_in_with("kata sandi").status, 303);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(log_in_with("not this one").status, 422);
}

TEST_P(LogInTest, the_way_back_leads_nowhere_else) {
  EXPECT_EQ(log_in_with("kata sandi", "/checkout?step=2").header("Location"), "/checkout?step=2");
  EXPECT_EQ(log_in_with("kata sandi", "//evil.example").header("Location"), "/profile");
  EXPECT_EQ(log_in_with("kata sandi", "https://evil.example").header("Location"), "/profile");
}

TEST_P(LogInTest, staff_come_to_their_orders) {
  add_user("sari@contoh.id", http::Role::kStaff, hash_of_kata_sandi());
  EXPECT_EQ(log_in_with("kata sandi", "", "sari@contoh.id").header("Location"), "/admin/orders");
}

TEST_P(LogInTest, a_refused_password_is_not_shown_again) {
  EXPECT_THAT(log_in_with("salah sekali").body, Not(HasSubstr("salah sekali")));
}

class ResetTest : public LogInTest {
 protected:
  http::Response forget(const std::string& email) { return submit_forgot(form_request({{"email", email}}), shop_); }
  http::Response reset(const std::string& token, const std::string& password = "sandi yang baru") {
    return submit_reset(form_request({{"token", token}, {"password", password}}), shop_);
  }
};
INSTANTIATE_TEST_SUITE_P(, ResetTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ResetTest, known_and_unknown_mailboxes_are_answered_alike) {
  const http::Response known = forget("ani@contoh.id");
  const http::Response unknown = forget("who@contoh.id");
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(unknown.status, known.status);
  EXPECT_EQ(unknown.headers, known.headers);
  EXPECT_EQ(unknown.body, known.body);
  EXPECT_EQ(count("outbox_mails"), 1);
}

TEST_P(ResetTest, the_sixth_wish_for_one_mailbox_sends_nothing_and_is_answered_alike) {
  std::string body;
  for (int i = 0; i < 6; ++i) body = forget("ani@contoh.id").body;
  EXPECT_EQ(count("outbox_mails"), 5);
  EXPECT_EQ(body, forget("who@contoh.id").body);
}

TEST_P(ResetTest, the_mailed_link_sets_a_new_password_once) {
  forget("ani@contoh.id");
  const std::string token = mailed_token("account_reset");
  EXPECT_EQ(reset(token).status, 303);
  EXPECT_TRUE(crypto::verify_password(user("ani@contoh.id").password_hash, Secret{"sandi yang baru"}));
  EXPECT_EQ(reset(token, "sandi orang lain").status, 410);
  EXPECT_TRUE(crypto::verify_password(user("ani@contoh.id").password_hash, Secret{"sandi yang baru"}));
}

TEST_P(ResetTest, a_new_password_ends_every_session) {
  const std::string cookie = log_in("ani@contoh.id");
  forget("ani@contoh.id");
  reset(mailed_token("account_reset"));
  EXPECT_FALSE(request_with(cookie).visitor.session);
}

TEST_P(ResetTest, the_mailed_link_proves_the_mailbox) {
  forget("ani@contoh.id");
  reset(mailed_token("account_reset"));
  EXPECT_EQ(user("ani@contoh.id").verified_at, clock_.now());
  EXPECT_THAT(claims_, testing::ElementsAre(std::pair(ani_, std::string("ani@contoh.id"))));
}

TEST_P(ResetTest, the_mailed_link_ends_after_an_hour) {
  forget("ani@contoh.id");
  clock_.advance(1h);
  EXPECT_EQ(reset(mailed_token("account_reset")).status, 410);
}

TEST_P(ResetTest, a_password_that_is_too_short_leaves_the_link_usable) {
  forget("ani@contoh.id");
  const std::string token = mailed_token("account_reset");
  EXPECT_EQ(reset(token, "kurang").status, 422);
  EXPECT_EQ(reset(token).status, 303);
}

TEST_P(ResetTest, a_password_that_is_easy_to_guess_leaves_the_link_usable) {
  forget("ani@contoh.id");
  const std::string token = mailed_token("account_reset");
  for (const char* easy : {"password123", "ani@contoh.id"}) EXPECT_EQ(reset(token, easy).status, 422) << easy;
  EXPECT_EQ(reset(token).status, 303);
}

TEST_P(ResetTest, an_easy_password_is_not_taken_by_a_change_either) {
  auto request = request_with(log_in("ani@contoh.id"));
  const auto change = [&](const std::string& password) {
    request.form = http::Fields({{"current_password", "kata sandi"}, {"password", password}});
    return submit_password(request, shop_).status;
  };
  EXPECT_EQ(change("12345678"), 422);
  EXPECT_TRUE(crypto::verify_password(user("ani@contoh.id").password_hash, Secret{"kata sandi"}));
  EXPECT_EQ(change("senar putus jam tiga"), 303);
  EXPECT_TRUE(crypto::verify_password(user("ani@contoh.id").password_hash, Secret{"senar putus jam tiga"}));
}

TEST_P(ResetTest, an_older_link_ends_when_a_newer_one_was_used) {
  forget("ani@contoh.id");
  const std::string older = mailed_token("account_reset");
  forget("ani@contoh.id");
  EXPECT_EQ(reset(mailed_token("account_reset")).status, 303);
  EXPECT_EQ(reset(older).status, 410);
}

TEST_P(ResetTest, the_page_of_the_link_does_not_pass_its_address_on_to_other_sites) {
  http::Request request = request_with("");
  request.query = http::Fields({{"token", "anything"}});
  const http::Response response = show_reset(request, shop_);
  EXPECT_EQ(response.status, 410);
  EXPECT_EQ(response.header("Referrer-Policy"), "same-origin");
}

class PreferencesTest : public AccountsTest {};
INSTANTIATE_TEST_SUITE_P(, PreferencesTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(PreferencesTest, a_chosen_language_is_a_cookie_and_starts_no_session) {
  const auto response = submit_language(form_request({{"value", "en"}, {"return_to", "/cart"}}), shop_);
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.header("Location"), "/cart");
  EXPECT_THAT(std::string(response.header("Set-Cookie")), HasSubstr("language=en; Path=/; SameSite=Lax"));
  EXPECT_EQ(count("sessions"), 0);
}

TEST_P(PreferencesTest, an_unknown_language_is_refused) {
  EXPECT_EQ(submit_language(form_request({{"value", "id; Domain=evil"}}), shop_).status, 400);
}

}  // namespace
}  // namespace hurtrock::accounts
