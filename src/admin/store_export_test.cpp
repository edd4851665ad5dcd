#include "admin/export_store.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

class ExportsOfMoney : public testing::ShopTest {
 protected:
  store::ExportedOrder exported_order() {
    return db_->read([&](db::Tx& tx) {
      return store::orders_to_export(tx, {from_micros(0), OrderId{0}}, clock_.now() + std::chrono::hours{1}, 10).at(0);
    });
  }
  store::ExportedCustomer exported_customer() {
    return db_->read([&](db::Tx& tx) {
      for (auto& customer : store::customers_to_export(tx, "", std::nullopt, 10))
        if (customer.orders > 0) return customer;
      return store::ExportedCustomer{};
    });
  }
};
INSTANTIATE_TEST_SUITE_P(, ExportsOfMoney, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ExportsOfMoney, LeaveOutWhatNeverWasTheOrders) {
  const std::string number = place_paid();
  const Money total = order(number).totals.total;
  db_->write([&](db::Tx& tx) {
    const auto paid = orders::lock(tx, orders::find(tx, number)->id);
    const auto surplus = payments::create_attempt(tx,
                                                  {.order = paid.id,
                                                   .order_number = number,
                                                   .provider = "bank_transfer",
                                                   .amount = Money{700},
                                                   .state = payments::AttemptState::kPaid},
                                                  clock_.now());
    payments::record_capture(tx, surplus.id, Money{700}, false,
                             {payments::AttemptState::kPaid, "t-2", payments::kSurplus}, clock_.now());
    const auto refund =
        checkout::give_back(tx, paid, surplus.id, "not_needed", orders::Actor::staff(ani_.id), clock_.now());
    ASSERT_TRUE(refund);
    EXPECT_TRUE(payments::record_refunded(tx, refund->id, "TRX-1", clock_.now()));
  });
  EXPECT_EQ(exported_order().refunded, Money{});
  EXPECT_EQ(exported_customer().spent, total);
}

TEST_P(ExportsOfMoney, CountWhatWasForgivenAsNotSpent) {
  const std::string number = place_paid();
  const Money total = order(number).totals.total;
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::record_forgiven(tx, attempt.id, Money{500}, "biaya bank", ani_.id, clock_.now());
  });
  EXPECT_EQ(exported_customer().spent, total - Money{500});
}

}  // namespace
}  // namespace hurtrock::admin
