#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "admin/filter_words.hpp"
#include "catalog/ids.hpp"
#include "orders/orders.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// What the days of a list of orders are about.
enum class OrderDay : std::uint8_t { kPlaced, kPaid };
/// Whether the mailbox had paid for an order before.
enum class BuyerKind : std::uint8_t { kNew, kReturning };
/// What has waited too long: to be sent though everything is here, or to reach its buyer.
enum class Stuck : std::uint8_t { kUnsent, kUndelivered };
/// Since the money came, or since the order where the courier collects it. Two working days and a Sunday, on which the
/// shop is closed.
constexpr std::chrono::days kUnsentAfter{3};
/// Beyond the days that the buyer was told at the checkout, since the last parcel left: a Sunday, a holiday and the
/// courier's second try. What is to be fetched has no such days and counts from when it was ready.
constexpr std::chrono::days kUndeliveredAfter{3};

/// Which orders the list shows, as its address says it. Newest first, one screenful from a cursor on: unlike numbered
/// pages, the last screenful costs no more than the first.
struct OrderFilter {
  /// A place in the list: between this order and its neighbour.
  struct Cursor {
    Time placed_at;
    OrderId id;
  };

  std::optional<orders::State> state;
  std::optional<orders::PaymentState> payment;
  std::string search;                            ///< at most 100 characters, trimmed
  std::string from, to;                          ///< days in WIB, "2026-11-22", both included; empty: no bound
  OrderDay day = OrderDay::kPlaced;              ///< the day that is meant
  std::optional<ProductId> product;              ///< orders with a piece of it
  InVain in_vain;                                ///< a product that there cannot be
  bool refund_by_hand = false;                   ///< orders of which staff have to send money back
  std::optional<Stuck> stuck;                    ///< at the moment `at`
  Time at;                                       ///< not of the address: whoever answers it knows what time it is
  bool awaits_goods = false;                     ///< orders with pieces that are bought and not here yet
  std::string method, province;                  ///< only of paid orders between two days; empty: any
  std::optional<BuyerKind> buyer;                ///< likewise
  std::optional<Cursor> older_than, newer_than;  ///< at most one of them

  /// From the query; what cannot be read counts as not said.
  static OrderFilter read(const http::Fields& query);
  /// "/admin/orders?state=paid&…", without the cursor.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_older_than(const Cursor& cursor) const;
  [[nodiscard]] std::string address_newer_than(const Cursor& cursor) const;

  /// Whether anything but the state is asked for: then the form shows a way to clear it.
  [[nodiscard]] bool is_narrowed() const;
  [[nodiscard]] std::optional<Time> first_moment() const;
  /// The end of the last day.
  [[nodiscard]] std::optional<Time> end() const;
};

/// A place as addresses have it, "1795342500000000-17": when the order was placed, in microseconds, and its id. Nothing
/// when it is none.
std::optional<OrderFilter::Cursor> read_order_cursor(std::string_view text);
std::string write_order_cursor(const OrderFilter::Cursor& cursor);

std::string_view word(OrderDay day);
std::string_view word(BuyerKind kind);
std::string_view word(Stuck stuck);

/// Whether it is what a scanner types that reads a label's QR code.
bool is_label_code(std::string_view typed);

/// A search text, taken for everything it may be. Empty: it cannot be that.
struct SearchTerms {
  std::string order_number;     ///< "HRT-7K3M-9XQ2", also from "hrt7k3m9xq2", "7k3m9xq2" and a label's code
  std::string invoice_number;   ///< as typed, in capitals
  std::string tracking_number;  ///< canonical
  std::string email;            ///< lower case
  std::string part;             ///< of a name or mailbox, lower case
  std::string digits;           ///< of a phone number, without leading 0: at least four
  static SearchTerms of(std::string_view typed);
};

}  // namespace hurtrock::admin
