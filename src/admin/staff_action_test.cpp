#include "admin/staff_action.hpp"

#include "admin/shop_fixture.hpp"
#include "checkout/dispute.hpp"

namespace hurtrock::admin {
namespace {

using orders::PaymentState;
using orders::State;

class StaffAction : public testing::ShopTest {
 protected:
  /// Paid and being packed.
  std::string place_processing() {
    const std::string number = place_paid();
    EXPECT_TRUE(process_order(shop_, ani_, seen(number)));
    return number;
  }
  /// Cash on delivery, on its way.
  std::string place_cash_and_ship() {
    const std::string number = place("cod");
    EXPECT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "JX12345678")));
    return number;
  }
  std::int64_t mails(const std::string& kind) {
    return db_->read(
        [&](db::Tx& tx) { return tx.one<std::int64_t>("SELECT COUNT(*) FROM outbox_mails WHERE kind = $1", kind); });
  }
  std::int64_t audit_rows() { return one<std::int64_t>("SELECT COUNT(*) FROM audit_log"); }
};

INSTANTIATE_TEST_SUITE_P(, StaffAction, db::testing::every_dialect(), db::testing::name_of);

TEST_P(StaffAction, APaidOrderIsMarkedAsProcessing) {
  const std::string number = place_processing();
  EXPECT_EQ(order(number).state, State::kProcessing);
}

TEST_P(StaffAction, AnUnpaidOrderCannotBeProcessed) {
  const std::string number = place("midtrans");
  EXPECT_EQ(process_order(shop_, ani_, seen(number)).error(), Refusal::kNotAllowed);
  EXPECT_EQ(order(number).state, State::kPending);
  EXPECT_EQ(audit_rows(), 0);
}

TEST_P(StaffAction, ASecondClickOnProcessingIsToldThatItIsSo) {
  const std::string number = place_paid();
  const SeenOrder page = seen(number);
  ASSERT_TRUE(process_order(shop_, ani_, page));
  EXPECT_EQ(process_order(shop_, ani_, page).error(), Refusal::kAlready);
  EXPECT_EQ(audit_rows(), 1);
}

TEST_P(StaffAction, TheAuditLogSaysWhoChangedWhatFromWhatToWhat) {
  const std::string number = place_processing();
  db_->read([&](db::Tx& tx) {
    const auto [who, action, subject, before, after, from] =
        tx.one<std::string, std::string, std::string, std::string, std::string, std::string>(
            "SELECT actor_name, action, subject_id, before_json, after_json, remote_address FROM audit_log");
    EXPECT_EQ(who, "Ani");
    EXPECT_EQ(action, "order.processing");
    EXPECT_EQ(subject, number);
    EXPECT_EQ(before, R"({"state":"paid","payment_state":"paid","version":2})");
    EXPECT_EQ(after, R"({"state":"processing","payment_state":"paid","version":3})");
    EXPECT_EQ(from, "10.0.0.9");
  });
}

TEST_P(StaffAction, TwoPartialShipmentsShipTheOrderAndTellTheBuyerTwice) {
  const std::string number = place_processing();
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 1, "JX11111111")));
  EXPECT_EQ(order(number).state, State::kPartiallyShipped);
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 0, 2, "JX22222222")));
  EXPECT_EQ(order(number).state, State::kShipped);
  EXPECT_EQ(mails("order_shipped"), 2);
  EXPECT_EQ(woken_, 2);
}

TEST_P(StaffAction, MorePiecesThanAreLeftAreNotShipped) {
  const std::string number = place_processing();
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 0, 2, "JX11111111")));
  EXPECT_EQ(ship_order(shop_, ani_, seen(number), parcel(number, 1, 2, "JX22222222")).error(), Refusal::kTooMany);
  EXPECT_EQ(lines(number)[0].shipped, 0);
  EXPECT_EQ(lines(number)[1].shipped, 2);
}

TEST_P(StaffAction, AShipmentThatIsSentTwiceIsOneShipment) {
  const std::string number = place_processing();
  const SeenOrder page = seen(number);
  const Parcel strings = parcel(number, 0, 1, "JX11111111");
  ASSERT_TRUE(ship_order(shop_, ani_, page, strings));
  EXPECT_EQ(ship_order(shop_, ani_, page, strings).error(), Refusal::kAlready);
  EXPECT_EQ(lines(number)[1].shipped, 1);
  EXPECT_EQ(mails("order_shipped"), 1);
}

TEST_P(StaffAction, AnOrderThatAColleagueChangedMeanwhileIsLeftAlone) {
  const std::string number = place_processing();
  const SeenOrder page = seen(number);
  ASSERT_TRUE(ship_order(shop_, ani_, page, parcel(number, 0, 1, "JX11111111")));
  EXPECT_EQ(ship_order(shop_, ani_, page, parcel(number, 0, 1, "JX22222222")).error(), Refusal::kChanged);
  EXPECT_EQ(lines(number)[1].shipped, 1);
}

TEST_P(StaffAction, AnotherParcelOfAShippedOrderIsNotTakenForTheOneThatLeft) {
  const std::string number = place_processing();
  const SeenOrder page = seen(number);
  const Parcel all = parcel(number, 1, 3, "JX11111111");
  ASSERT_TRUE(ship_order(shop_, ani_, page, all));
  EXPECT_EQ(ship_order(shop_, ani_, page, all).error(), Refusal::kAlready);
  EXPECT_EQ(ship_order(shop_, ani_, page, parcel(number, 1, 3, "JX22222222")).error(), Refusal::kChanged);
  Parcel fetched = parcel(number, 1, 3, "");
  fetched.courier = "Ambil di toko";
  EXPECT_EQ(ship_order(shop_, ani_, page, fetched).error(), Refusal::kChanged);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM shipments"), 1);
}

TEST_P(StaffAction, GoodsThatAreMadeReadyTwiceAreReadyOnce) {
  const std::string number = place_processing();
  const SeenOrder page = seen(number);
  Parcel fetched = parcel(number, 1, 3, "");
  fetched.courier = "Ambil di toko";
  ASSERT_TRUE(ship_order(shop_, ani_, page, fetched));
  EXPECT_EQ(ship_order(shop_, ani_, page, fetched).error(), Refusal::kAlready);
  EXPECT_EQ(mails("order_shipped"), 1);
}

TEST_P(StaffAction, AnUnpaidOrderIsNotShipped) {
  const std::string number = place("midtrans");
  EXPECT_EQ(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "JX11111111")).error(), Refusal::kNotAllowed);
}

TEST_P(StaffAction, AWrongTrackingNumberIsPutRightWithAnEventARowOfTheLogAndAMail) {
  const std::string number = place_cash_and_ship();
  EXPECT_EQ(correct_tracking(shop_, ani_, {number, 2, "JX12345678"}, "JX87654321").error(), Refusal::kNoSuchOrder);
  ASSERT_TRUE(correct_tracking(shop_, ani_, {number, 1, "JX12345678"}, "JX87654321"));
  EXPECT_EQ(one<std::string>("SELECT tracking_number FROM shipments"), "JX87654321");
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM order_events WHERE kind = 'tracking_corrected' AND actor_id = 7"),
            1);
  EXPECT_EQ(one<std::string>("SELECT before_json FROM audit_log WHERE action = 'order.tracking'"),
            R"({"tracking_number":"JX12345678"})");
  EXPECT_EQ(one<std::string>("SELECT after_json FROM audit_log WHERE action = 'order.tracking'"),
            R"({"tracking_number":"JX87654321"})");
  EXPECT_EQ(mails("order_tracking"), 1);
  EXPECT_EQ(order(number).state, State::kShipped);
}

TEST_P(StaffAction, OfTwoWhoPutOneTrackingNumberRightTheSecondIsTold) {
  const std::string number = place_cash_and_ship();
  const SeenParcel seen{number, 1, "JX12345678"};
  ASSERT_TRUE(correct_tracking(shop_, ani_, seen, "JX87654321"));
  EXPECT_EQ(correct_tracking(shop_, ani_, seen, "JX87654321").error(), Refusal::kAlready);
  EXPECT_EQ(correct_tracking(shop_, ani_, seen, "JX99999999").error(), Refusal::kChanged);
  EXPECT_EQ(one<std::string>("SELECT tracking_number FROM shipments"), "JX87654321");
  EXPECT_EQ(mails("order_tracking"), 1);
}

TEST_P(StaffAction, WhatWaitsInTheStoreHasNoTrackingNumberToPutRight) {
  const std::string number = place_processing();
  Parcel fetched = parcel(number, 1, 3, "");
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), fetched));
  EXPECT_EQ(correct_tracking(shop_, ani_, {number, 1, ""}, "JX87654321").error(), Refusal::kNotAllowed);
  EXPECT_EQ(mails("order_tracking"), 0);
}

TEST_P(StaffAction, DeliveryOfAPaidOrderTellsTheBuyer) {
  const std::string number = place_processing();
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "JX11111111")));
  ASSERT_TRUE(deliver_order(shop_, ani_, seen(number)));
  EXPECT_EQ(order(number).state, State::kDelivered);
  EXPECT_EQ(mails("order_delivered"), 1);
}

TEST_P(StaffAction, DeliveryOfACashOrderRecordsTheCashAndMakesTheInvoice) {
  const std::string number = place_cash_and_ship();
  ASSERT_TRUE(deliver_order(shop_, ani_, seen(number)));
  EXPECT_EQ(order(number).payment_state, PaymentState::kPaid);
  EXPECT_EQ(one<Money>("SELECT captured FROM payments WHERE settles_order = 1"), order(number).totals.total);
  EXPECT_EQ(one<std::string>("SELECT number FROM invoices"), "INV/2026/000001");
  EXPECT_EQ(mails("order_paid"), 1);
}

TEST_P(StaffAction, ASecondDeliveryRecordsNoSecondCash) {
  const std::string number = place_cash_and_ship();
  const SeenOrder page = seen(number);
  ASSERT_TRUE(deliver_order(shop_, ani_, page));
  EXPECT_EQ(deliver_order(shop_, ani_, page).error(), Refusal::kAlready);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM invoices"), 1);
  EXPECT_EQ(mails("order_delivered"), 1);
}

TEST_P(StaffAction, CashMayComeBeforeTheDelivery) {
  const std::string number = place_cash_and_ship();
  ASSERT_TRUE(take_cash(shop_, ani_, seen(number)));
  EXPECT_EQ(order(number).payment_state, PaymentState::kPaid);
  EXPECT_EQ(mails("order_paid"), 1);
  ASSERT_TRUE(deliver_order(shop_, ani_, seen(number)));
  EXPECT_EQ(mails("order_paid"), 1);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM invoices"), 1);
}

TEST_P(StaffAction, CashMayComeWithTheFirstOfTwoParcelsAndOnceOnly) {
  const std::string number = place("cod");
  EXPECT_EQ(take_cash(shop_, ani_, seen(number)).error(), Refusal::kNotAllowed);
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 0, 2, "JX11111111")));
  ASSERT_TRUE(take_cash(shop_, ani_, seen(number)));
  EXPECT_EQ(order(number).state, State::kPartiallyShipped);
  EXPECT_EQ(take_cash(shop_, ani_, seen(number)).error(), Refusal::kAlready);
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 1, "JX22222222")));
  ASSERT_TRUE(deliver_order(shop_, ani_, seen(number)));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM ledger_entries"), 1);
}

TEST_P(StaffAction, ACashParcelThatNobodyTookComesBackUnpaidOnce) {
  const std::string number = place_cash_and_ship();
  const SeenOrder page = seen(number);
  const std::vector<orders::Packed> sound{{lines(number)[0].id, 1}, {lines(number)[1].id, 2}};
  ASSERT_TRUE(return_order(shop_, ani_, page, sound));
  EXPECT_EQ(order(number).state, State::kShipped);
  EXPECT_EQ(order(number).payment_state, PaymentState::kFailed);
  EXPECT_EQ(order(number).returned_at, clock_.now());
  EXPECT_EQ(one<std::int64_t>("SELECT on_hand FROM stock_levels WHERE variant_id = 1"), 5);
  EXPECT_EQ(one<std::int64_t>("SELECT on_hand FROM stock_levels WHERE variant_id = 2"), 49);
  EXPECT_EQ(one<std::string>("SELECT state FROM payments"), "cancelled");
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM ledger_entries"), 0);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM invoices"), 0);
  EXPECT_EQ(mails("order_returned"), 1);
  EXPECT_EQ(one<std::string>("SELECT detail FROM order_events WHERE kind = 'returned' AND payment_state_after = "
                             "'failed'"),
            "1 × RG550-RF, 2 × SLK-10");

  EXPECT_EQ(return_order(shop_, ani_, page, sound).error(), Refusal::kAlready);
  EXPECT_EQ(deliver_order(shop_, ani_, seen(number)).error(), Refusal::kNotAllowed);
  EXPECT_EQ(take_cash(shop_, ani_, seen(number)).error(), Refusal::kNotAllowed);
  EXPECT_EQ(cancel_order(shop_, ani_, seen(number), "Ditolak").error(), Refusal::kNotAllowed);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM stock_movements WHERE reason = 'returned'"), 2);
}

TEST_P(StaffAction, OnlyWhatWasSentAndIsNotPaidComesBackUnpaid) {
  const std::string packed = place("cod");
  EXPECT_EQ(return_order(shop_, ani_, seen(packed), {}).error(), Refusal::kNotAllowed);

  const std::string number = place_cash_and_ship();
  EXPECT_EQ(return_order(shop_, ani_, seen(number), {{lines(number)[0].id, 2}}).error(), Refusal::kTooMany);
  EXPECT_EQ(return_order(shop_, ani_, seen(number), {{lines(packed)[0].id, 1}}).error(), Refusal::kTooMany);
  EXPECT_EQ(order(number).returned_at, std::nullopt);
  ASSERT_TRUE(take_cash(shop_, ani_, seen(number)));
  EXPECT_EQ(return_order(shop_, ani_, seen(number), {}).error(), Refusal::kNotAllowed);
}

TEST_P(StaffAction, NoCashIsTakenForAnOrderThatIsPaidAtAProvider) {
  const std::string number = place("midtrans");
  EXPECT_EQ(take_cash(shop_, ani_, seen(number)).error(), Refusal::kNotAllowed);
}

TEST_P(StaffAction, CancellingAnUnpaidOrderFreesItsStockAndKeepsTheReason) {
  const std::string number = place("midtrans");
  gateway_.report = payments::Report{};
  ASSERT_TRUE(cancel_order(shop_, ani_, seen(number), "Salah alamat"));
  EXPECT_EQ(order(number).state, State::kCancelled);
  EXPECT_EQ(one<std::int64_t>("SELECT reserved FROM stock_levels WHERE variant_id = 1"), 0);
  EXPECT_NE(one<std::string>("SELECT after_json FROM audit_log").find("Salah alamat"), std::string::npos);
}

TEST_P(StaffAction, CancellingAPaidOrderPromisesAllOfItBack) {
  const std::string number = place_paid();
  ASSERT_TRUE(cancel_order(shop_, ani_, seen(number), "Stok rusak"));
  EXPECT_EQ(order(number).state, State::kCancelled);
  EXPECT_EQ(one<Money>("SELECT amount FROM refunds WHERE state = 'requested'"), order(number).totals.total);
}

TEST_P(StaffAction, MoneyThatComesWhileCancellingIsSeenBeforeItGoesBack) {
  const std::string number = place("midtrans");
  gateway_.report = payments::Report{.state = payments::PaymentState::kPaid,
                                     .gross_amount = order(number).totals.total,
                                     .currency = "IDR",
                                     .transaction_id = "t-1"};
  EXPECT_EQ(cancel_order(shop_, ani_, seen(number), "Stok rusak").error(), Refusal::kPaid);
  EXPECT_EQ(order(number).state, State::kPaid);
}

checkout::RefundWish wish_of(std::int64_t rupiah, std::string key) {
  return {.extra = Money{rupiah}, .reason = "Lecet", .request_key = std::move(key)};
}

TEST_P(StaffAction, ARefundSentTwiceIsRecordedOnceWithWhoDidIt) {
  const std::string number = place_paid();
  const SeenOrder page = seen(number);
  ASSERT_TRUE(refund_order(shop_, ani_, page, wish_of(50'000, "form")));
  EXPECT_EQ(refund_order(shop_, ani_, page, wish_of(50'000, "form")).error(), Refusal::kAlready);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM refunds WHERE created_by = 7"), 1);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'order.refund'"), 1);
}

TEST_P(StaffAction, TwoColleaguesDoNotBothGiveTheSameGoodwill) {
  const std::string number = place_paid();
  const SeenOrder page = seen(number);
  ASSERT_TRUE(refund_order(shop_, ani_, page, wish_of(50'000, "one form")));
  EXPECT_EQ(refund_order(shop_, ani_, page, wish_of(50'000, "another")).error(), Refusal::kChanged);
}

TEST_P(StaffAction, ARefundOfAnotherOrderIsNotConfirmedHere) {
  const std::string number = place_paid(), other = place_paid();
  auto wish = wish_of(50'000, "form");
  wish.by_hand = true;
  const auto refund = refund_order(shop_, ani_, seen(number), wish);
  ASSERT_TRUE(refund);
  EXPECT_EQ(confirm_transfer(shop_, ani_, other, refund->id, "TRF-1").error(), Refusal::kNoSuchOrder);
  EXPECT_TRUE(confirm_transfer(shop_, ani_, number, refund->id, "TRF-1"));
  EXPECT_EQ(confirm_transfer(shop_, ani_, number, refund->id, "TRF-1").error(), Refusal::kAlready);
  EXPECT_EQ(give_up_refund(shop_, ani_, number, refund->id).error(), Refusal::kNotAllowed);
  EXPECT_EQ(mails("order_refunded"), 1);
}

TEST_P(StaffAction, TheMoneyThatPaysAnOrderIsNotGivenBackAsIfNobodyNeededIt) {
  const std::string number = place_paid();
  EXPECT_EQ(give_back_payment(shop_, ani_, {number, 1, order(number).totals.total}).error(), Refusal::kNotAllowed);
}

TEST_P(StaffAction, DisputedMoneyIsNotGivenBackBeforeStaffHaveSaidWhatBecameOfIt) {
  const std::string number = place_paid();
  const Money total = order(number).totals.total;
  db_->write([&](db::Tx& tx) {
    const auto disputed = *orders::find(tx, number);
    EXPECT_TRUE(checkout::begin_dispute(tx, disputed, payments::attempts_of(tx, disputed.id).front(),
                                        checkout::kWithdrawn, "deny", clock_.now()));
  });
  EXPECT_EQ(refund_order(shop_, ani_, seen(number), wish_of(50'000, "form")).error(), Refusal::kDisputed);
  ASSERT_TRUE(cancel_order(shop_, ani_, seen(number), "Dana ditarik"));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM refunds"), 0);
  EXPECT_EQ(give_back_payment(shop_, ani_, {number, 1, total}).error(), Refusal::kDisputed);
  const std::int64_t dispute = to_micros(clock_.now());
  EXPECT_EQ(settle_dispute(shop_, ani_, {number, 1, Money{1}, dispute}, Money{1}).error(), Refusal::kChanged);
  EXPECT_EQ(settle_dispute(shop_, ani_, {number, 1, total}, total).error(), Refusal::kChanged);
  ASSERT_TRUE(settle_dispute(shop_, ani_, {number, 1, total, dispute}, total));
  EXPECT_EQ(settle_dispute(shop_, ani_, {number, 1, total, dispute}, total).error(), Refusal::kAlready);
  EXPECT_EQ(one<Money>("SELECT amount FROM ledger_entries WHERE kind = 'refunded' AND debit = 'orders' AND credit = "
                       "'midtrans'"),
            total);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'order.dispute' AND actor_id = 7"), 1);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM staff_tasks WHERE resolved_at IS NULL"), 0);
}

TEST_P(StaffAction, APageThatWasOpenedBeforeAnotherDisputeDecidesNothingAboutIt) {
  const std::string number = place_paid();
  const Money total = order(number).totals.total;
  const auto dispute = [&](const char* name) {
    clock_.advance(std::chrono::hours{1});
    db_->write([&](db::Tx& tx) {
      const auto disputed = *orders::find(tx, number);
      EXPECT_TRUE(checkout::begin_dispute(tx, disputed, payments::attempts_of(tx, disputed.id).front(),
                                          checkout::kChargeback, "complete", clock_.now(),
                                          {{.id = name, .began_at = clock_.now()}}));
    });
    return to_micros(clock_.now());
  };
  const std::int64_t first = dispute("dp_1");
  ASSERT_TRUE(settle_dispute(shop_, ani_, {number, 1, total, first}, Money{}));
  const std::int64_t second = dispute("dp_2");
  EXPECT_EQ(settle_dispute(shop_, ani_, {number, 1, total, first}, Money{}).error(), Refusal::kChanged);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM staff_tasks WHERE resolved_at IS NULL AND kind = 'chargeback'"), 1);
  EXPECT_TRUE(settle_dispute(shop_, ani_, {number, 1, total, second}, Money{}));
}

TEST_P(StaffAction, APaymentThatNobodyDisputesHasNoOutcome) {
  const std::string number = place_paid();
  const Money total = order(number).totals.total;
  EXPECT_EQ(settle_dispute(shop_, ani_, {number, 1, total}, total).error(), Refusal::kNotAllowed);
  EXPECT_EQ(settle_dispute(shop_, ani_, {number, 2, total}, total).error(), Refusal::kNoSuchOrder);
}

TEST_P(StaffAction, ARefundOfACancelledOrderThatWasGivenUpCanBeMadeAgain) {
  const std::string number = place_paid();
  const Money total = order(number).totals.total;
  ASSERT_TRUE(cancel_order(shop_, ani_, seen(number), "Stok rusak"));
  const RefundId refund = db_->write([&](db::Tx& tx) {
    const auto id = payments::refunds_of(tx, orders::find(tx, number)->id).front().id;
    EXPECT_TRUE(payments::hand_over(tx, id, "not_possible", clock_.now()));
    return id;
  });
  ASSERT_TRUE(give_up_refund(shop_, ani_, number, refund));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM staff_tasks WHERE kind = 'payment_must_go_back' AND resolved_at IS "
                              "NULL"),
            1);
  ASSERT_TRUE(give_back_payment(shop_, ani_, {number, 1, total}));
  EXPECT_EQ(one<Money>("SELECT amount FROM refunds WHERE state = 'requested' AND reason = 'order_cancelled'"), total);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM staff_tasks WHERE resolved_at IS NULL"), 0);
}

TEST_P(StaffAction, MoneyIsGivenBackOnlyAsItWasSeenAndWithNoProofOfMoreWaiting) {
  const std::string number = place("bank_transfer");
  const PaymentId payment = db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::record_capture(tx, attempt.id, Money{120}, false, {payments::AttemptState::kMismatch, "t-1", "transfer"},
                             clock_.now());
    payments::add_proof(tx, {.payment = attempt.id, .file = "a.webp", .sender_bank = "BCA", .sender_name = "Budi"},
                        clock_.now());
    return attempt.id;
  });
  EXPECT_EQ(give_back_payment(shop_, ani_, {number, 1, Money{100}}).error(), Refusal::kChanged);
  EXPECT_EQ(give_back_payment(shop_, ani_, {number, 1, Money{120}}).error(), Refusal::kProofWaits);
  db_->write([&](db::Tx& tx) {
    EXPECT_TRUE(payments::decide_proof(tx, payment, payments::ProofState::kDeclined, "buram", ani_.id, clock_.now()));
  });
  EXPECT_TRUE(give_back_payment(shop_, ani_, {number, 1, Money{120}}));
  EXPECT_EQ(give_back_payment(shop_, ani_, {number, 1, Money{120}}).error(), Refusal::kAlready);
}

TEST_P(StaffAction, ASecondCancellationIsToldThatItIsSo) {
  const std::string number = place("midtrans");
  gateway_.report = payments::Report{};
  const SeenOrder page = seen(number);
  ASSERT_TRUE(cancel_order(shop_, ani_, page, "Dobel"));
  EXPECT_EQ(cancel_order(shop_, ani_, page, "Dobel").error(), Refusal::kAlready);
}

TEST_P(StaffAction, AProofThatWaitsIsDecidedOnBeforeTheOrderIsCancelled) {
  const std::string number = place("bank_transfer");
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::add_proof(tx, {.payment = attempt.id, .file = "a.webp", .sender_bank = "BCA", .sender_name = "Budi"},
                        clock_.now());
  });
  EXPECT_EQ(cancel_order(shop_, ani_, seen(number), "Stok rusak").error(), Refusal::kProofWaits);
  EXPECT_EQ(order(number).state, State::kPending);
}

TEST_P(StaffAction, CheckingAPaymentBringsInMoneyWhoseNewsWasLost) {
  const std::string number = place("midtrans");
  gateway_.report = payments::Report{.state = payments::PaymentState::kPaid,
                                     .gross_amount = order(number).totals.total,
                                     .currency = "IDR",
                                     .transaction_id = "t-9",
                                     .payment_type = "qris"};
  EXPECT_EQ(check_payment(shop_, ani_, number), checkout::Applied::kPaid);
  EXPECT_EQ(order(number).state, State::kPaid);
}

TEST_P(StaffAction, CheckingAPaymentAsksAboutOlderPagesToo) {
  const std::string number = place("midtrans");
  const payments::Attempt page = db_->write([&](db::Tx& tx) {
    const orders::Order placed = *orders::find(tx, number);
    const auto first = payments::attempts_of(tx, placed.id).front();
    payments::set_state(tx, first.id, payments::AttemptState::kCancelled, clock_.now());
    payments::create_attempt(tx,
                             {.order = placed.id,
                              .order_number = number,
                              .provider = "bank_transfer",
                              .amount = placed.totals.total,
                              .state = payments::AttemptState::kPending},
                             clock_.now());
    return first;
  });
  gateway_.report = payments::Report{.state = payments::PaymentState::kPaid,
                                     .gross_amount = order(number).totals.total,
                                     .currency = "IDR",
                                     .transaction_id = "t-9",
                                     .payment_type = "qris"};
  EXPECT_EQ(check_payment(shop_, ani_, number), checkout::Applied::kPaid);
  EXPECT_EQ(gateway_.asked, std::vector{page.reference});
  EXPECT_EQ(order(number).state, State::kPaid);
}

TEST_P(StaffAction, AProviderThatDoesNotAnswerChangesNothing) {
  const std::string number = place("midtrans");
  EXPECT_EQ(check_payment(shop_, ani_, number).error(), Refusal::kProviderSilent);
  EXPECT_EQ(order(number).state, State::kPending);
}

TEST_P(StaffAction, NobodyIsAskedAboutCash) {
  const std::string number = place("cod");
  EXPECT_EQ(check_payment(shop_, ani_, number).error(), Refusal::kNoProvider);
}

TEST_P(StaffAction, AnUnknownNumberIsNoOrder) {
  EXPECT_EQ(process_order(shop_, ani_, {"HRT-XXXX-XXXX", 1}).error(), Refusal::kNoSuchOrder);
}

}  // namespace
}  // namespace hurtrock::admin
