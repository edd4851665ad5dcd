#include <gmock/gmock.h>

#include "accounts/accounts_for_tests.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class SessionsTest : public AccountsTest {
 protected:
  std::string anonymous() { return sessions_.start(request_with("")).cookie; }
  http::Visitor visitor(const std::string& cookie) { return request_with(cookie).visitor; }
};
INSTANTIATE_TEST_SUITE_P(, SessionsTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SessionsTest, an_anonymous_session_is_known_again_by_its_cookie) {
  const auto started = sessions_.start(request_with(""));
  const auto seen = visitor(started.cookie);
  ASSERT_TRUE(seen.session);
  EXPECT_EQ(seen.session->id, started.session.id);
  EXPECT_FALSE(seen.user);
}

TEST_P(SessionsTest, a_visitor_without_cookie_or_with_a_made_up_one_has_no_session) {
  anonymous();
  EXPECT_FALSE(visitor("").session);
  EXPECT_FALSE(visitor("__Host-hurtrock_session=invented").session);
  EXPECT_FALSE(visitor("__Host-hurtrock_session=" + std::string(5'000, 'a')).session);
}

TEST_P(SessionsTest, the_cookie_is_out_of_reach_of_scripts_and_other_sites) {
  const std::string cookie = anonymous();
  EXPECT_THAT(cookie, HasSubstr("; HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("; SameSite=Lax"));
  EXPECT_THAT(cookie, HasSubstr("; Path=/;"));
  EXPECT_THAT(cookie, HasSubstr("; Max-Age=2592000"));
  EXPECT_THAT(cookie, EndsWith("; Secure"));
  EXPECT_THAT(cookie, Not(HasSubstr("Domain")));
}

TEST_P(SessionsTest, with_tls_no_other_host_and_no_plain_http_can_plant_the_cookie) {
  const std::string cookie = anonymous();
  EXPECT_THAT(cookie, StartsWith("__Host-hurtrock_session="));
  const std::string planted = cookie_pair(cookie).substr(std::string("__Host-").size());
  EXPECT_FALSE(visitor(planted).session);
  EXPECT_TRUE(visitor(cookie).session);
}

TEST_P(SessionsTest, a_shop_without_tls_leaves_the_secure_flag_out) {
  Sessions plain{*db_, clock_, {.secret = Secret{"a secret of at least thirty-two bytes"}}};
  const std::string cookie = plain.start(request_with("")).cookie;
  EXPECT_THAT(cookie, Not(HasSubstr("Secure")));
  EXPECT_THAT(cookie, StartsWith("hurtrock_session="));
}

TEST_P(SessionsTest, the_cookies_token_is_not_in_the_database) {
  const std::string token = cookie_pair(anonymous()).substr(std::string("__Host-hurtrock_session=").size());
  EXPECT_EQ(count("sessions WHERE token_hash = '" + token + "'"), 0);
  EXPECT_EQ(count("sessions WHERE token_hash = '" + crypto::sha256_hex(token) + "'"), 0);
  EXPECT_EQ(count("sessions"), 1);
}

TEST_P(SessionsTest, another_secret_ends_every_session) {
  const std::string cookie = anonymous();
  Sessions others{
      *db_, clock_, {.secret = Secret{"another secret of at least thirty-two bytes"}, .secure_cookie = true}};
  const auto seen_with = [&](Sessions& sessions) {
    http::Request request = request_with(cookie);
    request.visitor = {};
    sessions.resolve(request, request.visitor);
    return request.visitor.session.has_value();
  };
  EXPECT_FALSE(seen_with(others));
  EXPECT_TRUE(seen_with(sessions_));
}

TEST_P(SessionsTest, a_session_ends_thirty_days_after_it_was_last_seen) {
  const std::string cookie = anonymous();
  clock_.advance(29 * 24h);
  EXPECT_TRUE(visitor(cookie).session) << "seen: from here another thirty days";
  clock_.advance(30 * 24h - 1us);
  EXPECT_TRUE(visitor(cookie).session);
  clock_.advance(30 * 24h);
  EXPECT_FALSE(visitor(cookie).session);
}

TEST_P(SessionsTest, a_staff_session_ends_after_a_working_day_without_use) {
  add_user("sari@contoh.id", http::Role::kStaff);
  const std::string cookie = log_in("sari@contoh.id");
  EXPECT_THAT(cookie, HasSubstr("; Max-Age=50400"));
  clock_.advance(13h);
  EXPECT_TRUE(visitor(cookie).user);
  clock_.advance(14h);
  EXPECT_FALSE(visitor(cookie).session);
}

TEST_P(SessionsTest, a_buyers_session_ends_after_half_a_year_however_much_it_is_used) {
  add_user("ani@contoh.id");
  const std::string cookie = log_in("ani@contoh.id");
  for (int day = 0; day < 179; ++day) {
    clock_.advance(24h);
    ASSERT_TRUE(visitor(cookie).user) << day;
  }
  EXPECT_EQ(read([](db::Tx& tx) { return tx.one<Time>("SELECT expires_at FROM sessions"); }), clock_.now() + 24h);
  clock_.advance(24h - 1us);
  EXPECT_TRUE(visitor(cookie).user);
  clock_.advance(1us);
  EXPECT_FALSE(visitor(cookie).session);
  sessions_.forget_expired();
  EXPECT_EQ(count("sessions"), 0);
}

TEST_P(SessionsTest, a_staff_session_ends_after_thirty_days_however_much_it_is_used) {
  add_user("sari@contoh.id", http::Role::kAdmin);
  const std::string cookie = log_in("sari@contoh.id");
  for (int i = 0; i < 59; ++i) {
    clock_.advance(12h);
    ASSERT_TRUE(visitor(cookie).user) << i;
  }
  clock_.advance(12h - 1us);
  EXPECT_TRUE(visitor(cookie).user);
  clock_.advance(1us);
  EXPECT_FALSE(visitor(cookie).session);
}

TEST_P(SessionsTest, a_session_from_before_there_was_an_end_has_ended_when_it_is_old_enough) {
  add_user("ani@contoh.id");
  const std::string cookie = log_in("ani@contoh.id");
  write([&](db::Tx& tx) { tx.execute("UPDATE sessions SET created_at = $1", clock_.now() - 180 * 24h); });
  EXPECT_FALSE(visitor(cookie).session);
}

TEST_P(SessionsTest, no_session_gets_the_number_of_one_that_was) {
  const auto first = sessions_.start(request_with(""));
  sessions_.log_out(request_with(first.cookie));
  ASSERT_EQ(count("sessions"), 0);
  EXPECT_NE(sessions_.start(request_with("")).session.id, first.session.id);
}

TEST_P(SessionsTest, a_session_in_constant_use_is_written_every_five_minutes_only) {
  const std::string cookie = anonymous();
  const auto last_seen = [&] {
    return read([](db::Tx& tx) { return tx.one<Time>("SELECT last_seen_at FROM sessions"); });
  };
  const Time began = clock_.now();
  clock_.advance(5min - 1us);
  visitor(cookie);
  EXPECT_EQ(last_seen(), began);
  clock_.advance(1us);
  visitor(cookie);
  EXPECT_EQ(last_seen(), began + 5min);
}

TEST_P(SessionsTest, a_logged_in_visitor_is_the_user) {
  add_user("sari@contoh.id", http::Role::kAdmin);
  const auto seen = visitor(log_in("sari@contoh.id"));
  ASSERT_TRUE(seen.user);
  EXPECT_EQ(seen.user->email, "sari@contoh.id");
  EXPECT_EQ(seen.user->role, http::Role::kAdmin);
  EXPECT_TRUE(seen.is_staff());
  EXPECT_FALSE(seen.user->verified);
}

TEST_P(SessionsTest, a_user_who_was_switched_off_is_nobody_at_once) {
  const UserId id = add_user("ani@contoh.id");
  const std::string cookie = log_in("ani@contoh.id");
  write([&](db::Tx& tx) { tx.execute("UPDATE users SET active = 0 WHERE id = $1", id); });
  EXPECT_FALSE(visitor(cookie).user);
  EXPECT_FALSE(visitor(cookie).session);
}

TEST_P(SessionsTest, a_changed_role_counts_from_the_next_request) {
  const UserId id = add_user("ani@contoh.id", http::Role::kStaff);
  const std::string cookie = log_in("ani@contoh.id");
  write([&](db::Tx& tx) { tx.execute("UPDATE users SET role = 'buyer' WHERE id = $1", id); });
  EXPECT_FALSE(visitor(cookie).is_staff());
}

TEST_P(SessionsTest, login_gives_a_new_token_and_ends_the_old_session) {
  add_user("ani@contoh.id");
  const std::string before = anonymous();
  const std::string after = sessions_.log_in(request_with(before), user("ani@contoh.id"), adopt_nothing()).cookie;
  EXPECT_NE(cookie_pair(after), cookie_pair(before));
  EXPECT_FALSE(visitor(before).session);
  EXPECT_TRUE(visitor(after).user);
  EXPECT_EQ(count("sessions"), 1);
}

TEST_P(SessionsTest, a_cookie_planted_before_login_is_not_taken_over) {
  add_user("ani@contoh.id");
  const std::string after =
      sessions_.log_in(request_with("__Host-hurtrock_session=planted"), user("ani@contoh.id"), adopt_nothing()).cookie;
  EXPECT_NE(cookie_pair(after), "__Host-hurtrock_session=planted");
  EXPECT_FALSE(visitor("__Host-hurtrock_session=planted").session);
}

TEST_P(SessionsTest, login_hands_the_anonymous_session_to_the_account) {
  const UserId ani = add_user("ani@contoh.id");
  const http::Request request = request_with(anonymous());
  std::vector<std::pair<SessionId, UserId>> adopted;
  sessions_.log_in(request, user("ani@contoh.id"),
                   [&](db::Tx&, SessionId session, UserId user) { adopted = {{session, user}}; });
  ASSERT_EQ(adopted.size(), 1U);
  EXPECT_EQ(adopted[0], std::pair(SessionId{request.visitor.session->id}, ani));
}

TEST_P(SessionsTest, changing_accounts_hands_nothing_over) {
  add_user("ani@contoh.id");
  add_user("budi@contoh.id");
  const http::Request as_ani = request_with(log_in("ani@contoh.id"));
  bool adopted = false;
  sessions_.log_in(as_ani, user("budi@contoh.id"), [&](db::Tx&, SessionId, UserId) { adopted = true; });
  EXPECT_FALSE(adopted);
}

TEST_P(SessionsTest, a_login_that_fails_half_way_leaves_the_old_session) {
  add_user("ani@contoh.id");
  const std::string before = anonymous();
  EXPECT_THROW(sessions_.log_in(request_with(before), user("ani@contoh.id"),
                                [](db::Tx&, SessionId, UserId) { throw std::runtime_error("cart"); }),
               std::runtime_error);
  EXPECT_TRUE(visitor(before).session);
  EXPECT_EQ(count("sessions"), 1);
}

TEST_P(SessionsTest, logout_ends_the_session_and_empties_the_cookie) {
  add_user("ani@contoh.id");
  const std::string cookie = log_in("ani@contoh.id");
  EXPECT_THAT(sessions_.log_out(request_with(cookie)),
              HasSubstr("__Host-hurtrock_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
  EXPECT_FALSE(visitor(cookie).session);
}

TEST_P(SessionsTest, csrf_tokens_differ_on_every_page_and_are_all_good) {
  const std::string cookie = anonymous();
  const http::Request first = request_with(cookie);
  const http::Request second = request_with(cookie);
  EXPECT_NE(first.visitor.session->csrf_token, second.visitor.session->csrf_token);
  EXPECT_TRUE(sessions_.is_csrf_token(second, first.visitor.session->csrf_token));
  EXPECT_TRUE(sessions_.is_csrf_token(first, second.visitor.session->csrf_token));
}

TEST_P(SessionsTest, the_token_that_comes_with_a_new_session_is_good) {
  const auto started = sessions_.start(request_with(""));
  EXPECT_TRUE(sessions_.is_csrf_token(request_with(started.cookie), started.session.csrf_token));
}

TEST_P(SessionsTest, a_csrf_token_is_good_for_its_own_session_only) {
  const http::Request mine = request_with(anonymous());
  const http::Request theirs = request_with(anonymous());
  EXPECT_FALSE(sessions_.is_csrf_token(mine, theirs.visitor.session->csrf_token));
}

TEST_P(SessionsTest, a_csrf_token_does_not_outlive_the_login) {
  add_user("ani@contoh.id");
  const http::Request before = request_with(anonymous());
  const auto started = sessions_.log_in(before, user("ani@contoh.id"), adopt_nothing());
  EXPECT_FALSE(sessions_.is_csrf_token(request_with(started.cookie), before.visitor.session->csrf_token));
}

TEST_P(SessionsTest, a_changed_or_cut_csrf_token_is_refused) {
  const http::Request request = request_with(anonymous());
  const std::string token = request.visitor.session->csrf_token;
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(sessions_.is_csrf_token(request, changed)) << i;
    EXPECT_FALSE(sessions_.is_csrf_token(request, token.substr(0, i))) << i;
  }
  EXPECT_FALSE(sessions_.is_csrf_token(request, token + "A"));
  EXPECT_FALSE(sessions_.is_csrf_token(request, std::string(10'000, 'A')));
}

TEST_P(SessionsTest, what_has_expired_is_forgotten) {
  anonymous();
  clock_.advance(15 * 24h);
  const std::string fresh = anonymous();
  clock_.advance(15 * 24h);
  sessions_.forget_expired();
  EXPECT_EQ(count("sessions"), 1);
  EXPECT_TRUE(visitor(fresh).session);
}

TEST_P(SessionsTest, a_user_agent_is_kept_short_and_printable) {
  http::Request request = request_with("");
  request.headers = {{"User-Agent", std::string(1'000, 'x')}};
  sessions_.start(request);
  EXPECT_EQ(count("sessions WHERE length(user_agent) = 300"), 1);
  request.headers = {{"User-Agent", "\xff\xfe"}};
  sessions_.start(request);
  EXPECT_EQ(count("sessions WHERE user_agent = ''"), 1);
}

}  // namespace
}  // namespace hurtrock::accounts
