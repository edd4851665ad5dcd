#pragma once

#include <gtest/gtest.h>

#include <support/checkout_fixture.hpp>

#include "checkout/transfer.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {

/// For tests: a shop that takes transfers, and a variant to buy.
class TransferTest : public testing::TestWithParam<db::Dialect> {
 protected:
  TransferTest() {
    shop_.run(
        "UPDATE payment_settings SET enabled = 1, minimum_total = 1, public_options = "
        "'{\"accounts\":[{\"bank\":\"BCA\",\"number\":\"1234567890\",\"holder\":\"Toko\"}]}' "
        "WHERE provider = 'bank_transfer'");
  }
  OrderId place() {
    PlaceRequest form = shop_.filled_form();
    form.payment_method = "bank_transfer";
    const auto placed = place_order(shop_.services, shop_.buyer_of(variant_), form);
    EXPECT_TRUE(placed);
    return placed->order;
  }
  void send_proof(OrderId id) {
    shop_.db().write([&](db::Tx& tx) {
      return payments::add_proof(tx,
                                 {.payment = payments::attempts_of(tx, id).front().id,
                                  .file = "a.webp",
                                  .sender_bank = "BCA",
                                  .sender_name = "Sari"},
                                 shop_.now());
    });
  }
  auto confirm(OrderId id, Money received) {
    return shop_.db().write([&](db::Tx& tx) {
      return confirm_transfer(tx, shop_.services, payments::attempts_of(tx, id).front().reference, received, staff_,
                              shop_.now());
    });
  }
  auto decline(OrderId id) {
    return shop_.db().write([&](db::Tx& tx) {
      return decline_proof(tx, shop_.services, payments::attempts_of(tx, id).front().reference, "buram", staff_,
                           shop_.now());
    });
  }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId variant_ = shop_.add_variant({.price = Money{100'000}, .on_hand = 50});
  UserId staff_ = shop_.add_user("staf@toko.test");
};

}  // namespace hurtrock::checkout
