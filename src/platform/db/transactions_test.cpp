#include <gtest/gtest.h>

#include <expected>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "platform/db/copy.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::db {
namespace {

using testing::error_of;
using testing::kind_of;

enum class Refusal { kSoldOut };

class Transactions : public ::testing::TestWithParam<Dialect> {
 protected:
  Transactions() {
    db_->write([](Tx& tx) { tx.execute("CREATE TABLE stock (variant_id BIGINT PRIMARY KEY, on_hand BIGINT)"); });
  }

  static void add_row(Tx& tx) { tx.execute("INSERT INTO stock VALUES (1, 10)"); }
  std::int64_t rows() {
    return db_->read([](Tx& tx) { return tx.one<std::int64_t>("SELECT COUNT(*) FROM stock"); });
  }

  testing::ScratchAddress address_{GetParam()};
  std::unique_ptr<Database> db_ = Database::open(address_.url(), testing::kScratchOptions);
};
INSTANTIATE_TEST_SUITE_P(, Transactions, testing::every_dialect(), testing::name_of);

TEST_P(Transactions, ReturningCommits) {
  EXPECT_EQ(db_->write([](Tx& tx) {
    add_row(tx);
    return 42;
  }),
            42);
  EXPECT_EQ(rows(), 1);
}

TEST_P(Transactions, ARefusalRollsBack) {
  const auto answer = db_->write([](Tx& tx) -> std::expected<int, Refusal> {
    add_row(tx);
    return std::unexpected(Refusal::kSoldOut);
  });
  EXPECT_EQ(answer.error(), Refusal::kSoldOut);
  EXPECT_EQ(rows(), 0);
}

TEST_P(Transactions, AnExpectedValueCommits) {
  const auto answer = db_->write([](Tx& tx) -> std::expected<void, Refusal> {
    add_row(tx);
    return {};
  });
  EXPECT_TRUE(answer);
  EXPECT_EQ(rows(), 1);
}

TEST_P(Transactions, AbandoningRollsBack) {
  db_->write([](Tx& tx) {
    add_row(tx);
    tx.abandon();
  });
  EXPECT_EQ(rows(), 0);
}

TEST_P(Transactions, AnExceptionRollsBackAndComesThrough) {
  EXPECT_THROW(db_->write([](Tx& tx) {
    add_row(tx);
    throw std::logic_error{"the body's own"};
  }),
               std::logic_error);
  EXPECT_EQ(rows(), 0);
  EXPECT_EQ(db_->stats().in_use, 0);
}

TEST_P(Transactions, WhatIsSentIsThereForTheNextStatement) {
  db_->write([](Tx& tx) {
    for (int i = 1; i <= 200; ++i) tx.send("INSERT INTO stock VALUES ($1, $2)", i, 10);
    EXPECT_EQ(tx.one<std::int64_t>("SELECT COUNT(*) FROM stock"), 200);
    tx.send("DELETE FROM stock WHERE variant_id > $1", 50);
    EXPECT_EQ(tx.execute("UPDATE stock SET on_hand = 0"), 50);
  });
  EXPECT_EQ(rows(), 50);
}

TEST_P(Transactions, WhatIsSentLastIsCommitted) {
  db_->write([](Tx& tx) {
    add_row(tx);
    tx.send("UPDATE stock SET on_hand = 3");
  });
  EXPECT_EQ(db_->read([](Tx& tx) { return tx.one<std::int64_t>("SELECT on_hand FROM stock"); }), 3);
}

TEST_P(Transactions, WhatIsSentIsRolledBackWithTheRest) {
  for (int i = 0; i < 3; ++i) {
    db_->write([&](Tx& tx) {
      tx.send("INSERT INTO stock VALUES ($1, 10)", i);
      tx.abandon();
    });
    EXPECT_EQ(rows(), 0);
  }
}

TEST_P(Transactions, AFailureOfWhatWasSentComesOutAtTheNextStatementOrAtCommit) {
  db_->write(add_row);
  const auto add_again = [](Tx& tx) { tx.send("INSERT INTO stock VALUES ($1, $2)", 1, 10); };
  const auto failures = {error_of([&] { db_->write(add_again); }), error_of([&] {
                           db_->write([&](Tx& tx) {
                             add_again(tx);
                             tx.send("DELETE FROM stock");
                             tx.query("SELECT 1");
                           });
                         })};
  for (const auto& failure : failures) {
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind(), ErrorKind::kUnique);
    EXPECT_TRUE(std::string_view(failure->what()).starts_with("INSERT INTO stock")) << failure->what();
  }
  EXPECT_EQ(rows(), 1);
}

TEST_P(Transactions, AFailureOfWhatWasSentComesOutWhenItIsSettled) {
  db_->write(add_row);
  const auto failure = error_of([&] {
    db_->write([](Tx& tx) {
      EXPECT_EQ(kind_of([&] {
                  tx.send("INSERT INTO stock VALUES (1, 10)");
                  tx.settle();
                }),
                ErrorKind::kUnique);
    });
  });
  ASSERT_TRUE(failure) << "a transaction is over after its first failure";
  EXPECT_EQ(failure->kind(), ErrorKind::kUnique);
  db_->write([](Tx& tx) {
    tx.settle();
    tx.send("INSERT INTO stock VALUES (2, 10)");
    tx.settle();
    tx.settle();
  });
  EXPECT_EQ(rows(), 2);
}

TEST_P(Transactions, AFailureOfWhatWasSentInReadingComesOutAtTheEnd) {
  EXPECT_TRUE(error_of([&] { db_->read([](Tx& tx) { tx.send("SELECT 1 FROM nowhere"); }); }));
  EXPECT_EQ(rows(), 0);
}

TEST_P(Transactions, ASwallowedFailureIsNotCommitted) {
  EXPECT_EQ(kind_of([&] {
              db_->write([](Tx& tx) {
                add_row(tx);
                EXPECT_TRUE(error_of([&] { add_row(tx); }));
              });
            }),
            ErrorKind::kUnique);
  EXPECT_EQ(rows(), 0);
}

TEST_P(Transactions, NothingMoreRunsAfterAFailure) {
  EXPECT_EQ(kind_of([&] {
              db_->write([](Tx& tx) {
                add_row(tx);
                EXPECT_TRUE(error_of([&] { add_row(tx); }));
                tx.execute("INSERT INTO stock VALUES (2, 10)");
              });
            }),
            ErrorKind::kUnique);
}

TEST_P(Transactions, ADuplicateCanBecomeARefusal) {
  db_->write([](Tx& tx) { add_row(tx); });
  const auto answer = db_->write([](Tx& tx) -> std::expected<void, Refusal> {
    if (error_of([&] { add_row(tx); })) return std::unexpected(Refusal::kSoldOut);
    return {};
  });
  EXPECT_FALSE(answer);
  EXPECT_EQ(rows(), 1);
}

TEST_P(Transactions, AReadSeesOneMoment) {
  db_->write([](Tx& tx) { add_row(tx); });
  db_->read([&](Tx& tx) {
    const auto on_hand = [&] { return tx.one<int>("SELECT on_hand FROM stock"); };
    EXPECT_EQ(on_hand(), 10);
    const auto other = Database::open(address_.url(), testing::kScratchOptions);
    other->write([](Tx& writer) { writer.execute("UPDATE stock SET on_hand = 3"); });
    EXPECT_EQ(on_hand(), 10);
  });
}

TEST_P(Transactions, ATransactionInsideAnotherIsABug) {
  EXPECT_EQ(kind_of([&] { db_->write([&](Tx&) { rows(); }); }), ErrorKind::kMisuse);
  EXPECT_EQ(rows(), 0);
}

TEST_P(Transactions, AConflictRunsTheBodyAgain) {
  int runs = 0;
  db_->write([&](Tx& tx) {
    add_row(tx);
    if (++runs < 3) throw Error{ErrorKind::kConflict, {}, "as if another was in the way"};
  });
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(rows(), 1);
  EXPECT_EQ(db_->stats().conflicts, 2);
}

TEST_P(Transactions, AnEndlessConflictIsGivenUp) {
  Options options = testing::kScratchOptions;
  options.conflict_retries = 2;
  const auto db = testing::scratch_database(GetParam(), options);
  int runs = 0;
  EXPECT_EQ(kind_of([&] {
              db->write([&](Tx&) {
                ++runs;
                throw Error{ErrorKind::kConflict, {}, "as if another was in the way"};
              });
            }),
            ErrorKind::kConflict);
  EXPECT_EQ(runs, 3);
}

TEST_P(Transactions, RowLocksAreUnderstood) {
  db_->write([](Tx& tx) {
    add_row(tx);
    EXPECT_EQ(tx.one<int>("SELECT on_hand FROM stock WHERE variant_id = $1 FOR UPDATE", 1), 10);
    EXPECT_EQ(tx.execute("UPDATE stock SET on_hand = 9 WHERE variant_id IN"
                         " (SELECT variant_id FROM stock LIMIT 5 FOR UPDATE SKIP LOCKED)"),
              1);
  });
}

TEST_P(Transactions, ATableAlteredUnderAPreparedStatementIsNoticed) {
  db_->write([](Tx& tx) { add_row(tx); });
  const auto columns = [&] { return db_->read([](Tx& tx) { return tx.query("SELECT * FROM stock").columns(); }); };
  EXPECT_EQ(columns(), 2U);
  db_->write([](Tx& tx) { tx.execute("ALTER TABLE stock ADD COLUMN reserved BIGINT"); });
  EXPECT_EQ(columns(), 3U);
}

TEST_P(Transactions, ADatabaseThatIsOnlyReadRefusesToBeWritten) {
  db_->write([](Tx& tx) { add_row(tx); });
  const auto only_read = Database::open(address_.url(), {.connections = 1, .only_reads = true});
  EXPECT_EQ(only_read->read([](Tx& tx) { return tx.one<int>("SELECT on_hand FROM stock"); }), 10);
  EXPECT_EQ(kind_of([&] { only_read->write([](Tx& tx) { tx.execute("DELETE FROM stock"); }); }), ErrorKind::kMisuse);
  EXPECT_EQ(rows(), 1);
}

TEST(OnlyReading, MakesNeitherFileNorFolder) {
  const testing::ScratchAddress address{Dialect::kSqlite};
  const std::string url = address.url() + ".folder/shop.db";
  const auto db = Database::open(url, {.connections = 1, .only_reads = true});
  EXPECT_EQ(kind_of([&] { db->read([](Tx& tx) { return tx.one<int>("SELECT 1"); }); }), ErrorKind::kUnavailable);
  EXPECT_TRUE(is_missing(url));
  EXPECT_FALSE(std::filesystem::exists(sqlite_file(url).parent_path()));
}

TEST(OnlyReading, LeavesAFileAsItIs) {
  const testing::ScratchAddress address{Dialect::kSqlite};
  const auto file = sqlite_file(address.url());
  std::ofstream{file}.close();
  const auto db = Database::open(address.url(), {.connections = 1, .only_reads = true});
  EXPECT_EQ(db->read([](Tx& tx) { return tx.one<int>("SELECT COUNT(*) FROM sqlite_schema"); }), 0);
  EXPECT_EQ(std::filesystem::file_size(file), 0U);
}

}  // namespace
}  // namespace hurtrock::db
