#include "admin/order_page.hpp"

#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"

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

TEST_P(OrderPage, AnUnknownNumberIsNotFound) { EXPECT_EQ(show_order(request("HRT-XXXX-XXXX"), shop_).status, 404); }

TEST_P(OrderPage, OffersOnlyWhatTheStateAllows) {
  const auto page = show_order(request(place("cod")), shop_);
  EXPECT_TRUE(says(page, "/shipments\""));
  EXPECT_FALSE(says(page, "/processing\""));
  EXPECT_FALSE(says(page, "/delivery\""));
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
  EXPECT_TRUE(says(page, "href=\"#field-tracking_number\""));
}

TEST_P(OrderPage, PickUpInTheStoreNeedsNoTrackingNumber) {
  const auto number = place("cod");
  EXPECT_EQ(create_shipment(request(number, shipment(number, "pickup", "", 1)), shop_).status, 303);
}

TEST_P(OrderPage, WhatIsFetchedIsMadeReadyNotShipped) {
  const auto number = place("cod");
  db_->write([&](db::Tx& tx) {
    tx.run_script("UPDATE orders SET shipping_code = 'pickup', shipping_name = 'Ambil di toko'");
  });
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
