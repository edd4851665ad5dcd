#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <support/shop_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::orders {
namespace {

using namespace std::chrono_literals;

class Invoices : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void pay(OrderId id, Time at) {
    ASSERT_TRUE(shop_.db().write([&](db::Tx& tx) { return mark_paid(tx, id, Actor::gateway(), at); }));
  }
  std::string number_of(OrderId id) {
    return *shop_.db().read([&](db::Tx& tx) { return invoice_number_of(tx, id); });
  }

  fixture::Shop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant();
};

TEST_P(Invoices, are_numbered_through_the_year_in_order_of_payment) {
  const OrderId first = shop_.add_order({guitar_}).id, second = shop_.add_order({guitar_}).id;
  pay(second, shop_.now());
  pay(first, shop_.now());
  EXPECT_EQ(number_of(second), "INV/2026/000001");
  EXPECT_EQ(number_of(first), "INV/2026/000002");
}

TEST_P(Invoices, the_year_begins_at_midnight_in_western_indonesia) {
  const OrderId old_year = shop_.add_order({guitar_}).id, new_year = shop_.add_order({guitar_}).id;
  const Time midnight = std::chrono::sys_days{std::chrono::year{2027} / 1 / 1} - kWib;
  pay(old_year, midnight - 1s);
  pay(new_year, midnight);
  EXPECT_EQ(number_of(old_year), "INV/2026/000001");
  EXPECT_EQ(number_of(new_year), "INV/2027/000001");
}

TEST_P(Invoices, contain_the_tax_of_the_total) {
  pay(shop_.add_order({guitar_}).id, shop_.now());
  EXPECT_EQ(shop_.count("invoices i JOIN orders o ON o.id = i.order_id WHERE i.total = o.total "
                        "AND i.tax_base + i.tax = i.total AND i.tax > 0"),
            1);
}

TEST_P(Invoices, have_no_gaps_when_16_payments_come_at_once_and_some_are_rolled_back) {
  constexpr int kThreads = 16, kEach = 4;
  std::vector<OrderId> orders;
  for (int n = 0; n < kThreads * kEach; ++n) orders.push_back(shop_.add_order({guitar_}).id);
  std::atomic<int> paid = 0;
  fixture::at_once(kThreads, [&](int thread) {
    for (int n = 0; n < kEach; ++n) {
      const OrderId id = orders[static_cast<std::size_t>(thread * kEach + n)];
      try {
        shop_.db().write([&](db::Tx& tx) {
          if (!mark_paid(tx, id, Actor::gateway(), shop_.now())) throw std::logic_error("refused");
          if ((thread + n) % 3 == 0) throw std::runtime_error("the process dies here");
        });
        ++paid;
      } catch (const std::runtime_error&) {
        // Rolled back with its number.
      }
    }
  });
  EXPECT_GT(paid, 0);
  EXPECT_LT(paid, kThreads * kEach);
  EXPECT_EQ(shop_.count("invoices"), paid);
  const auto last =
      shop_.db().read([](db::Tx& tx) { return tx.one<std::int64_t>("SELECT MAX(sequence) FROM invoices"); });
  EXPECT_EQ(last, paid);
}

INSTANTIATE_TEST_SUITE_P(, Invoices, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::orders
