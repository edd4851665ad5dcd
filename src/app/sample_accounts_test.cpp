#include "app/sample_accounts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/staff.hpp"
#include "app/shop.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class SampleAccountsTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    config_.environment = Environment::kProduction;
    config_.database_url = address_.url();
    run_migrations(config_);
    db_ = db::Database::open(config_.database_url, db::testing::kScratchOptions);
  }

  UserId add(std::string_view email, std::string_view password, http::Role role = http::Role::kBuyer) {
    return db_->write([&](db::Tx& tx) {
      return *accounts::create_user(tx,
                                    {.email = std::string(email),
                                     .name = "N",
                                     .role = role,
                                     .password_hash = crypto::hash_password(Secret{std::string(password)})},
                                    from_micros(0));
    });
  }

  db::testing::ScratchAddress address_{GetParam()};
  Config config_;
  std::unique_ptr<db::Database> db_;
};
INSTANTIATE_TEST_SUITE_P(, SampleAccountsTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SampleAccountsTest, a_shop_with_accounts_of_its_own_may_start) {
  add("pemilik@toko.example", "admin123", http::Role::kAdmin);
  EXPECT_FALSE(sample_account_trouble(config_));
}

TEST_P(SampleAccountsTest, whoever_has_the_published_password_is_named_until_it_is_another_or_the_account_is_off) {
  const UserId admin = add("admin@hurtrock.com", "admin123", http::Role::kAdmin);
  const UserId buyer = add("pembeli@contoh.example", "pembeli123");
  add("staf@hurtrock.com", "a password of their own", http::Role::kStaff);
  EXPECT_THAT(sample_account_trouble(config_).value_or(""),
              AllOf(HasSubstr("admin@hurtrock.com"), HasSubstr("pembeli@contoh.example"),
                    Not(HasSubstr("staf@hurtrock.com")), Not(HasSubstr("\n"))));
  db_->write([&](db::Tx& tx) { accounts::set_password(tx, admin, {}); });
  EXPECT_THAT(sample_account_trouble(config_).value_or(""), Not(HasSubstr("admin@hurtrock.com")));
  db_->write([&](db::Tx& tx) {
    ASSERT_TRUE(accounts::set_active(tx, admin, {buyer, accounts::find_standing(tx, buyer)->version}, false));
  });
  EXPECT_FALSE(sample_account_trouble(config_));
}

TEST_P(SampleAccountsTest, development_may_have_them) {
  add("admin@hurtrock.com", "admin123", http::Role::kAdmin);
  config_.environment = Environment::kDevelopment;
  EXPECT_FALSE(sample_account_trouble(config_));
}

TEST_P(SampleAccountsTest, the_login_that_a_start_tells_is_an_admins_and_opens) {
  EXPECT_FALSE(open_sample_admin(*db_));
  add("pembeli@contoh.example", "pembeli123");
  EXPECT_FALSE(open_sample_admin(*db_)) << "a buyer's is of no use in the admin";
  const UserId admin = add("admin@hurtrock.com", "admin123", http::Role::kAdmin);
  EXPECT_EQ(open_sample_admin(*db_).value().email, "admin@hurtrock.com");
  db_->write([&](db::Tx& tx) {
    accounts::set_password(tx, admin, crypto::hash_password(Secret{std::string("a password of their own")}));
  });
  EXPECT_FALSE(open_sample_admin(*db_));
}

}  // namespace
}  // namespace hurtrock::app
