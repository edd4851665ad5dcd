#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "orders/orders.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/testing/testing.hpp"

/// What store tests build on.
namespace hurtrock::fixture {

using db::testing::dialect_name;

/// 22 November 2026, 12.00 WIB.
inline constexpr Time kNoon = from_micros(1'795'323'600'000'000);

struct Goods {
  Money price{1'000'000};
  std::int64_t on_hand = 10;
  std::int64_t backorder_limit = 0;
  std::int64_t weight_g = 500;  ///< 10 × 10 × 10 cm each, so that the weight decides
};

struct Stock {
  std::int64_t on_hand = 0, reserved = 0, movements = 0;  ///< movements: their sum
  bool operator==(const Stock&) const = default;
};
void PrintTo(const Stock& stock, std::ostream* out);

/// A shop in a database of its own, with two services: REG for Rp 10.000 a kilogram, and AMBIL, fetched for nothing.
/// Goods and people are added by the test.
class Shop {
 public:
  explicit Shop(db::Dialect dialect);

  [[nodiscard]] db::Database& db() { return *db_; }
  [[nodiscard]] Time now() const { return clock.now(); }

  VariantId add_variant(const Goods& goods = {});
  SessionId add_session();
  UserId add_user(std::string_view mailbox = "");
  /// A pending order as it stands in the database, with one line for each of `variants`; nothing is reserved.
  orders::Placed add_order(const std::vector<VariantId>& variants, std::int64_t quantity = 1,
                           orders::State state = orders::State::kPending);
  /// The order the next add_order would place, to be altered.
  orders::NewOrder describe_order(const std::vector<VariantId>& variants, std::int64_t quantity = 1);

  [[nodiscard]] Stock stock_of(VariantId variant);
  [[nodiscard]] orders::Order order(OrderId id);
  [[nodiscard]] std::vector<std::string> event_kinds(OrderId id);
  /// The rows of "table WHERE condition".
  [[nodiscard]] std::int64_t count(const std::string& from);
  void run(const std::string& sql);

  FakeClock clock{kNoon};

 private:
  std::unique_ptr<db::Database> db_;
  std::int64_t added_ = 0;
};

/// Runs `action(0)`, `action(1)`, ... on a thread each, started together, and waits for them. An exception on one of
/// them is thrown again here.
void at_once(int threads, const std::function<void(int)>& action);

}  // namespace hurtrock::fixture
