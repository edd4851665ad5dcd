#pragma once

#include <string>

#include "checkout/place_order.hpp"
#include "checkout/services.hpp"
#include "support/fake_provider.hpp"
#include "support/shop_fixture.hpp"

namespace hurtrock::fixture {

/// A shop that takes Midtrans and cards by Stripe (here: a FakeProvider each) and cash on delivery, and what checkout
/// needs to sell there.
class CheckoutShop : public Shop {
 public:
  explicit CheckoutShop(db::Dialect dialect);

  /// A new visitor with this in the cart, and the name of the request about to be sent.
  checkout::Buyer buyer_of(VariantId variant, std::int64_t quantity = 1);
  void put_into_cart(const checkout::Buyer& buyer, VariantId variant, std::int64_t quantity = 1);
  /// A valid form: Midtrans, REG to Jakarta.
  static checkout::PlaceRequest filled_form();
  /// An order of one piece, placed but not yet opened at the provider.
  OrderId place(VariantId variant, std::int64_t quantity = 1);
  /// The same, its page open.
  OrderId place_and_open(VariantId variant, std::int64_t quantity = 1);

  /// Newest first.
  [[nodiscard]] std::vector<payments::Attempt> attempts_of(OrderId id);
  [[nodiscard]] payments::Attempt attempt_of(OrderId id) { return attempts_of(id).front(); }
  /// The kinds of what stands on the staff's list, in order of name.
  [[nodiscard]] std::vector<std::string> staff_tasks();
  /// How many mails of the kind ("order_paid") the order has.
  [[nodiscard]] std::int64_t mails(OrderId id, const std::string& kind);

  /// Whether the shop has keys for the two.
  void set_keys(bool has_keys) { has_keys_ = has_keys; }

  FakeProvider provider, card_provider;
  checkout::Services services;

 private:
  bool has_keys_ = true;
};

}  // namespace hurtrock::fixture
