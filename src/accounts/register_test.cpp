#include <gmock/gmock.h>

#include "accounts/accounts_for_tests.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class RegisterTest : public AccountsTest {
 protected:
  http::Response register_as(const std::string& email, const std::string& password = "sandi yang panjang") {
    return submit_register(form_request({{"name", "Ani"}, {"email", email}, {"password", password}}), shop_);
  }
  http::Response open_link(const std::string& token) {
    http::Request request = request_with("");
    request.query = http::Fields({{"token", token}});
    return verify_email(request, shop_);
  }
};
INSTANTIATE_TEST_SUITE_P(, RegisterTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(RegisterTest, creates_an_unverified_buyer_and_mails_a_link) {
  EXPECT_EQ(register_as("Ani@Contoh.id").status, 200);
  const User ani = user("ani@contoh.id");
  EXPECT_EQ(ani.role, http::Role::kBuyer);
  EXPECT_EQ(ani.verified_at, std::nullopt);
  EXPECT_TRUE(crypto::verify_password(ani.password_hash, Secret{"sandi yang panjang"}));
  EXPECT_THAT(newest_mail("account_verify"), HasSubstr("https://toko.example/verify-email?token="));
  EXPECT_EQ(wakes_, 1);
}

TEST_P(RegisterTest, a_known_mailbox_gets_the_same_answer_as_a_new_one) {
  add_user("known@contoh.id", http::Role::kBuyer, "hash");
  // Only the mailbox's name may differ: it has the same length here.
  const http::Response fresh = register_as("fresh@contoh.id");
  http::Response known = register_as("known@contoh.id");
  EXPECT_EQ(known.status, fresh.status);
  EXPECT_EQ(known.headers, fresh.headers);
  for (auto at = known.body.find("known@"); at != std::string::npos; at = known.body.find("known@"))
    known.body.replace(at, 5, "fresh");
  EXPECT_EQ(known.body, fresh.body);
}

TEST_P(RegisterTest, the_api_answers_alike_for_a_known_and_a_new_mailbox) {
  add_user("known@contoh.id", http::Role::kBuyer, "hash");
  const auto ask = [&](const std::string& email) {
    http::Request request = request_with("");
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = R"({"name": "Ani", "email": ")" + email + R"(", "password": "sandi yang panjang"})";
    return api_register(request, shop_);
  };
  EXPECT_EQ(ask("fresh@contoh.id").status, 201);
  EXPECT_EQ(ask("known@contoh.id").status, 201);
  EXPECT_THAT(ask("known@contoh.id").body, HasSubstr(R"("status":"verification_sent")"));
}

TEST_P(RegisterTest, a_known_mailbox_keeps_its_account_and_its_owner_is_told) {
  add_user("known@contoh.id", http::Role::kStaff, "hash");
  register_as("known@contoh.id", "password of a stranger");
  EXPECT_EQ(user("known@contoh.id").password_hash, "hash");
  EXPECT_EQ(user("known@contoh.id").role, http::Role::kStaff);
  EXPECT_THAT(newest_mail("account_known"), HasSubstr("https://toko.example/password/forgot"));
  EXPECT_EQ(newest_mail("account_verify"), "");
}

TEST_P(RegisterTest, the_owner_of_a_known_mailbox_is_told_once_an_hour_at_most) {
  add_user("known@contoh.id", http::Role::kBuyer, "hash");
  for (int i = 0; i < 3; ++i) register_as("known@contoh.id");
  EXPECT_EQ(count("outbox_mails"), 1);
  clock_.advance(1h);
  register_as("known@contoh.id");
  EXPECT_EQ(count("outbox_mails"), 2);
}

TEST_P(RegisterTest, wrong_input_is_shown_again_without_the_password) {
  const http::Response response = register_as("nobody", "kata sandi rahasia");
  EXPECT_EQ(response.status, 422);
  EXPECT_THAT(response.body, HasSubstr("nobody"));
  EXPECT_THAT(response.body, Not(HasSubstr("kata sandi rahasia")));
  EXPECT_EQ(count("users"), 0);
}

TEST_P(RegisterTest, a_password_of_seven_characters_is_refused) {
  EXPECT_EQ(register_as("ani@contoh.id", "gq7vkz2").status, 422);
  EXPECT_EQ(register_as("ani@contoh.id", "gq7vkz2m").status, 200);
}

TEST_P(RegisterTest, a_password_that_is_easy_to_guess_is_refused_at_its_field) {
  for (const char* easy : {"password123", "12345678", "ani@contoh.id"}) {
    const http::Response refused = register_as("ani@contoh.id", easy);
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("Kata sandi ini mudah ditebak"));
  }
  EXPECT_EQ(count("users"), 0);
  EXPECT_EQ(count("outbox_mails"), 0);
}

TEST_P(RegisterTest, the_api_refuses_an_easy_password_too) {
  http::Request request = request_with("");
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = R"({"name": "Ani", "email": "ani@contoh.id", "password": "Passw0rd!23"})";
  const http::Response refused = api_register(request, shop_);
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr(R"("code":"easy")"));
  EXPECT_EQ(count("users"), 0);
}

TEST_P(RegisterTest, a_shop_for_development_takes_easy_passwords) {
  shop_.refuses_easy_passwords = false;
  EXPECT_EQ(register_as("ani@contoh.id", "password123").status, 200);
  EXPECT_EQ(count("users"), 1);
}

TEST_P(RegisterTest, the_mailed_link_verifies_once) {
  register_as("ani@contoh.id");
  const std::string token = mailed_token("account_verify");
  open_link(token);
  const auto verified = user("ani@contoh.id").verified_at;
  EXPECT_EQ(verified, clock_.now());
  clock_.advance(1h);
  open_link(token);
  EXPECT_EQ(user("ani@contoh.id").verified_at, verified);
}

TEST_P(RegisterTest, orders_of_the_mailbox_are_claimed_once_it_is_proved_and_not_before) {
  register_as("ani@contoh.id");
  log_in("ani@contoh.id");
  open_link("invented");
  EXPECT_THAT(claims_, testing::IsEmpty());
  open_link(mailed_token("account_verify"));
  EXPECT_THAT(claims_, testing::ElementsAre(std::pair(user("ani@contoh.id").id, std::string("ani@contoh.id"))));
}

TEST_P(RegisterTest, the_page_after_registering_says_what_comes_next) {
  const http::Response sent = submit_register(form_request({{"name", "Ani"},
                                                            {"email", "ani@contoh.id"},
                                                            {"password", "sandi yang panjang"},
                                                            {"return_to", "/checkout"}}),
                                              shop_);
  EXPECT_THAT(sent.body, HasSubstr("Setelah itu masuk dengan email dan kata sandi tadi"));
  EXPECT_THAT(sent.body, HasSubstr("href=\"/login?return_to=%2Fcheckout\""));
}

TEST_P(RegisterTest, whoever_has_verified_is_offered_to_log_in_unless_logged_in) {
  register_as("ani@contoh.id");
  EXPECT_THAT(open_link(mailed_token("account_verify")).body, HasSubstr("btn--block\" href=\"/login\""));
  register_as("budi@contoh.id");
  http::Request request = request_with(log_in("budi@contoh.id"));
  request.query = http::Fields({{"token", mailed_token("account_verify")}});
  const http::Response verified = verify_email(request, shop_);
  EXPECT_THAT(verified.body, HasSubstr("Email terverifikasi"));
  EXPECT_THAT(verified.body, Not(HasSubstr("btn--block\" href=\"/login\"")));
}

TEST_P(RegisterTest, the_mailed_link_ends_after_three_days) {
  register_as("ani@contoh.id");
  clock_.advance(72h);
  open_link(mailed_token("account_verify"));
  EXPECT_EQ(user("ani@contoh.id").verified_at, std::nullopt);
}

TEST_P(RegisterTest, a_made_up_link_verifies_nobody) {
  register_as("ani@contoh.id");
  open_link("invented");
  open_link("");
  EXPECT_EQ(user("ani@contoh.id").verified_at, std::nullopt);
}

}  // namespace
}  // namespace hurtrock::accounts
