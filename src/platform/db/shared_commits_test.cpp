#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

#include "platform/db/testing/every_dialect.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::db {
namespace {

using testing::kind_of;

class SharedCommits : public ::testing::Test {
 protected:
  SharedCommits() {
    db_->write([](Tx& tx) {
      tx.run_script(
          "CREATE TABLE orders (id INTEGER PRIMARY KEY);"
          "CREATE TABLE lines (order_id INTEGER REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED)");
    });
  }

  static void add(Tx& tx, int order) { tx.execute("INSERT INTO orders (id) VALUES ($1)", order); }
  /// As everybody else sees it.
  std::int64_t orders() {
    return others_->read([](Tx& tx) { return tx.one<std::int64_t>("SELECT COUNT(*) FROM orders"); });
  }
  /// `second` waits for its turn while `first`, which adds order 1, is at work.
  void together(const std::function<void()>& second) {
    std::jthread waiting;
    db_->write([&](Tx& tx) {
      ++firsts_;
      add(tx, 1);
      const auto waits = db_->stats().waits;
      if (!waiting.joinable()) waiting = std::jthread(second);
      while (db_->stats().waits == waits && firsts_ == 1) std::this_thread::yield();
    });
    EXPECT_GE(orders(), 1) << "what has returned is committed";
  }

  testing::ScratchAddress address_{Dialect::kSqlite};
  std::unique_ptr<Database> db_ = Database::open(address_.url(), testing::kScratchOptions);
  std::unique_ptr<Database> others_ = Database::open(address_.url(), testing::kScratchOptions);
  int firsts_ = 0;  ///< how often the first has run
};

TEST_F(SharedCommits, who_waits_goes_into_the_commit_of_who_is_at_work) {
  std::int64_t seen_by_it = 0, seen_by_others = -1;
  together([&] {
    db_->write([&](Tx& tx) {
      seen_by_it = tx.one<std::int64_t>("SELECT COUNT(*) FROM orders");
      seen_by_others = orders();
      add(tx, 2);
    });
  });
  EXPECT_EQ(seen_by_it, 1);
  EXPECT_EQ(seen_by_others, 0);
  EXPECT_EQ(orders(), 2);
  EXPECT_EQ(firsts_, 1);
}

TEST_F(SharedCommits, who_fails_among_them_takes_nobody_along) {
  together([&] {
    EXPECT_THROW(db_->write([](Tx& tx) {
      add(tx, 2);
      throw std::runtime_error("a bug");
    }),
                 std::runtime_error);
  });
  EXPECT_EQ(orders(), 1);
  EXPECT_EQ(firsts_, 1);
}

TEST_F(SharedCommits, whose_statement_fails_takes_nobody_along) {
  together([&] { EXPECT_EQ(kind_of([&] { db_->write([](Tx& tx) { add(tx, 1); }); }), ErrorKind::kUnique); });
  EXPECT_EQ(orders(), 1);
  EXPECT_EQ(firsts_, 1);
}

TEST_F(SharedCommits, who_keeps_nothing_leaves_nothing) {
  together([&] {
    db_->write([](Tx& tx) {
      add(tx, 2);
      tx.abandon();
    });
  });
  EXPECT_EQ(orders(), 1);
}

TEST_F(SharedCommits, who_makes_the_commit_fail_fails_alone) {
  together([&] {
    EXPECT_EQ(kind_of([&] { db_->write([](Tx& tx) { tx.execute("INSERT INTO lines (order_id) VALUES (9)"); }); }),
              ErrorKind::kCheck);
  });
  EXPECT_EQ(orders(), 1);
  EXPECT_EQ(firsts_, 2) << "run again by itself";
  EXPECT_EQ(db_->read([](Tx& tx) { return tx.one<std::int64_t>("SELECT COUNT(*) FROM lines"); }), 0);
}

TEST_F(SharedCommits, who_waits_is_run_under_its_own_request_id) {
  std::string seen;
  together([&] {
    const log::RequestScope scope{"the second"};
    db_->write([&](Tx& tx) {
      seen = log::current_request_id();
      add(tx, 2);
    });
  });
  EXPECT_EQ(seen, "the second");
  EXPECT_EQ(log::current_request_id(), "");
}

TEST_F(SharedCommits, who_waits_longer_than_it_may_is_refused_and_never_run) {
  Options options = testing::kScratchOptions;
  options.acquire_timeout = std::chrono::milliseconds{20};
  db_ = Database::open(address_.url(), options);
  std::atomic<bool> is_refused = false;
  std::jthread waiting;
  db_->write([&](Tx& tx) {
    add(tx, 1);
    waiting = std::jthread([&] {
      EXPECT_EQ(kind_of([&] { db_->write([](Tx& later) { add(later, 2); }); }), ErrorKind::kUnavailable);
      is_refused = true;
      is_refused.notify_one();
    });
    is_refused.wait(false);
  });
  EXPECT_EQ(orders(), 1);
  db_->write([](Tx& tx) { add(tx, 3); });
  EXPECT_EQ(orders(), 2);
}

TEST_F(SharedCommits, who_cannot_begin_for_another_process_takes_nobody_along) {
  Options options = testing::kScratchOptions;
  options.acquire_timeout = std::chrono::milliseconds{20};
  options.conflict_retries = 0;
  db_ = Database::open(address_.url(), options);
  std::atomic<int> ran = 0;
  others_->write([&](Tx& held) {
    add(held, 1);
    std::vector<std::jthread> refused;
    for (int i = 0; i < 4; ++i)
      refused.emplace_back([&] {
        const auto kind = kind_of([&] { db_->write([&](Tx&) { ++ran; }); });
        EXPECT_TRUE(kind == ErrorKind::kConflict || kind == ErrorKind::kUnavailable);
      });
  });
  EXPECT_EQ(ran, 0);
  db_->write([](Tx& tx) { add(tx, 2); });
  EXPECT_EQ(orders(), 2);
}

TEST_F(SharedCommits, many_leave_the_connection_as_it_was) {
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 16; ++thread)
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 40; ++i) {
          const int order = 1 + thread * 40 + i;
          db_->write([&](Tx& tx) {
            add(tx, order);
            if (i % 4 == 3) tx.abandon();
          });
          const bool kept = others_->read([&](Tx& tx) {
            return tx.maybe_value<std::int64_t>("SELECT id FROM orders WHERE id = $1", order).has_value();
          });
          EXPECT_EQ(kept, i % 4 != 3);
        }
      });
  }
  EXPECT_EQ(orders(), 16 * 30);
  EXPECT_EQ(db_->stats().in_use, 0);
  others_->write([](Tx& tx) { add(tx, 10'000); });
}

}  // namespace
}  // namespace hurtrock::db
