#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layout/form.hpp"
#include "layout/frame.hpp"
#include "layout/pagination.hpp"
#include "layout/picture.hpp"
#include "orders/orders.hpp"
#include "platform/core/money.hpp"

/// What the buyer sees of orders. States are the words of CONTRACT section 8 and PRODUCT "Orders" ("pending",
/// "partially_shipped"; payment "unpaid", "expired"): the view words them. Times are formatted in WIB.
namespace hurtrock::orders {

enum class StepState : std::uint8_t { kDone, kCurrent, kUpcoming, kFailed };

struct TimelineStep {
  std::string status;  ///< a word of orders::status_word
  StepState state = StepState::kUpcoming;
  std::string at;  ///< "22 November 2026, 17.15 WIB"; empty: not yet
};

struct OrderLine {
  std::string name, option, url;  ///< url empty: no longer sold
  layout::Picture picture;
  std::int64_t quantity = 1;
  Money unit_price, total;
  std::int64_t awaited = 0;  ///< bought pieces that have to arrive first
  std::string short_of;      ///< after a reorder: "missing", or "fewer" than ordered; empty: it is in the cart
  std::string review_url;    ///< empty: it cannot be reviewed (not delivered, not this account's, no longer sold)
};

struct RefundShown {
  Money amount;
  std::string reason;
  std::string state;  ///< "pending", "done", "again" when the bank has returned it and it goes by transfer, "kept"
  std::string at;     ///< with "done"
};

struct Shipment {
  std::string courier;                   ///< "JNE REG"
  std::string tracking_number;           ///< resi; empty: not yet
  std::string tracking_url;              ///< empty: number only
  std::string shipped_at, delivered_at;  ///< empty: not yet
  std::vector<std::string> contents;     ///< "2 × Ernie Ball Regular Slinky"; empty: the whole order
  bool is_collected = false;             ///< it waits in the shop
};

/// GET /orders/:number
struct OrderPage {
  layout::Frame frame;
  std::string number, placed_at;
  bool just_placed = false;  ///< thank the buyer: ?placed=1
  std::string status, payment_status;
  std::string status_word;  ///< of orders::status_word
  bool is_pickup = false;   ///< fetched in the shop: everything speaks of that
  std::vector<TimelineStep> steps;

  std::string payment_method;            ///< "midtrans", "stripe", "cod", "bank_transfer"
  bool can_pay = false;                  ///< shows the button that posts to /orders/:number/payment
  std::vector<std::string> other_ways;   ///< with can_pay: methods that payment may be switched to
  std::string pay_until;                 ///< end of the hold; empty: none
  std::optional<TransferPart> transfer;  ///< while it waits for one
  std::string proof_url;                 ///< with transfer: where its proof is sent
  std::string difference;                ///< of one of another amount: "short", "late" when its time is over, "over"
  std::string difference_text;           ///< what came, and what is to be done
  Money going_back;                      ///< came, settles nothing, and has not gone back yet
  bool is_returned = false;              ///< its goods came back unpaid
  bool can_receive = false;              ///< the buyer may say that everything has arrived
  bool can_reorder = false;
  bool can_cancel = false;
  Money cancel_gives_back;  ///< by cancelling it; 0: nothing has come
  std::string guest_token;  ///< `t` of the signed link, kept in every form and link; empty for the owner
  std::string invoice_url;  ///< PDF; empty: not yet

  std::vector<OrderLine> lines;
  Money subtotal, shipping_price, discount, fee, total;  ///< discount and fee are shown when not 0; discount positive
  std::vector<RefundShown> refunds;
  Money forgiven;             ///< of the total, what the shop bears
  Money after_refunds;        ///< the total less that and what has gone back
  Money tax_base, tax;        ///< DPP and PPN contained in the total
  std::string shipping_name;  ///< "JNE REG", in the language in which it was ordered
  std::string language;       ///< that language: "id", "en"

  bool offers_account = false;  ///< to a guest, whose order it is

  std::string recipient, phone, email;
  std::vector<std::string> address;  ///< lines below the recipient's name
  std::string note;
  std::vector<Shipment> shipments;
};

/// GET /track/:number, the page behind the code on a parcel. Whoever handles the parcel may read it: it says whom it is
/// for by first name and city only, and neither what is in it nor what it costs.
struct TrackingPage {
  layout::Frame frame;
  std::string number, status, status_word;
  bool is_pickup = false;
  std::string first_name, city;
  std::vector<TimelineStep> steps;
  std::vector<Shipment> shipments;  ///< without contents
};

/// The answer to whoever may not see an order. It is the same for numbers that do not exist.
struct HiddenOrderPage {
  layout::Frame frame;
  std::string login_url;
};

struct OrderRow {
  std::string number, url, placed_at, status, status_word, payment_status;
  std::string first_item;   ///< name of the first line
  layout::Picture picture;  ///< of the first line
  std::int64_t pieces = 0;
  Money total;
  bool can_pay = false;
  Money missing;  ///< of a transfer of which less has come than was asked for; 0: nothing has come, or enough
  bool can_review = false;
};

/// GET /orders
struct OrdersPage {
  layout::Frame frame;
  std::vector<OrderRow> orders;
  layout::Pagination pagination;
};

}  // namespace hurtrock::orders
