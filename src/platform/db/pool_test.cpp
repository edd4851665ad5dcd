#include "platform/db/pool.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::db {
namespace {

using std::chrono::milliseconds;

/// Counts how many of its kind are open, and can break.
class CountedConnection final : public Connection {
 public:
  explicit CountedConnection(int& open) : open_(open) { ++open_; }
  ~CountedConnection() override { --open_; }

  void begin(Access /*access*/) override {}
  Tx::Result run(std::string_view /*sql*/, std::span<const Value> /*values*/) override { return {}; }
  void send(std::string_view /*sql*/, std::span<const Value> /*values*/) override {}
  void settle() override {}
  void run_script(std::string_view /*sql*/) override {}
  void commit() override { broken_ = true; }
  void rollback() noexcept override {}
  [[nodiscard]] bool reusable() const override { return !broken_; }

 private:
  int& open_;
  bool broken_ = false;
};

class PoolTest : public ::testing::Test {
 protected:
  Pool make(std::size_t capacity, milliseconds patience) {
    return Pool{capacity, patience, [&] { return std::make_unique<CountedConnection>(open_); }};
  }
  int open_ = 0;
};

TEST_F(PoolTest, AReturnedConnectionIsLentAgain) {
  Pool pool = make(4, milliseconds{0});
  for (int i = 0; i < 10; ++i) pool.borrow();
  EXPECT_EQ(open_, 1);
  EXPECT_EQ(pool.stats().open, 1);
  EXPECT_EQ(pool.stats().in_use, 0);
}

TEST_F(PoolTest, ABrokenConnectionIsClosed) {
  Pool pool = make(4, milliseconds{0});
  (*pool.borrow()).commit();
  EXPECT_EQ(open_, 0);
}

TEST_F(PoolTest, NoMoreThanItsCapacityAreLent) {
  Pool pool = make(2, milliseconds{0});
  const auto one = pool.borrow();
  const auto two = pool.borrow();
  EXPECT_EQ(testing::kind_of([&] { pool.borrow(); }), ErrorKind::kUnavailable);
  EXPECT_EQ(open_, 2);
}

TEST_F(PoolTest, AFailureToConnectTakesNoPlace) {
  bool down = true;
  Pool pool{1, milliseconds{0}, [&]() -> std::unique_ptr<Connection> {
              if (down) throw ConnectionLost{"down"};
              return std::make_unique<CountedConnection>(open_);
            }};
  EXPECT_THROW(pool.borrow(), ConnectionLost);
  down = false;
  EXPECT_NO_THROW(pool.borrow());
}

TEST_F(PoolTest, ThoseWhoWaitAreServedInOrder) {
  Pool pool = make(1, milliseconds{60'000});
  std::vector<int> served;  // guarded by the pool's only connection
  std::vector<std::jthread> threads;
  {
    const auto held = pool.borrow();
    for (int number = 0; number < 8; ++number) {
      threads.emplace_back([&, number] {
        const auto lease = pool.borrow();
        served.push_back(number);
      });
      while (pool.stats().waits <= number) std::this_thread::yield();
    }
  }
  threads.clear();
  EXPECT_EQ(served, (std::vector{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST_F(PoolTest, IdleConnectionsCanBeClosed) {
  Pool pool = make(2, milliseconds{0});
  pool.borrow();
  pool.close_idle();
  EXPECT_EQ(open_, 0);
  pool.borrow();
  EXPECT_EQ(open_, 1);
}

}  // namespace
}  // namespace hurtrock::db
