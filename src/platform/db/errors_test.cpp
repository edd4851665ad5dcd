#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::db {
namespace {

using ::testing::AnyOf;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::Not;

class Errors : public ::testing::TestWithParam<Dialect> {
 protected:
  Errors() {
    db_->write([](Tx& tx) {
      tx.run_script(
          "CREATE TABLE users (id BIGINT PRIMARY KEY, email TEXT NOT NULL CONSTRAINT users_email_unique UNIQUE,"
          "  age SMALLINT CONSTRAINT users_age CHECK (age BETWEEN 0 AND 150));"
          "CREATE TABLE orders (user_id BIGINT CONSTRAINT orders_user REFERENCES users (id));"
          "INSERT INTO users VALUES (1, 'budi@contoh.id', 30);");
    });
  }

  template <class... Args>
  Error failure(std::string_view sql, const Args&... args) {
    const auto error = error_of([&] { db_->write([&](Tx& tx) { tx.execute(sql, args...); }); });
    return error ? *error : Error{ErrorKind::kOther, {}, "nothing was thrown"};
  }

  std::unique_ptr<Database> db_ = testing::scratch_database(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, Errors, testing::every_dialect(), testing::name_of);

TEST_P(Errors, ADuplicateNamesItsConstraint) {
  const Error error = failure("INSERT INTO users VALUES (2, $1, 20)", "budi@contoh.id");
  EXPECT_EQ(error.kind(), ErrorKind::kUnique);
  EXPECT_THAT(error.constraint(), AnyOf("users.email", "users_email_unique"));
}

TEST_P(Errors, ADuplicatePrimaryKeyIsADuplicate) {
  EXPECT_EQ(failure("INSERT INTO users VALUES (1, 'siti@contoh.id', 20)").kind(), ErrorKind::kUnique);
}

TEST_P(Errors, AFailedCheckNamesItsConstraint) {
  const Error error = failure("INSERT INTO users VALUES (2, 'siti@contoh.id', $1)", 151);
  EXPECT_EQ(error.kind(), ErrorKind::kCheck);
  EXPECT_EQ(error.constraint(), "users_age");
}

TEST_P(Errors, AMissingValueNamesItsColumn) {
  const Error error = failure("INSERT INTO users VALUES (2, NULL, 20)");
  EXPECT_EQ(error.kind(), ErrorKind::kCheck);
  EXPECT_EQ(error.constraint(), "users.email");
}

TEST_P(Errors, AReferenceToNobodyIsRefused) {
  EXPECT_EQ(failure("INSERT INTO orders VALUES ($1)", 99).kind(), ErrorKind::kCheck);
}

TEST_P(Errors, WrongSqlIsABug) {
  EXPECT_EQ(failure("SELEKT 1").kind(), ErrorKind::kMisuse);
  EXPECT_EQ(failure("SELECT nothing FROM nowhere").kind(), ErrorKind::kMisuse);
  EXPECT_EQ(failure("SELECT 1; SELECT 2").kind(), ErrorKind::kMisuse);
  EXPECT_EQ(failure("SELECT \"not a name\" FROM users").kind(), ErrorKind::kMisuse);
}

TEST_P(Errors, WritingInAReadIsABug) {
  const auto error = error_of([&] { db_->read([](Tx& tx) { tx.execute("DELETE FROM users"); }); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::kMisuse);
}

TEST_P(Errors, BoundValuesAreNeverInTheMessage) {
  EXPECT_THAT(failure("INSERT INTO users VALUES (2, $1, 20)", "budi@contoh.id").what(), Not(HasSubstr("budi")));
  EXPECT_THAT(failure("INSERT INTO users VALUES (2, $1, $2)", "siti@contoh.id", 31'337).what(),
              Not(AnyOf(HasSubstr("siti"), HasSubstr("31337"))));
  EXPECT_THAT(failure("INSERT INTO users (id, email, age) VALUES (2, 'x', CAST($1 AS SMALLINT))", 31'337'000).what(),
              Not(HasSubstr("31337")));
  EXPECT_THAT(
      failure("INSERT INTO users VALUES (2, 'x', CASE WHEN 1 = CAST($1 AS BIGINT) THEN 1 ELSE 999 END)", "secret")
          .what(),
      Not(HasSubstr("secret")));
}

TEST_P(Errors, TheMessageBeginsWithTheStatementsFirstWords) {
  EXPECT_THAT(failure("INSERT INTO users VALUES (1, 'a', 1)").what(), ::testing::StartsWith("INSERT INTO users"));
}

}  // namespace
}  // namespace hurtrock::db
