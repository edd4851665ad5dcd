#include "accounts/staff.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "accounts/accounts_for_tests.hpp"
#include "accounts/credentials.hpp"

namespace hurtrock::accounts {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class StaffTest : public AccountsTest {
 protected:
  void SetUp() override {
    ani_ = add_user("ani@contoh.id", http::Role::kAdmin);
    budi_ = add_user("budi@contoh.id", http::Role::kAdmin);
    sari_ = add_user("sari@contoh.id");
  }
  std::expected<void, StaffRefusal> role(UserId by, UserId whose, http::Role role) {
    return write([&](db::Tx& tx) { return set_role(tx, by, {whose, standing(tx, whose).version}, role); });
  }
  std::expected<void, StaffRefusal> active(UserId by, UserId whose, bool active) {
    return write([&](db::Tx& tx) { return set_active(tx, by, {whose, standing(tx, whose).version}, active); });
  }
  static Standing standing(db::Tx& tx, UserId user) { return *find_standing(tx, user); }
  Standing standing_of(UserId user) {
    return read([&](db::Tx& tx) { return standing(tx, user); });
  }
  std::int64_t admins() { return count("users WHERE role = 'admin' AND active = 1"); }

  UserId ani_, budi_, sari_;
};
INSTANTIATE_TEST_SUITE_P(, StaffTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(StaffTest, an_admin_becomes_staff_and_has_to_log_in_anew) {
  const std::string cookie = log_in("budi@contoh.id");
  EXPECT_TRUE(role(ani_, budi_, http::Role::kStaff));
  EXPECT_EQ(standing_of(budi_).role, http::Role::kStaff);
  EXPECT_FALSE(request_with(cookie).visitor.session);
}

TEST_P(StaffTest, a_buyer_is_not_made_staff_by_changing_the_role) {
  const std::string cookie = log_in("sari@contoh.id");
  for (const auto wanted : {http::Role::kStaff, http::Role::kAdmin})
    EXPECT_EQ(role(ani_, sari_, wanted).error(), StaffRefusal::kIsBuyer);
  EXPECT_EQ(standing_of(sari_).role, http::Role::kBuyer);
  EXPECT_EQ(standing_of(sari_).version, 1);
  EXPECT_TRUE(request_with(cookie).visitor.user);
}

TEST_P(StaffTest, staff_may_be_made_buyers_and_admins) {
  const UserId tini = add_user("tini@contoh.id", http::Role::kStaff);
  EXPECT_TRUE(role(ani_, tini, http::Role::kAdmin));
  EXPECT_TRUE(role(ani_, tini, http::Role::kBuyer));
  EXPECT_EQ(standing_of(tini).role, http::Role::kBuyer);
}

TEST_P(StaffTest, the_same_role_again_changes_nothing_and_ends_no_session) {
  const std::string cookie = log_in("sari@contoh.id");
  EXPECT_TRUE(role(ani_, sari_, http::Role::kBuyer));
  EXPECT_EQ(standing_of(sari_).version, 1);
  EXPECT_TRUE(request_with(cookie).visitor.user);
}

TEST_P(StaffTest, nobody_changes_what_they_may_do_themselves) {
  EXPECT_EQ(role(ani_, ani_, http::Role::kStaff).error(), StaffRefusal::kOneself);
  EXPECT_EQ(active(ani_, ani_, false).error(), StaffRefusal::kOneself);
  EXPECT_EQ(admins(), 2);
}

TEST_P(StaffTest, the_last_active_admin_keeps_role_and_access) {
  EXPECT_TRUE(active(ani_, budi_, false));
  EXPECT_EQ(role(budi_, ani_, http::Role::kBuyer).error(), StaffRefusal::kLastAdmin);
  EXPECT_EQ(active(budi_, ani_, false).error(), StaffRefusal::kLastAdmin);
  EXPECT_EQ(admins(), 1);
}

TEST_P(StaffTest, an_admin_who_is_switched_off_already_may_lose_the_role) {
  EXPECT_TRUE(active(ani_, budi_, false));
  EXPECT_TRUE(role(ani_, budi_, http::Role::kBuyer));
}

TEST_P(StaffTest, two_admins_who_take_each_others_role_at_once_leave_one) {
  for (int round = 0; round < 10; ++round) {
    const auto ani = standing_of(ani_), budi = standing_of(budi_);
    std::atomic<int> done{0};
    {
      std::jthread first([&] {
        done +=
            write([&](db::Tx& tx) { return set_role(tx, ani_, {budi_, budi.version}, http::Role::kStaff); }) ? 1 : 0;
      });
      std::jthread second([&] {
        done += write([&](db::Tx& tx) { return set_active(tx, budi_, {ani_, ani.version}, false); }) ? 1 : 0;
      });
    }
    EXPECT_EQ(done, 1);
    EXPECT_EQ(admins(), 1);
    write([&](db::Tx& tx) {
      tx.execute("UPDATE users SET role = 'admin', active = 1 WHERE id IN ($1, $2)", ani_, budi_);
    });
  }
}

TEST_P(StaffTest, of_two_who_saw_the_same_the_second_is_told) {
  const SeenUser seen{add_user("tini@contoh.id", http::Role::kStaff), 1};
  EXPECT_TRUE(write([&](db::Tx& tx) { return set_role(tx, ani_, seen, http::Role::kBuyer); }));
  EXPECT_EQ(write([&](db::Tx& tx) { return set_role(tx, budi_, seen, http::Role::kAdmin); }).error(),
            StaffRefusal::kChanged);
  EXPECT_EQ(standing_of(seen.id).role, http::Role::kBuyer);
}

TEST_P(StaffTest, an_account_that_is_switched_off_loses_sessions_and_mailed_links_at_once) {
  const std::string cookie = log_in("sari@contoh.id");
  const std::string token = write([&](db::Tx& tx) {
    return create_token(tx, sari_, TokenPurpose::kResetPassword, clock_.now(), clock_.now() + 1h);
  });
  EXPECT_TRUE(active(ani_, sari_, false));
  EXPECT_FALSE(request_with(cookie).visitor.session);
  EXPECT_EQ(count("sessions"), 0);
  EXPECT_FALSE(read([&](db::Tx& tx) { return find_token(tx, token, TokenPurpose::kResetPassword, clock_.now()); }));
}

TEST_P(StaffTest, an_account_that_is_not_there_cannot_be_changed) {
  EXPECT_EQ(write([&](db::Tx& tx) { return set_role(tx, ani_, {UserId{999}, 1}, http::Role::kStaff); }).error(),
            StaffRefusal::kNoSuchUser);
}

TEST_P(StaffTest, a_login_shows_the_password_and_later_only_typing_it_does) {
  const http::Request request = request_with(log_in("ani@contoh.id"));
  const SessionId session{request.visitor.session->id};
  const auto proved = [&] { return read([&](db::Tx& tx) { return proved_at(tx, session); }); };
  EXPECT_EQ(proved(), clock_.now());
  clock_.advance(1h);
  write([&](db::Tx& tx) { set_proved(tx, session, clock_.now()); });
  EXPECT_EQ(proved(), clock_.now());
  EXPECT_EQ(read([&](db::Tx& tx) { return proved_at(tx, SessionId{999}); }), std::nullopt);
}

class InvitationTest : public StaffTest {
 protected:
  static constexpr Inviting kFrom{.public_url = "https://toko.example", .shop_name = "Hurtrock", .name = "Ani"};

  std::expected<Sent, NotInvited> invite_as(http::Role role, const std::string& email = "joko@contoh.id") {
    return write([&](db::Tx& tx) {
      return invite(tx, kFrom, {.email = email, .name = "Joko", .role = role, .invited_by = ani_}, clock_.now());
    });
  }
  http::Response join(const std::string& token, const std::string& password = "sandi yang panjang") {
    return submit_invitation(form_request({{"token", token}, {"name", "Joko W"}, {"password", password}}), shop_);
  }
};
INSTANTIATE_TEST_SUITE_P(, InvitationTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(InvitationTest, whoever_is_invited_chooses_the_password_and_is_staff) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  EXPECT_THAT(newest_mail("account_invitation"), HasSubstr("Ani mengundang Anda"));
  EXPECT_EQ(join(mailed_token("account_invitation")).header("Location"), "/login?notice=joined");
  const User joko = user("joko@contoh.id");
  EXPECT_EQ(joko.role, http::Role::kStaff);
  EXPECT_EQ(joko.name, "Joko W");
  EXPECT_EQ(joko.verified_at, clock_.now());
  EXPECT_TRUE(crypto::verify_password(joko.password_hash, Secret{"sandi yang panjang"}));
  EXPECT_THAT(own_changes_, testing::ElementsAre("user.joined"));
}

TEST_P(InvitationTest, the_link_works_once) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  const std::string token = mailed_token("account_invitation");
  join(token);
  EXPECT_EQ(join(token, "sandi orang lain").status, 410);
  EXPECT_TRUE(crypto::verify_password(user("joko@contoh.id").password_hash, Secret{"sandi yang panjang"}));
}

TEST_P(InvitationTest, the_link_ends_after_three_days) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  clock_.advance(kInvitationLife);
  EXPECT_EQ(join(mailed_token("account_invitation")).status, 410);
  EXPECT_EQ(count("users WHERE email = 'joko@contoh.id'"), 0);
}

TEST_P(InvitationTest, a_link_that_was_withdrawn_is_worth_nothing) {
  const auto sent = invite_as(http::Role::kAdmin);
  EXPECT_TRUE(write([&](db::Tx& tx) { return withdraw_invitation(tx, sent->id, clock_.now()); }));
  EXPECT_FALSE(write([&](db::Tx& tx) { return withdraw_invitation(tx, sent->id, clock_.now()); }));
  EXPECT_EQ(join(mailed_token("account_invitation")).status, 410);
}

TEST_P(InvitationTest, an_invitation_is_worth_nothing_once_its_sender_is_no_admin_any_more) {
  ASSERT_TRUE(invite_as(http::Role::kAdmin));
  const std::string token = mailed_token("account_invitation");
  ASSERT_TRUE(role(budi_, ani_, http::Role::kStaff));
  EXPECT_EQ(join(token).status, 410);
  ASSERT_TRUE(role(budi_, ani_, http::Role::kAdmin));
  ASSERT_TRUE(active(budi_, ani_, false));
  EXPECT_EQ(join(token).status, 410);
  EXPECT_EQ(count("users WHERE email = 'joko@contoh.id'"), 0);
}

TEST_P(InvitationTest, all_that_an_account_has_sent_is_withdrawn_at_once) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  ASSERT_TRUE(invite_as(http::Role::kAdmin, "tini@contoh.id"));
  ASSERT_TRUE(write([&](db::Tx& tx) {
    return invite(tx, kFrom, {.email = "wati@contoh.id", .name = "Wati", .invited_by = budi_}, clock_.now());
  }));
  EXPECT_EQ(write([&](db::Tx& tx) { return withdraw_invitations_of(tx, ani_, clock_.now()); }).size(), 2U);
  EXPECT_EQ(count("invitations WHERE state = 'withdrawn'"), 2);
  EXPECT_TRUE(invite_as(http::Role::kStaff)) << "by an admin, the mailbox can be invited anew";
}

TEST_P(InvitationTest, what_the_command_line_sent_needs_no_admin) {
  ASSERT_TRUE(write([&](db::Tx& tx) {
    return invite(tx, kFrom, {.email = "joko@contoh.id", .name = "Joko", .role = http::Role::kAdmin}, clock_.now());
  }));
  EXPECT_EQ(join(mailed_token("account_invitation")).status, 303);
}

TEST_P(InvitationTest, sent_again_the_former_link_is_worth_nothing) {
  const auto sent = invite_as(http::Role::kStaff);
  const std::string former = mailed_token("account_invitation");
  ASSERT_TRUE(write([&](db::Tx& tx) { return invite_again(tx, kFrom, sent->id, clock_.now()); }));
  EXPECT_EQ(join(former).status, 410);
  EXPECT_EQ(join(mailed_token("account_invitation")).status, 303);
  EXPECT_FALSE(write([&](db::Tx& tx) { return invite_again(tx, kFrom, sent->id, clock_.now()); }));
}

TEST_P(InvitationTest, the_link_is_not_in_the_database) {
  const auto sent = invite_as(http::Role::kStaff);
  const std::string token = sent->url.substr(sent->url.find("token=") + 6);
  EXPECT_EQ(count("invitations WHERE token_hash = '" + token + "'"), 0);
  EXPECT_EQ(count("invitations WHERE token_hash = '" + crypto::sha256_hex(token) + "'"), 1);
}

TEST_P(InvitationTest, a_mailbox_is_invited_once_and_not_when_it_is_staffs) {
  EXPECT_TRUE(invite_as(http::Role::kStaff));
  EXPECT_EQ(invite_as(http::Role::kAdmin).error(), NotInvited::kInvited);
  EXPECT_EQ(invite_as(http::Role::kStaff, "budi@contoh.id").error(), NotInvited::kIsStaff);
}

TEST_P(InvitationTest, an_account_that_is_switched_off_is_not_invited) {
  EXPECT_TRUE(active(ani_, sari_, false));
  EXPECT_EQ(invite_as(http::Role::kStaff, "sari@contoh.id").error(), NotInvited::kSwitchedOff);
}

TEST_P(InvitationTest, an_account_that_the_mailbox_got_meanwhile_is_taken_from_whoever_made_it) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  add_user("joko@contoh.id", http::Role::kBuyer, "hash of a stranger's password");
  const std::string strangers = log_in("joko@contoh.id");
  EXPECT_EQ(join(mailed_token("account_invitation")).status, 303);
  EXPECT_FALSE(request_with(strangers).visitor.session);
  EXPECT_EQ(user("joko@contoh.id").role, http::Role::kStaff);
  EXPECT_TRUE(crypto::verify_password(user("joko@contoh.id").password_hash, Secret{"sandi yang panjang"}));
}

TEST_P(InvitationTest, whoever_registered_a_colleagues_mailbox_first_gets_nothing_of_it) {
  add_user("joko@contoh.id", http::Role::kBuyer, "hash of a stranger's password");
  const std::string strangers = log_in("joko@contoh.id");
  const std::string strangers_link = write([&](db::Tx& tx) {
    return create_token(tx, find_user(tx, "joko@contoh.id")->id, TokenPurpose::kVerifyEmail, clock_.now(),
                        clock_.now() + 72h);
  });
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  EXPECT_TRUE(request_with(strangers).visitor.user) << "invited is not joined";
  EXPECT_EQ(join(mailed_token("account_invitation")).status, 303);
  EXPECT_FALSE(request_with(strangers).visitor.session);
  const User joko = user("joko@contoh.id");
  EXPECT_EQ(joko.role, http::Role::kStaff);
  EXPECT_EQ(joko.verified_at, clock_.now());
  EXPECT_TRUE(crypto::verify_password(joko.password_hash, Secret{"sandi yang panjang"}));
  EXPECT_FALSE(
      read([&](db::Tx& tx) { return find_token(tx, strangers_link, TokenPurpose::kVerifyEmail, clock_.now()); }));
}

TEST_P(InvitationTest, an_invitation_as_staff_takes_the_role_from_no_admin) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  add_user("joko@contoh.id", http::Role::kAdmin);
  join(mailed_token("account_invitation"));
  EXPECT_EQ(user("joko@contoh.id").role, http::Role::kAdmin);
}

TEST_P(InvitationTest, an_account_that_was_switched_off_does_not_come_back_by_an_invitation) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  add_user("joko@contoh.id");
  write([&](db::Tx& tx) { tx.execute("UPDATE users SET active = 0 WHERE email = 'joko@contoh.id'"); });
  EXPECT_EQ(join(mailed_token("account_invitation")).status, 410);
}

TEST_P(InvitationTest, a_password_that_is_too_short_leaves_the_link_usable) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  const std::string token = mailed_token("account_invitation");
  EXPECT_EQ(join(token, "pendek").status, 422);
  EXPECT_EQ(join(token).status, 303);
}

TEST_P(InvitationTest, a_password_that_is_easy_to_guess_leaves_the_link_usable) {
  ASSERT_TRUE(invite_as(http::Role::kStaff));
  const std::string token = mailed_token("account_invitation");
  for (const char* easy : {"hurtrock123", "joko@contoh.id"}) EXPECT_EQ(join(token, easy).status, 422) << easy;
  EXPECT_EQ(join(token).status, 303);
}

}  // namespace
}  // namespace hurtrock::accounts
