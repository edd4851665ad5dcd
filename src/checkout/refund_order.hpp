#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"

/// Money that goes back to the buyer. A refund belongs to one payment: that of a payment nobody needed leaves the order
/// paid. It is recorded and promised in the transaction that decides on it; the provider is asked by a job.
namespace hurtrock::checkout {

/// What can still be given back of the payment that settles an order.
struct Refundable {
  struct Line {
    orders::Line bought;
    Money paid;  ///< for all its pieces, discounts taken off
    std::int64_t left = 0;
    /// For that many of the pieces that are left.
    [[nodiscard]] Money price_of(std::int64_t pieces) const;
  };
  payments::Attempt attempt;
  std::vector<Line> lines;
  Money shipping;
  Money left;  ///< at most this much, whatever it is for; nothing while the payment is disputed
};
/// Nothing when no payment settles the order.
std::optional<Refundable> refundable_of(db::Tx& tx, const orders::Order& order);

struct RefundPieces {
  OrderLineId line;
  std::int64_t quantity = 1;
  bool restock = false;  ///< back into the stock, once the money has gone back
};

struct RefundWish {
  std::vector<RefundPieces> pieces = {};
  bool shipping = false;         ///< with all that is left of the shipping cost
  Money extra = {};              ///< given freely
  std::string reason = {};       ///< the buyer reads it
  std::string request_key = {};  ///< equal for every copy of the same wish
  bool by_hand = false;          ///< staff send the money themselves; the provider is not asked
};

struct RefundSum {
  Money goods, shipping, extra;
  [[nodiscard]] Money total() const { return goods + shipping + extra; }
};

enum class RefundRefusal : std::uint8_t {
  kNothing,    ///< the wish comes to nothing, or nothing is left
  kTooMuch,    ///< more money than is left
  kNotBought,  ///< more pieces than are left
  kAllOfIt,    ///< nothing would be left to send: cancel the order
};

/// What the wish comes to, without doing anything.
std::expected<RefundSum, RefundRefusal> sum_of(const Refundable& refundable, const RefundWish& wish);

/// Of the payment that settles the order. The order is locked. The same request_key again is the same refund. Wake the
/// jobs after the commit.
std::expected<payments::Refund, RefundRefusal> refund_order(db::Tx& tx, const orders::Order& order,
                                                            const RefundWish& wish, const orders::Actor& actor,
                                                            Time now);

/// Everything that is left of a payment, whatever it was for. `reason`: a word of orders::refund_reason. Nothing when
/// nothing is left, or it is disputed.
std::optional<payments::Refund> give_back(db::Tx& tx, const orders::Order& order, PaymentId payment,
                                          std::string_view reason, const orders::Actor& actor, Time now);

/// What the buyer is told of the money that came.
orders::MoneyPart money_of(db::Tx& tx, const orders::Order& order);

}  // namespace hurtrock::checkout
