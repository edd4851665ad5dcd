#include <gtest/gtest.h>

#include <limits>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::db {
namespace {

using testing::error_of;
using testing::kind_of;
using std::string_literals::operator""s;
using GuitarId = Id<struct GuitarTag>;

class Values : public ::testing::TestWithParam<Dialect> {
 protected:
  Values() {
    db_->write(
        [](Tx& tx) { tx.execute("CREATE TABLE guitars (number BIGINT, small SMALLINT, name TEXT, picture BYTEA)"); });
  }

  std::string stored_text(const std::string& text) {
    return db_->write(
        [&](Tx& tx) { return tx.one<std::string>("INSERT INTO guitars (name) VALUES ($1) RETURNING name", text); });
  }
  std::string stored_bytes(const std::string& bytes) {
    return db_->write([&](Tx& tx) {
      return tx.one<std::string>("INSERT INTO guitars (picture) VALUES ($1) RETURNING picture", Bytes{bytes});
    });
  }
  std::int64_t stored_number(std::int64_t number) {
    return db_->write([&](Tx& tx) {
      return tx.one<std::int64_t>("INSERT INTO guitars (number) VALUES ($1) RETURNING number", number);
    });
  }

  std::unique_ptr<Database> db_ = testing::scratch_database(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, Values, testing::every_dialect(), testing::name_of);

TEST_P(Values, TheLargestAndSmallestNumbersComeBackUnchanged) {
  for (const std::int64_t number : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                                    std::int64_t{1} << 32, std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(stored_number(number), number);
}

TEST_P(Values, TextOfEveryScriptComesBackUnchanged) {
  for (const std::string text :
       {"Gitar akustik", "Gamelan \xEA\xA6\xA7\xEA\xA6\xA9", "\xF0\x9F\x8E\xB8 it's 100% \"loud\"\n\\"})
    EXPECT_EQ(stored_text(text), text);
}

TEST_P(Values, EmptyTextIsNotNull) {
  EXPECT_EQ(stored_text(""), "");
  db_->write([](Tx& tx) {
    tx.execute("INSERT INTO guitars (name, picture) VALUES ($1, $2)", std::string_view{}, Bytes{});
    EXPECT_EQ(tx.one<int>("SELECT COUNT(*) FROM guitars WHERE name = '' AND picture IS NOT NULL"), 1);
  });
}

TEST_P(Values, TextWithANulIsKeptOrRefusedButNeverCut) {
  const std::string text = "before\0after"s;
  if (GetParam() == Dialect::kSqlite)
    EXPECT_EQ(stored_text(text), text);
  else
    EXPECT_EQ(kind_of([&] { stored_text(text); }), ErrorKind::kMisuse);
}

TEST_P(Values, BytesOfEveryValueComeBackUnchanged) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  EXPECT_EQ(stored_bytes(bytes), bytes);
  EXPECT_EQ(stored_bytes(""), "");
}

TEST_P(Values, MoneyTimesIdsAndFlagsComeBackUnchanged) {
  const Time time = from_micros(1'795'000'000'123'456);
  db_->write([&](Tx& tx) {
    EXPECT_EQ(tx.one<Money>("INSERT INTO guitars (number) VALUES ($1) RETURNING number", Money{12'500'000}),
              Money{12'500'000});
    EXPECT_EQ(tx.one<Time>("INSERT INTO guitars (number) VALUES ($1) RETURNING number", time), time);
    EXPECT_EQ(tx.one<GuitarId>("INSERT INTO guitars (number) VALUES ($1) RETURNING number", GuitarId{7}), GuitarId{7});
    EXPECT_TRUE(tx.one<bool>("INSERT INTO guitars (small) VALUES ($1) RETURNING small", true));
    EXPECT_TRUE(tx.one<bool>("SELECT COUNT(*) = 4 FROM guitars"));
  });
}

TEST_P(Values, AnAbsentValueIsNull) {
  db_->write([](Tx& tx) {
    tx.execute("INSERT INTO guitars (number, name) VALUES ($1, $2)", std::optional<Money>{},
               std::optional<std::string>{});
    const auto [number, name] =
        tx.one<std::optional<std::int64_t>, std::optional<std::string>>("SELECT number, name FROM guitars");
    EXPECT_EQ(number, std::nullopt);
    EXPECT_EQ(name, std::nullopt);
  });
}

TEST_P(Values, OneStatementTakesAValueAndItsAbsence) {
  db_->write([](Tx& tx) {
    for (const std::optional<std::int64_t> number : {std::optional<std::int64_t>{5}, {}, {6}})
      tx.execute("INSERT INTO guitars (number) VALUES ($1)", number);
    EXPECT_EQ(tx.one<int>("SELECT SUM(number) FROM guitars"), 11);
  });
}

TEST_P(Values, ANullForAPlainTypeIsABug) {
  EXPECT_EQ(kind_of([&] { db_->read([](Tx& tx) { return tx.one<int>("SELECT CAST(NULL AS BIGINT)"); }); }),
            ErrorKind::kMisuse);
}

TEST_P(Values, ANumberBeyondTheTypeIsABug) {
  EXPECT_EQ(kind_of([&] { db_->read([](Tx& tx) { return tx.one<int>("SELECT 2147483648"); }); }), ErrorKind::kMisuse);
  EXPECT_EQ(kind_of([&] { db_->read([](Tx& tx) { return tx.one<bool>("SELECT 2"); }); }), ErrorKind::kMisuse);
}

TEST_P(Values, AFractionIsABug) {
  EXPECT_EQ(kind_of([&] { db_->read([](Tx& tx) { return tx.one<int>("SELECT 1.5"); }); }), ErrorKind::kMisuse);
}

TEST_P(Values, TextForANumberIsABug) {
  EXPECT_EQ(kind_of([&] { db_->read([](Tx& tx) { return tx.one<int>("SELECT 'three'"); }); }), ErrorKind::kMisuse);
}

TEST_P(Values, SumsOfLargeNumbersAreWholeNumbers) {
  stored_number(4'000'000'000'000);
  stored_number(5'000'000'000'000);
  EXPECT_EQ(db_->read([](Tx& tx) { return tx.one<Money>("SELECT SUM(number) FROM guitars"); }),
            Money{9'000'000'000'000});
}

TEST_P(Values, ParametersMayStandInAnyOrderAndRepeat) {
  db_->read([](Tx& tx) {
    const auto [second, first, again] = tx.one<std::string, std::string, std::string>(
        "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)", "first", "second");
    EXPECT_EQ(first + second + again, "firstsecondsecond");
  });
}

TEST_P(Values, AMissingParameterIsABug) {
  EXPECT_EQ(kind_of([&] {
              db_->write([](Tx& tx) { tx.execute("INSERT INTO guitars (number, small) VALUES ($1, $2)", 1); });
            }),
            ErrorKind::kMisuse);
}

TEST_P(Values, RowsComeAsTuples) {
  db_->write([](Tx& tx) {
    EXPECT_EQ(tx.execute("INSERT INTO guitars (number, name) VALUES (1, 'Strat'), (2, 'Tele')"), 2);
    const auto all = tx.all<GuitarId, std::string>("SELECT number, name FROM guitars ORDER BY number");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1], std::tuple(GuitarId{2}, "Tele"s));
    EXPECT_EQ(tx.maybe_value<std::string>("SELECT name FROM guitars WHERE number = $1", 1), "Strat");
    EXPECT_EQ(tx.maybe_value<std::string>("SELECT name FROM guitars WHERE number = $1", 9), std::nullopt);
    EXPECT_EQ(tx.execute("UPDATE guitars SET name = 'Les Paul'"), 2);
    EXPECT_EQ(tx.execute("SELECT 1"), 0);
  });
}

TEST_P(Values, SeveralRowsWhereOneWasAskedForAreABug) {
  EXPECT_EQ(kind_of([&] { db_->read([](Tx& tx) { return tx.one<int>("SELECT 1 UNION ALL SELECT 2"); }); }),
            ErrorKind::kMisuse);
}

TEST_P(Values, LikeTellsCapitalsFromSmallLetters) {
  stored_text("Fender");
  EXPECT_EQ(db_->read([](Tx& tx) { return tx.one<int>("SELECT COUNT(*) FROM guitars WHERE name LIKE 'fen%'"); }), 0);
}

}  // namespace
}  // namespace hurtrock::db
