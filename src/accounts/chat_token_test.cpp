#include "accounts/chat_token.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "accounts/accounts_for_tests.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;

const Secret kSecret{"a secret of at least thirty-two bytes"};
constexpr Time kNow = from_micros(1'795'000'000'000'000);

ChatIdentity ani() {
  return {.account = 17,
          .name = "Ani \"Gitar\" Ünal",
          .role = http::Role::kStaff,
          .language = i18n::Language::kEnglish,
          .former_guests = {"one", "two"},
          .expires_at = kNow + 10min};
}

class ChatToken : public testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
};

TEST_F(ChatToken, tells_who_asked_for_it) {
  const auto identity = read_chat_token(kSecret, make_chat_token(kSecret, ani()), kNow);
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->account, 17);
  EXPECT_EQ(identity->name, ani().name);
  EXPECT_EQ(identity->role, http::Role::kStaff);
  EXPECT_EQ(identity->language, i18n::Language::kEnglish);
  EXPECT_EQ(identity->former_guests, ani().former_guests);
  EXPECT_EQ(identity->expires_at, kNow + 10min);
}

TEST_F(ChatToken, is_over_when_its_time_has_come) {
  const std::string token = make_chat_token(kSecret, ani());
  EXPECT_TRUE(read_chat_token(kSecret, token, kNow + 10min - 1s));
  EXPECT_EQ(read_chat_token(kSecret, token, kNow + 10min).error(), TokenRefusal::kExpired);
}

TEST_F(ChatToken, one_service_knows_the_other_for_a_minute) {
  const std::string shown = service_authorization(kSecret, kNow).reveal();
  EXPECT_TRUE(is_service(kSecret, shown, kNow));
  EXPECT_TRUE(is_service(kSecret, shown, kNow + 1min));
  EXPECT_FALSE(is_service(kSecret, shown, kNow + 1min + 1s));
  EXPECT_FALSE(is_service(kSecret, shown, kNow - 1min - 1s));
  EXPECT_FALSE(is_service(Secret{"another secret of thirty-two bytes"}, shown, kNow));
  for (std::size_t i = 0; i + 1 < shown.size(); ++i) {
    std::string changed = shown;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_FALSE(is_service(kSecret, changed, kNow)) << changed;
  }
  for (const char* const nonsense : {"", "Bearer x", "Hurtrock-Service ", "Hurtrock-Service .", "Hurtrock-Service 1"})
    EXPECT_FALSE(is_service(kSecret, nonsense, kNow)) << nonsense;
  EXPECT_FALSE(is_service(kSecret, "Bearer " + make_chat_token(kSecret, ani()), kNow));
}

TEST_F(ChatToken, cannot_be_changed_anywhere) {
  const std::string token = make_chat_token(kSecret, ani());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto read = read_chat_token(kSecret, changed, kNow);
    // The last characters' unused bits may say the same bytes; then it is the same token.
    if (read) EXPECT_EQ(read->account, 17) << i;
    if (i + 2 < token.size()) EXPECT_FALSE(read) << i;
  }
  EXPECT_FALSE(read_chat_token(kSecret, "", kNow));
  EXPECT_FALSE(read_chat_token(kSecret, "c1.", kNow));
  EXPECT_FALSE(read_chat_token(kSecret, "c1..", kNow));
  EXPECT_FALSE(read_chat_token(kSecret, std::string(10'000, 'a'), kNow));
}

TEST_F(ChatToken, of_another_secret_is_worth_nothing) {
  const Secret other{"another secret of at least thirty-two bytes"};
  EXPECT_EQ(read_chat_token(kSecret, make_chat_token(other, ani()), kNow).error(), TokenRefusal::kForged);
  // Nor is one signed with the secret itself: the key is made for this purpose.
  const std::string token = make_chat_token(kSecret, ani());
  const std::string signed_part = token.substr(0, token.rfind('.'));
  EXPECT_FALSE(
      read_chat_token(kSecret, signed_part + "." + crypto::base64url(crypto::hmac_sha256(kSecret, signed_part)), kNow));
}

class ChatTokenRoute : public AccountsTest {
 protected:
  ChatIdentity asked_for(const http::Response& response) {
    EXPECT_EQ(response.status, 200);
    const auto answer = boost::json::parse(response.body);
    EXPECT_EQ(answer.at("url").as_string(), "https://chat.toko.example");
    const auto identity = read_chat_token(kSecret, std::string(answer.at("token").as_string()), clock_.now());
    EXPECT_TRUE(identity);
    EXPECT_EQ(answer.at("expires_at").as_string(), rfc3339(identity->expires_at));
    return *identity;
  }
  http::Response ask(const std::string& cookie) { return api_chat_token(request_with(cookie), shop_); }
};
INSTANTIATE_TEST_SUITE_P(, ChatTokenRoute, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ChatTokenRoute, a_guest_is_the_same_guest_for_as_long_as_the_session_lasts) {
  const http::Response first = ask("");
  const std::string cookie(first.header("Set-Cookie"));
  ASSERT_FALSE(cookie.empty());
  const auto guest = asked_for(first);
  EXPECT_EQ(guest.account, 0);
  EXPECT_GE(guest.guest_key.size(), 20U);
  EXPECT_EQ(asked_for(ask(cookie)).guest_key, guest.guest_key);
  EXPECT_NE(asked_for(ask("")).guest_key, guest.guest_key);
}

TEST_P(ChatTokenRoute, an_account_is_known_by_its_number_and_role) {
  const auto id = add_user("staf@contoh.id", http::Role::kStaff);
  const auto identity = asked_for(ask(log_in("staf@contoh.id")));
  EXPECT_EQ(identity.account, id.value());
  EXPECT_EQ(identity.role, http::Role::kStaff);
  EXPECT_EQ(identity.guest_key, "");
  EXPECT_EQ(count("chat_guests"), 0);
}

TEST_P(ChatTokenRoute, staff_without_a_second_step_get_none_where_one_is_required) {
  shop_.second_step_required = true;
  const auto sari = add_user("sari@contoh.id", http::Role::kStaff);
  add_user("ani@contoh.id", http::Role::kAdmin);
  const std::string cookie = log_in("sari@contoh.id");
  for (const auto& refused : {ask(cookie), ask(cookie), ask(log_in("ani@contoh.id"))}) {
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(boost::json::parse(refused.body).at("code").as_string(), "second_step_required");
    EXPECT_FALSE(boost::json::parse(refused.body).at("detail").as_string().empty());
  }
  write([&](db::Tx& tx) {
    tx.execute("INSERT INTO second_steps (user_id, secret_box, created_at, confirmed_at) VALUES ($1, 'box', $2, $2)",
               sari, clock_.now());
  });
  EXPECT_EQ(asked_for(ask(cookie)).role, http::Role::kStaff);
}

TEST_P(ChatTokenRoute, guests_and_buyers_need_no_second_step) {
  shop_.second_step_required = true;
  add_user("ani@contoh.id");
  EXPECT_EQ(asked_for(ask("")).account, 0);
  EXPECT_EQ(asked_for(ask(log_in("ani@contoh.id"))).role, http::Role::kBuyer);
}

TEST_P(ChatTokenRoute, after_a_login_the_account_says_which_guest_it_was) {
  add_user("ani@contoh.id");
  const http::Response as_guest = ask("");
  const std::string key = asked_for(as_guest).guest_key;
  const std::string cookie =
      sessions_.log_in(request_with(std::string(as_guest.header("Set-Cookie"))), user("ani@contoh.id"), adopt_nothing())
          .cookie;
  EXPECT_EQ(asked_for(ask(cookie)).former_guests, std::vector<std::string>{key});
  EXPECT_EQ(asked_for(ask(log_in("ani@contoh.id"))).former_guests, std::vector<std::string>{key});
}

}  // namespace
}  // namespace hurtrock::accounts
