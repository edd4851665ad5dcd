#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

class TransferRows : public testing::ShopTest {
 protected:
  static http::Request by_staff() {
    http::Request request;
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return request;
  }
  /// The only task has no button that resolves it, and one pressed all the same leaves it: the money goes back first.
  void expect_left_by_a_click(const std::string& number) {
    http::Request request = by_staff();
    const std::string id = std::to_string(one<std::int64_t>("SELECT id FROM staff_tasks"));
    const std::string page = show_payments(request, shop_).body;
    EXPECT_EQ(page.find("/tasks/" + id + "/resolution"), std::string::npos);
    EXPECT_NE(page.find("/admin/orders/" + number + "/payments/1/refunds"), std::string::npos);
    request.params = {{"id", id}};
    EXPECT_EQ(create_task_resolution(request, shop_).header("Location"),
              "/admin/payments/transactions?notice=money_left");
    EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM staff_tasks WHERE resolved_at IS NULL"), 1);
  }
};
INSTANTIATE_TEST_SUITE_P(, TransferRows, db::testing::every_dialect(), db::testing::name_of);

TEST_P(TransferRows, AProofOfTheRestIsCountedAndListed) {
  const std::string number = place("bank_transfer");
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::record_capture(tx, attempt.id, Money{1'000}, false,
                             {payments::AttemptState::kMismatch, "t-1", "transfer"}, clock_.now());
    payments::add_proof(tx, {.payment = attempt.id, .file = "a.webp", .sender_bank = "BCA", .sender_name = "Budi"},
                        clock_.now());
  });
  db_->read([&](db::Tx& tx) {
    EXPECT_EQ(store::proofs_waiting(tx).value, 1);
    EXPECT_EQ(store::undecided_transfers(tx, {.proofs = store::Proofs::kWaiting}, 10).size(), 1U);
  });
}

TEST_P(TransferRows, AreFoundByOrderReferenceAndAmount) {
  const std::string number = place("bank_transfer");
  place("bank_transfer");
  db_->write([&](db::Tx& tx) {
    EXPECT_EQ(tx.execute("UPDATE payments SET amount = 15474123 WHERE order_id = $1", orders::find(tx, number)->id), 1);
    EXPECT_EQ(tx.execute("UPDATE payments SET state = 'pending'"), 2);
  });
  const auto found = [&](const store::TransfersWanted& wanted) {
    return db_->read([&](db::Tx& tx) { return store::open_transfers(tx, wanted, 10).size(); });
  };
  EXPECT_EQ(found({}), 2U);
  EXPECT_EQ(found({.order_number = number}), 1U);
  EXPECT_EQ(found({.reference = number + "-1"}), 1U);
  EXPECT_EQ(found({.amount = Money{15'474'123}}), 1U);
  EXPECT_EQ(found({.amount = Money{1}}), 0U);
  EXPECT_EQ(found({.proofs = store::Proofs::kWaiting, .order_number = number}), 0U);
}

TEST_P(TransferRows, AreListedPartAfterPartWhateverThePages) {
  db_->write([](db::Tx& tx) { tx.run_script("UPDATE stock_levels SET on_hand = 100"); });
  std::vector<std::string> numbers;
  for (int i = 0; i < 6; ++i) numbers.push_back(place("bank_transfer"));
  // All of one moment. Two that are waited for at a time never ask for one amount.
  db_->write([&](db::Tx& tx) {
    tx.execute("UPDATE payments SET state = 'pending', amount = amount + id");
    const auto attempt = [&](int at) {
      return payments::attempts_of(tx, orders::find(tx, numbers[static_cast<std::size_t>(at)])->id).front();
    };
    payments::record_capture(tx, attempt(4).id, Money{1'000}, false,
                             {payments::AttemptState::kMismatch, "t-1", "transfer"}, clock_.now());
    const auto unneeded = attempt(0);
    payments::record_capture(tx, unneeded.id, unneeded.amount, false,
                             {payments::AttemptState::kPaid, "t-2", "transfer"}, clock_.now());
    checkout::ask_to_give_back(tx, orders::find(tx, numbers[0])->id, unneeded, unneeded.amount, clock_.now());
    payments::add_proof(tx, {.payment = attempt(3).id, .file = "a.webp", .sender_bank = "BCA", .sender_name = "Budi"},
                        clock_.now());
  });
  const std::vector<std::string> in_order{numbers[4], numbers[0], numbers[3], numbers[1], numbers[2], numbers[5]};
  for (const std::int64_t per_page : {1, 2, 3, 6, 7}) {
    std::vector<std::string> listed;
    store::TransferPlace after;
    while (true) {
      const auto page = db_->read([&](db::Tx& tx) { return store::listed_transfers(tx, {}, per_page, after); });
      ASSERT_LE(std::ssize(page), per_page);
      if (page.empty()) break;
      for (const auto& row : page) listed.push_back(row.order_number);
      after = page.back().place;
    }
    EXPECT_EQ(listed, in_order) << per_page;
  }
}

TEST_P(TransferRows, WhatNoOrderNeedsIsListedUntilItGoesBack) {
  const std::string number = place("bank_transfer");
  const PaymentId payment = db_->write([&](db::Tx& tx) {
    const auto order = *orders::find(tx, number);
    const auto attempt = payments::attempts_of(tx, order.id).front();
    payments::record_capture(tx, attempt.id, attempt.amount, false, {payments::AttemptState::kPaid, "t-1", "transfer"},
                             clock_.now());
    checkout::ask_to_give_back(tx, order.id, attempt, attempt.amount, clock_.now());
    return attempt.id;
  });
  const auto listed = [&] {
    return db_->read([](db::Tx& tx) { return store::unneeded_transfers(tx, {}, 10).size(); });
  };
  EXPECT_EQ(listed(), 1U);
  db_->write([&](db::Tx& tx) {
    const auto order = orders::lock(tx, orders::find(tx, number)->id);
    EXPECT_TRUE(checkout::give_back(tx, order, payment, "not_needed", orders::Actor::staff(ani_.id), clock_.now()));
  });
  EXPECT_EQ(listed(), 0U);
}

TEST_P(TransferRows, WhatCameBeyondAnAmountIsListedUntilItGoesBack) {
  const std::string number = place("bank_transfer");
  db_->write([&](db::Tx& tx) {
    const auto order = *orders::find(tx, number);
    // As much as the order asks for, so that nothing but its kind says that nobody waits for it.
    const auto surplus = payments::create_attempt(tx,
                                                  {.order = order.id,
                                                   .order_number = order.number,
                                                   .provider = "bank_transfer",
                                                   .amount = order.totals.total,
                                                   .state = payments::AttemptState::kPaid},
                                                  clock_.now());
    payments::record_capture(tx, surplus.id, surplus.amount, false,
                             {payments::AttemptState::kPaid, "t-1", payments::kSurplus}, clock_.now());
    checkout::ask_to_give_back(tx, order.id, surplus, surplus.amount, clock_.now());
    payments::ask_staff(tx, "refund:again", "payment_must_go_back", order.id, surplus.id, "", clock_.now());
  });
  const auto listed = db_->read([](db::Tx& tx) { return store::unneeded_transfers(tx, {}, 10); });
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_TRUE(listed.front().is_surplus);
  EXPECT_FALSE(listed.front().order_waits);
}

TEST_P(TransferRows, MoneyThatMustGoBackIsNotResolvedByAClick) {
  const std::string number = place("bank_transfer");
  db_->write([&](db::Tx& tx) {
    const auto order = *orders::find(tx, number);
    const auto attempt = payments::attempts_of(tx, order.id).front();
    payments::record_capture(tx, attempt.id, attempt.amount, false, {payments::AttemptState::kPaid, "t-1", "transfer"},
                             clock_.now());
    checkout::ask_to_give_back(tx, order.id, attempt, attempt.amount, clock_.now());
  });
  expect_left_by_a_click(number);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log"), 0);
  http::Request request = by_staff();
  request.query = *http::Fields::decode("notice=money_left");
  EXPECT_NE(show_payments(request, shop_).body.find("the shop still holds the money"), std::string::npos);
}

TEST_P(TransferRows, AnotherAmountByAProviderIsNotResolvedByAClickButSentBack) {
  const std::string number = place("midtrans");
  db_->write([&](db::Tx& tx) {
    const auto order = *orders::find(tx, number);
    const auto attempt = payments::attempts_of(tx, order.id).front();
    payments::record_capture(tx, attempt.id, Money{1'000}, false, {payments::AttemptState::kMismatch, "t-1", "qris"},
                             clock_.now());
    payments::ask_staff(tx, "mismatch:1", "payment_mismatch", order.id, attempt.id, "1000 IDR for 15474000 IDR",
                        clock_.now());
  });
  expect_left_by_a_click(number);
}

}  // namespace
}  // namespace hurtrock::admin
