#include "admin/order_page.hpp"

#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"
#include "checkout/dispute.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::admin {
namespace {

class OrderPage : public testing::ShopTest {
 protected:
  http::Request request(const std::string& number, std::string_view form = "") {
    http::Request request;
    request.params = {{"number", number}};
    request.form = *http::Fields::decode(form);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return request;
  }
  std::string shipment(const std::string& number, std::string_view courier, std::string_view tracking, int guitars) {
    return "version=" + std::to_string(order(number).version) + "&courier=" + std::string(courier) +
           "&tracking_number=" + std::string(tracking) + "&" + quantity_field(lines(number)[0].id) + "=" +
           std::to_string(guitars) + "&" + quantity_field(lines(number)[1].id) + "=0";
  }
  static bool says(const http::Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }
  http::Response page_of(const std::string& number) { return show_order(request(number), shop_); }

  /// Money that pays nothing, for the order's newest payment.
  payments::Attempt came(const std::string& number, Money received, payments::AttemptState state) {
    return db_->write([&](db::Tx& tx) {
      const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
      payments::record_capture(tx, attempt.id, received, false, {state, "t-2", "qris"}, clock_.now());
      return attempt;
    });
  }
  /// Another attempt, at Midtrans, whose money is waited for.
  void try_again(const std::string& number) {
    db_->write([&](db::Tx& tx) {
      const auto order = *orders::find(tx, number);
      payments::create_attempt(tx,
                               {.order = order.id,
                                .order_number = number,
                                .provider = "midtrans",
                                .amount = order.totals.total,
                                .state = payments::AttemptState::kPending},
                               clock_.now());
    });
  }
  void dispute(const std::string& number) {
    db_->write([&](db::Tx& tx) {
      const auto order = *orders::find(tx, number);
      EXPECT_TRUE(checkout::begin_dispute(tx, order, payments::attempts_of(tx, order.id).front(), checkout::kChargeback,
                                          "chargeback", clock_.now()));
    });
  }
  void cancel(const std::string& number) {
    db_->write([&](db::Tx& tx) {
      EXPECT_TRUE(
          orders::cancel(tx, orders::find(tx, number)->id, orders::Actor::staff(ani_.id), "kosong", clock_.now()));
    });
  }
  /// Of what pays the order; it fails at the provider.
  void refund_fails(const std::string& number, Money amount, std::string_view problem) {
    db_->write([&](db::Tx& tx) {
      const auto order = *orders::find(tx, number);
      const auto refund = payments::create_refund(tx,
                                                  {.order = order.id,
                                                   .order_number = number,
                                                   .payment = payments::attempts_of(tx, order.id).front().id,
                                                   .amount = amount,
                                                   .reason = "lecet"},
                                                  clock_.now());
      ASSERT_TRUE(refund);
      EXPECT_TRUE(payments::record_failed(tx, refund->id, problem, clock_.now()));
    });
  }
};

INSTANTIATE_TEST_SUITE_P(, OrderPage, db::testing::every_dialect(), db::testing::name_of);

TEST_P(OrderPage, ShowsTheOrderWithItsHistory) {
  const auto number = place_paid();
  const auto page = show_order(request(number), shop_);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(says(page, "RG550-RF"));
  EXPECT_TRUE(says(page, "INV/2026/000001"));
  EXPECT_TRUE(says(page, "Payment received"));
  EXPECT_TRUE(says(page, "22 Nov 2026, 12:00 WIB"));
}

TEST_P(OrderPage, ShowsTheMailsAboutTheOrderAndNoOthers) {
  const auto number = place_paid(), other = place_paid();
  EXPECT_TRUE(says(page_of(number), "No e-mails have been sent yet."));
  const auto write = [&](const std::string& about, int event) {
    db_->write([&](db::Tx& tx) {
      EXPECT_TRUE(mail::enqueue_mail(tx,
                                     {.kind = "order_paid",
                                      .event_key = "test:" + std::to_string(event),
                                      .order_id = orders::find(tx, about)->id.value(),
                                      .to_address = "budi@mail.id",
                                      .to_name = "Budi",
                                      .language = "id",
                                      .subject = "Lunas",
                                      .html = "",
                                      .text = ""},
                                     clock_.now()));
    });
  };
  write(other, 0);
  EXPECT_TRUE(says(page_of(number), "No e-mails have been sent yet."));
  write(number, 1);
  EXPECT_TRUE(says(page_of(number), "href=\"/admin/mail/2\""));
  EXPECT_TRUE(says(page_of(number), "badge--mail-waiting"));
  EXPECT_FALSE(says(page_of(number), "href=\"/admin/mail/1\""));
  EXPECT_FALSE(says(page_of(number), "All e-mails about this order"));
  for (int event = 2; event <= 11; ++event) write(number, event);
  EXPECT_TRUE(says(page_of(number), "/admin/mail?q=" + number));
}

TEST_P(OrderPage, AnUnknownNumberIsNotFound) { EXPECT_EQ(show_order(request("HRT-XXXX-XXXX"), shop_).status, 404); }

TEST_P(OrderPage, OffersOnlyWhatTheStateAllows) {
  const auto page = show_order(request(place("cod")), shop_);
  EXPECT_TRUE(says(page, "/shipments\""));
  EXPECT_FALSE(says(page, "/processing\""));
  EXPECT_FALSE(says(page, "/delivery\""));
}

TEST_P(OrderPage, OffersNoDisputedMoneyToGoBack) {
  const auto number = place("midtrans");
  came(number, Money{1'000}, payments::AttemptState::kPaid);
  EXPECT_TRUE(says(page_of(number), "must go back to the buyer"));
  came(number, Money{1'000}, payments::AttemptState::kDisputed);
  EXPECT_FALSE(says(page_of(number), "must go back to the buyer"));
  EXPECT_EQ(give_back_payment(shop_, ani_, {number, 1, Money{1'000}}).error(), Refusal::kDisputed);
}

TEST_P(OrderPage, TellsThatAnOrderWaitsForTheKeysOfItsProvider) {
  const auto number = place("midtrans");
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::record_opened(tx, attempt.id, "token", "https://pay.test/token", clock_.now());
  });
  EXPECT_FALSE(says(page_of(number), "The keys of Midtrans are missing"));
  shop_.checkout.gateway = [](std::string_view) { return payments::GatewayPointer{}; };
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "The keys of Midtrans are missing"));
  EXPECT_TRUE(says(page, "/admin/payments#midtrans"));
}

TEST_P(OrderPage, AnActionLeadsBackToTheOrder) {
  const auto number = place_paid();
  const auto answer = create_processing(request(number, "version=" + std::to_string(order(number).version)), shop_);
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "/admin/orders/" + number + "?notice=processing");
}

TEST_P(OrderPage, AFormOfAnOutdatedPageShowsTheFreshOneWithTheReason) {
  const auto number = place_paid();
  const auto page = create_processing(request(number, "version=1"), shop_);
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(says(page, "has just been changed by somebody else"));
  EXPECT_EQ(order(number).state, orders::State::kPaid);
}

TEST_P(OrderPage, AShipmentFormShipsItsPieces) {
  const auto number = place("cod");
  EXPECT_EQ(create_shipment(request(number, shipment(number, "jne-reg", "jx+1234+5678", 1)), shop_).status, 303);
  EXPECT_EQ(one<std::string>("SELECT tracking_number FROM shipments"), "JX12345678");
  EXPECT_EQ(one<std::string>("SELECT courier FROM shipments"), "JNE REG");
}

TEST_P(OrderPage, ACourierNeedsATrackingNumber) {
  const auto number = place("cod");
  const auto page = create_shipment(request(number, shipment(number, "jne-reg", "", 1)), shop_);
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(says(page, "href=\"#field-tracking_number\">Tracking number: Please fill this in."));
}

TEST_P(OrderPage, PickingUpIsCalledInTheReadersLanguage) {
  const auto page = page_of(place("cod"));
  EXPECT_TRUE(says(page, ">Pick up in the store</option>"));
  EXPECT_FALSE(says(page, "Ambil di toko"));
}

TEST_P(OrderPage, ATrackingNumberThatCameTooLateIsShownAndNotRecorded) {
  const auto number = place("cod");
  const std::string all = shipment(number, "jne-reg", "JX22222222", 1);
  const std::string late = all.substr(0, all.size() - 1) + "3";
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "JX11111111")));
  const auto page = create_shipment(request(number, late), shop_);
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(says(page, "JX22222222 that you typed is not recorded"));
  EXPECT_TRUE(says(page, "JX11111111"));
  EXPECT_EQ(one<std::string>("SELECT tracking_number FROM shipments"), "JX11111111");
}

TEST_P(OrderPage, AWrongTrackingNumberIsPutRightAtItsParcel) {
  const auto number = place("cod");
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "JX11111111")));
  EXPECT_TRUE(says(page_of(number), "/shipments/1/tracking\""));
  const auto correct = [&](std::string_view typed, std::string parcel = "1") {
    auto sent = request(number, "seen=JX11111111&tracking_1=" + std::string(typed));
    sent.params.emplace_back("parcel", std::move(parcel));
    return create_tracking_correction(sent, shop_);
  };
  for (const std::string_view wrong : {"", "abc", "JX+%3C1%3E2345"}) {
    const auto refused = correct(wrong);
    EXPECT_EQ(refused.status, 422) << wrong;
    EXPECT_TRUE(says(refused, "href=\"#field-tracking_1\"")) << wrong;
  }
  EXPECT_EQ(one<std::string>("SELECT tracking_number FROM shipments"), "JX11111111");
  EXPECT_EQ(correct("jx+2222+2222").header("Location"), "/admin/orders/" + number + "?notice=tracking_corrected");
  EXPECT_TRUE(says(page_of(number), "JX11111111 is now JX22222222"));

  const auto late = correct("JX33333333");
  EXPECT_EQ(late.status, 409);
  EXPECT_TRUE(says(late, "value=\"JX33333333\"")) << "what was typed is kept";
  EXPECT_TRUE(says(late, "name=\"seen\" value=\"JX22222222\""));
}

TEST_P(OrderPage, WhoeverIsToldOfAMistakeHasNotSeenWhatAColleagueDidMeanwhile) {
  const auto number = place("cod");
  const std::string sent = shipment(number, "jne-reg", "abc", 1);
  const auto version = std::to_string(order(number).version);
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 0, 1, "JX11111111")));
  const auto page = create_shipment(request(number, sent), shop_);
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(says(page, "name=\"version\" value=\"" + version + "\""));
  EXPECT_FALSE(says(page, "name=\"version\" value=\"" + std::to_string(order(number).version) + "\""));
}

TEST_P(OrderPage, PickUpInTheStoreNeedsNoTrackingNumber) {
  const auto number = place("cod");
  EXPECT_EQ(create_shipment(request(number, shipment(number, "pickup", "", 1)), shop_).status, 303);
}

TEST_P(OrderPage, WhatIsFetchedIsMadeReadyNotShipped) {
  const auto number = place_to_fetch("cod");
  auto page = show_order(request(number), shop_);
  EXPECT_TRUE(says(page, "Ready: tell the customer"));
  EXPECT_FALSE(says(page, "Ship &"));
  EXPECT_TRUE(says(page, "<details class=\"disclosure\"><summary>Not picked up after all?"));
  EXPECT_TRUE(says(page, "The address is for the invoice only."));

  const std::string all = shipment(number, "pickup", "", 1);
  ASSERT_EQ(create_shipment(request(number, all.substr(0, all.size() - 1) + "3"), shop_).status, 303);
  page = show_order(request(number), shop_);
  EXPECT_TRUE(says(page, "Ready for pick-up"));
  EXPECT_TRUE(says(page, "ready since 22 Nov"));
  EXPECT_TRUE(says(page, "Picked up &"));
  EXPECT_FALSE(says(page, "Mark as delivered"));
  EXPECT_FALSE(says(page, "shipped 22 Nov"));
}

TEST_P(OrderPage, WhatADeliveryDoesIsSaidBeforeItIsDone) {
  const auto number = place("cod");
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "JX11111111")));
  auto page = page_of(number);
  EXPECT_TRUE(says(page, "<details class=\"confirm-step\">"));
  EXPECT_TRUE(says(page, "is recorded as received in cash, and the order gets its invoice number."));
  EXPECT_TRUE(says(page, "This cannot be undone."));
  ASSERT_TRUE(take_cash(shop_, ani_, seen(number)));
  page = page_of(number);
  EXPECT_TRUE(says(page, "The customer is told by e-mail at once."));
  EXPECT_FALSE(says(page, "is recorded as received in cash"));
}

TEST_P(OrderPage, AnEmptyParcelIsNotShipped) {
  const auto number = place("cod");
  const auto page = create_shipment(request(number, shipment(number, "jne-reg", "JX12345678", 0)), shop_);
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(says(page, "Enter at least one piece."));
}

TEST_P(OrderPage, ACancellationNeedsAReason) {
  const auto number = place("midtrans");
  EXPECT_EQ(create_cancellation(request(number, "version=1&reason=+"), shop_).status, 422);
  EXPECT_EQ(order(number).state, orders::State::kPending);
}

TEST_P(OrderPage, WhoCancelsIsToldOfMoneyThatMustGoBack) {
  const auto number = place("bank_transfer");
  EXPECT_FALSE(says(show_order(request(number), shop_), "You must then send back"));
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::record_capture(tx, attempt.id, Money{1'000}, false,
                             {payments::AttemptState::kMismatch, "t-1", "transfer"}, clock_.now());
  });
  EXPECT_TRUE(says(show_order(request(number), shop_), "You must then send back"));
}

TEST_P(OrderPage, ThatASecondPaymentMustGoBackIsANextStepThatLeadsToItsForm) {
  const auto number = place_paid();
  EXPECT_FALSE(says(page_of(number), "must go back to the buyer"));
  try_again(number);
  came(number, Money{70'000}, payments::AttemptState::kPaid);
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "Rp\u00a070.000 has come that does not pay for this order and must go back to the buyer."));
  EXPECT_TRUE(says(page, "href=\"#payment-2\""));
  EXPECT_TRUE(says(page, "id=\"payment-2\""));
  EXPECT_TRUE(says(page, "/admin/orders/" + number + "/payments/2/refunds\""));
  EXPECT_FALSE(says(page, "/admin/orders/" + number + "/payments/1/refunds\""));
  EXPECT_FALSE(says(page, "can pay for the order again"));
}

TEST_P(OrderPage, ThatALatePaymentMustGoBackIsTheNextStepOfACancelledOrder) {
  const auto number = place("midtrans");
  cancel(number);
  came(number, Money{70'000}, payments::AttemptState::kPaid);
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "must go back to the buyer"));
  EXPECT_TRUE(says(page, "/admin/orders/" + number + "/payments/1/refunds\""));
}

TEST_P(OrderPage, AnotherAmountByAProviderGoesBackAndTheOrderCanBePaidAgain) {
  const auto number = place("midtrans");
  came(number, Money{70'000}, payments::AttemptState::kMismatch);
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "must go back to the buyer"));
  EXPECT_TRUE(says(page, "can pay for the order again"));
  EXPECT_FALSE(says(page, "then the order cancels itself"));
}

TEST_P(OrderPage, ATransferOfAnotherAmountIsDecidedOnNext) {
  const auto number = place("bank_transfer");
  EXPECT_TRUE(says(page_of(number), "then the order cancels itself"));
  const auto attempt = came(number, Money{70'000}, payments::AttemptState::kMismatch);
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "Another amount came than was asked for: Rp\u00a070.000 of"));
  const std::string& reference = attempt.reference;
  EXPECT_TRUE(says(page, "href=\"/admin/payments/transfers?q=" + reference + "#" + reference + "\""));
  EXPECT_FALSE(says(page, "then the order cancels itself"));
  EXPECT_FALSE(says(page, "/payments/1/refunds\""));
}

TEST_P(OrderPage, AProofThatWaitsIsDecidedOnNext) {
  const auto number = place("bank_transfer");
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::add_proof(tx, {.payment = attempt.id, .file = "a.webp", .sender_bank = "BCA", .sender_name = "Budi"},
                        clock_.now());
  });
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "has sent a proof of transfer"));
  EXPECT_FALSE(says(page, "then the order cancels itself"));
}

TEST_P(OrderPage, WhatIsToBeTransferredByHandIsANextStepThatLeadsToItsField) {
  const auto number = place("bank_transfer");
  cancel(number);
  const auto attempt = came(number, Money{70'000}, payments::AttemptState::kMismatch);
  const RefundId refund = db_->write([&](db::Tx& tx) {
    const auto order = orders::lock(tx, orders::find(tx, number)->id);
    return checkout::give_back(tx, order, attempt.id, "not_needed", orders::Actor::staff(ani_.id), clock_.now())->id;
  });
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "You must transfer Rp\u00a070.000 to the buyer."));
  EXPECT_TRUE(says(page, "href=\"#field-" + transfer_field(refund) + "\""));
  EXPECT_TRUE(says(page, "id=\"field-" + transfer_field(refund) + "\""));
  EXPECT_FALSE(says(page, "has come that does not pay")) << "it is on its way";
}

TEST_P(OrderPage, ARefundThatFailedIsMadeAgainUnlessStaffHaveGivenItUp) {
  const auto number = place_paid();
  refund_fails(number, Money{70'000}, "denied_by_bank");
  EXPECT_TRUE(says(page_of(number), "The refund of Rp\u00a070.000 has failed"));
  refund_fails(number, Money{50'000}, "given_up");
  EXPECT_FALSE(says(page_of(number), "the shop still holds the money"));
}

TEST_P(OrderPage, CashOfWhatItsBuyerHasReceivedIsToBeRecorded) {
  const auto number = place_to_fetch("cod");
  const std::string start = "href=\"/admin/orders?payment=unpaid&amp;state=delivered\"";
  const auto receive = [&] {
    ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "")));
    db_->write([&](db::Tx& tx) {
      EXPECT_TRUE(orders::mark_delivered(tx, orders::find(tx, number)->id, orders::Actor::buyer({}), clock_.now()));
    });
  };
  EXPECT_FALSE(says(page_of(number), "href=\"#cash\""));
  EXPECT_FALSE(says(show_start(request(""), shop_), start));
  receive();
  EXPECT_TRUE(says(page_of(number), "href=\"#cash\""));
  EXPECT_TRUE(says(page_of(number), "id=\"cash\""));
  EXPECT_TRUE(says(show_start(request(""), shop_), start));
  ASSERT_TRUE(take_cash(shop_, ani_, seen(number)));
  EXPECT_FALSE(says(page_of(number), "href=\"#cash\""));
  EXPECT_FALSE(says(show_start(request(""), shop_), start));
}

TEST_P(OrderPage, OfADisputedPaymentStaffSayWhatBecameOfIt) {
  const auto number = place_paid();
  const std::string total = std::to_string(order(number).totals.total.rupiah());
  dispute(number);
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "was taken back or is disputed"));
  EXPECT_TRUE(says(page, "/payments/1/dispute-outcome\""));
  EXPECT_TRUE(says(page, "name=\"withdrawn_1\" value=\"" + total + "\""));
  const std::string dispute = std::to_string(to_micros(clock_.now()));
  EXPECT_TRUE(says(page, "name=\"dispute\" value=\"" + dispute + "\""));
  EXPECT_FALSE(says(page, "/refunds/new\""));
  EXPECT_FALSE(says(page, "Everything that was paid is refunded"));
  EXPECT_EQ(show_refund_form(request(number), shop_).status, 409);

  const auto outcome = [&](const std::string& withdrawn) {
    auto form = request(number, "seen=" + total + "&dispute=" + dispute + "&withdrawn_1=" + withdrawn);
    form.params.emplace_back("attempt", "1");
    return create_dispute_outcome(form, shop_);
  };
  for (const char* wrong : {"", "lots", "-1", "99999999999"}) EXPECT_EQ(outcome(wrong).status, 422) << wrong;
  EXPECT_EQ(outcome(total).header("Location"), "/admin/orders/" + number + "?notice=dispute_withdrawn");
  EXPECT_EQ(outcome(total).header("Location"), "/admin/orders/" + number + "?notice=already");
  EXPECT_FALSE(says(page_of(number), "/dispute-outcome\""));
}

TEST_P(OrderPage, GoodsThatNobodyTookAreWrittenDownAsTheyCameBack) {
  const auto number = place("cod");
  ASSERT_TRUE(ship_order(shop_, ani_, seen(number), parcel(number, 1, 3, "JX11111111")));
  EXPECT_TRUE(says(page_of(number), "/return\""));
  const auto form = [&](std::string_view strings) {
    return create_return(
        request(number, "version=" + std::to_string(order(number).version) + "&" + return_field(lines(number)[0].id) +
                            "=0&" + return_field(lines(number)[1].id) + "=" + std::string(strings)),
        shop_);
  };
  for (const char* wrong : {"", "4", "-1", "all"}) EXPECT_EQ(form(wrong).status, 422) << wrong;
  EXPECT_EQ(form("3").header("Location"), "/admin/orders/" + number + "?notice=returned");
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "This order is closed"));
  EXPECT_TRUE(says(page, "back in stock: 3 × SLK-10"));
  EXPECT_FALSE(says(page, "/return\""));
  EXPECT_FALSE(says(page, "/delivery\""));
  EXPECT_FALSE(says(page, "/cash\""));
}

TEST_P(OrderPage, LateMoneyCanBeWrittenDownOnlyWhereItIsTaken) {
  const auto number = place("bank_transfer");
  EXPECT_FALSE(says(page_of(number), "/receipts\"")) << "it is waited for";
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::set_state(tx, attempt.id, payments::AttemptState::kCancelled, clock_.now());
  });
  try_again(number);
  EXPECT_FALSE(says(page_of(number), "/receipts\"")) << "another payment is waited for";
  cancel(number);
  EXPECT_TRUE(says(page_of(number), "If its money comes after all"));
}

TEST_P(OrderPage, OfATransferThatHasComeMoreCanBeWrittenDown) {
  const auto number = place("bank_transfer");
  cancel(number);
  came(number, order(number).totals.total, payments::AttemptState::kPaid);
  const auto page = page_of(number);
  EXPECT_TRUE(says(page, "If more money comes"));
  EXPECT_FALSE(says(page, "If its money comes after all"));
}

TEST_P(OrderPage, ABankTransferIsNamedOnceInItsRow) {
  const auto number = place("bank_transfer");
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::record_capture(tx, attempt.id, attempt.amount, false, {payments::AttemptState::kPaid, "t-1", "transfer"},
                             clock_.now());
  });
  for (const auto& page : {page_of(number), show_payments(request(number), shop_)}) {
    EXPECT_TRUE(says(page, "Bank transfer"));
    EXPECT_FALSE(says(page, ">bank transfer<"));
    EXPECT_FALSE(says(page, " · bank transfer"));
  }
}

TEST_P(OrderPage, ANoteOfTheStaffStandsInTheHistoryOnce) {
  const auto number = place_paid();
  for (int press = 0; press < 2; ++press)
    EXPECT_EQ(create_note(request(number, "form_key=a&staff_note=Bungkus+%3Ckado%3E"), shop_).status, 303);
  const auto page = show_order(request(number), shop_);
  EXPECT_TRUE(says(page, "Bungkus &lt;kado&gt;"));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM order_events WHERE kind = 'note' AND actor_id = 7"), 1);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'order.note'"), 1);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM outbox_mails WHERE body_text LIKE '%kado%'"), 0);
}

TEST_P(OrderPage, TheSameWordsMayBeNotedAgainLater) {
  const auto number = place("cod");
  const auto note = [&](std::string_view key) {
    const auto answer = create_note(request(number, "staff_note=tidak+diangkat&form_key=" + std::string(key)), shop_);
    return std::string(answer.header("Location"));
  };
  EXPECT_TRUE(note("first").ends_with("?notice=noted"));
  EXPECT_TRUE(note("first").ends_with("?notice=already"));
  EXPECT_TRUE(note("second").ends_with("?notice=noted"));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM order_events WHERE kind = 'note'"), 2);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'order.note'"), 2);
}

TEST_P(OrderPage, ANoteNeedsWords) {
  const auto number = place("cod");
  const auto page = create_note(request(number, "form_key=a&staff_note=+"), shop_);
  EXPECT_TRUE(says(page, "name=\"form_key\" value=\"a\""));
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(says(page, "notes-staff_note"));
  EXPECT_EQ(create_note(request("HRT-XXXX-XXXX", "staff_note=kado"), shop_).status, 404);
}

TEST_P(OrderPage, ListAndOverviewShowTheOrder) {
  const auto number = place_paid();
  EXPECT_TRUE(says(show_orders(request(""), shop_), number));
  EXPECT_TRUE(says(show_start(request(""), shop_), "Rp"));
}

TEST_P(OrderPage, EveryTextThatAPageAsksForExists) {
  const auto before = i18n::Texts::unknown_keys();
  for (const auto& number : {place("midtrans"), place("cod"), place_paid()}) show_order(request(number), shop_);
  show_orders(request(""), shop_);
  show_start(request(""), shop_);
  EXPECT_EQ(i18n::Texts::unknown_keys(), before);
}

}  // namespace
}  // namespace hurtrock::admin
