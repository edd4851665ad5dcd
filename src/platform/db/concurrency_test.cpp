#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::db {
namespace {

using testing::kind_of;

class Concurrency : public ::testing::TestWithParam<Dialect> {
 protected:
  Concurrency() {
    db_->write([](Tx& tx) {
      tx.execute("CREATE TABLE stock (variant_id BIGINT PRIMARY KEY, on_hand BIGINT)");
      tx.execute("INSERT INTO stock VALUES (1, 0), (2, 0)");
    });
  }

  static void add_one(Tx& tx, int variant) {
    tx.execute("UPDATE stock SET on_hand = on_hand + 1 WHERE variant_id = $1", variant);
  }
  std::int64_t on_hand(int variant) {
    return db_->read(
        [&](Tx& tx) { return tx.one<std::int64_t>("SELECT on_hand FROM stock WHERE variant_id = $1", variant); });
  }

  testing::ScratchAddress address_{GetParam()};
  std::unique_ptr<Database> db_ = Database::open(address_.url(), testing::kScratchOptions);
};
INSTANTIATE_TEST_SUITE_P(, Concurrency, testing::every_dialect(), testing::name_of);

TEST_P(Concurrency, NoIncrementOf32ThreadsIsLost) {
  constexpr int kThreads = 32;
  constexpr int kIncrements = 50;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
      threads.emplace_back([&] {
        for (int i = 0; i < kIncrements; ++i) db_->write([](Tx& tx) { add_one(tx, 1); });
      });
  }
  EXPECT_EQ(on_hand(1), kThreads * kIncrements);
  EXPECT_EQ(db_->stats().in_use, 0);
}

TEST_P(Concurrency, TwoProcessesMayWriteAtOnce) {
  const auto other = Database::open(address_.url(), testing::kScratchOptions);
  {
    std::vector<std::jthread> threads;
    for (Database* database : {db_.get(), other.get(), db_.get(), other.get()})
      threads.emplace_back([database] {
        for (int i = 0; i < 50; ++i) database->write([](Tx& tx) { add_one(tx, 1); });
      });
  }
  EXPECT_EQ(on_hand(1), 200);
}

TEST_P(Concurrency, RowsTakenInOppositeOrderAreSettledByRunningAgain) {
  std::latch both_hold_a_row{2};
  const auto add_to_both = [&](int first, int second) {
    int runs = 0;
    db_->write([&](Tx& tx) {
      add_one(tx, first);
      // On SQLite the other is not even let in before this one is done.
      if (++runs == 1 && tx.dialect() == Dialect::kPostgres) both_hold_a_row.arrive_and_wait();
      add_one(tx, second);
    });
  };
  {
    const std::jthread one{add_to_both, 1, 2};
    const std::jthread two{add_to_both, 2, 1};
  }
  EXPECT_EQ(on_hand(1), 2);
  EXPECT_EQ(on_hand(2), 2);
  EXPECT_EQ(db_->stats().conflicts, GetParam() == Dialect::kPostgres ? 1 : 0);
}

TEST_P(Concurrency, WaitingForAConnectionEnds) {
  const auto impatient = Database::open(
      address_.url(), {.connections = 1, .acquire_timeout = std::chrono::milliseconds{5}, .durable = false});
  impatient->write([&](Tx&) {
    std::jthread{[&] {
      EXPECT_EQ(kind_of([&] { impatient->write([](Tx& tx) { add_one(tx, 1); }); }), ErrorKind::kUnavailable);
    }}.join();
  });
  EXPECT_EQ(impatient->stats().waits, 1);
  impatient->write([](Tx& tx) { add_one(tx, 1); });
}

TEST_P(Concurrency, ReadersDoNotWaitForAWriter) {
  db_->write([&](Tx& tx) {
    add_one(tx, 1);
    std::jthread{[&] { EXPECT_EQ(on_hand(1), 0); }}.join();
  });
  EXPECT_EQ(on_hand(1), 1);
}

TEST(SqliteProcesses, AWriterInAnotherProcessIsWaitedFor) {
  const testing::ScratchAddress address{Dialect::kSqlite};
  const Options impatient{.acquire_timeout = std::chrono::milliseconds{5}, .conflict_retries = 1000, .durable = false};
  const auto ours = Database::open(address.url(), impatient);
  const auto theirs = Database::open(address.url(), impatient);
  std::jthread writer;
  ours->write([&](Tx& tx) {
    tx.execute("CREATE TABLE stock (on_hand INTEGER) STRICT");
    writer = std::jthread{[&] { theirs->write([](Tx& other) { other.execute("INSERT INTO stock VALUES (1)"); }); }};
    while (theirs->stats().conflicts == 0) std::this_thread::yield();
  });
  writer.join();
  EXPECT_EQ(ours->read([](Tx& tx) { return tx.one<int>("SELECT COUNT(*) FROM stock"); }), 1);
}

}  // namespace
}  // namespace hurtrock::db
