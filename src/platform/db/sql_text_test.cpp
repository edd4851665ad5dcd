#include "platform/db/sql_text.hpp"

#include <gtest/gtest.h>

namespace hurtrock::db {
namespace {

TEST(SqlText, RowLocksAreLeftOut) {
  EXPECT_EQ(without_row_locks("SELECT id FROM stock FOR UPDATE"), "SELECT id FROM stock");
  EXPECT_EQ(without_row_locks("SELECT id FROM jobs LIMIT 1\n  for update skip locked;"),
            "SELECT id FROM jobs LIMIT 1;");
}

TEST(SqlText, RowLocksInsideASubqueryAreLeftOut) {
  EXPECT_EQ(without_row_locks("UPDATE jobs SET a = 1 WHERE id IN (SELECT id FROM jobs FOR UPDATE SKIP LOCKED)"),
            "UPDATE jobs SET a = 1 WHERE id IN (SELECT id FROM jobs)");
}

TEST(SqlText, QuotedTextAndCommentsStay) {
  for (const std::string sql : {"SELECT ' FOR UPDATE'", "SELECT \"a FOR UPDATE\"", "SELECT 1 -- for FOR UPDATE",
                                "SELECT /* FOR UPDATE */ 1", "SELECT 'open FOR UPDATE", "SELECT for_update"})
    EXPECT_EQ(without_row_locks(sql), sql);
}

TEST(SqlText, EscapeSignsAreLeftOut) {
  EXPECT_EQ(without_escape_signs(R"(SELECT 1 FROM t WHERE a LIKE $1 ESCAPE '\' OR b NOT LIKE $2 ESCAPE '\')"),
            "SELECT 1 FROM t WHERE a LIKE $1 OR b NOT LIKE $2");
  EXPECT_EQ(without_escape_signs("SELECT a LIKE $1 ESCAPE '!'"), "SELECT a LIKE $1 ESCAPE '!'");
}

TEST(SqlText, AStatementIsNamedByItsFirstWords) {
  EXPECT_EQ(first_words("-- Why it is so.\n  SELECT id,\n   name FROM users"), "SELECT id, name FROM users");
  EXPECT_EQ(first_words("SELECT aaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb FROM somewhere"),
            "SELECT aaaaaaaaaaaaaaaaaaaaaaaa, ...");
  EXPECT_EQ(first_words(" \n"), "");
}

}  // namespace
}  // namespace hurtrock::db
