#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ids.hpp"
#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "orders/state.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"
#include "platform/http/visitor.hpp"
#include "platform/i18n/texts.hpp"
#include "pricing/pricing.hpp"

/// Placed orders: their lines, states and history. Functions that take a Tx are part of the caller's transaction; those
/// that change an order lock its row first, and write an event for every change.
namespace hurtrock::orders {

struct Contact {
  std::string name, email, phone;
};

struct Address {
  std::string street, area_code, kelurahan, kecamatan, kota, provinsi, postal_code, note;
};

struct Shipping {
  std::string code, name, courier;
  std::int64_t min_days = 0, max_days = 0, chargeable_weight_g = 0;
  bool is_pickup = false;  ///< fetched in the shop, as the service of that code says now; not written with an order
};

struct NewLine {
  ProductId product;
  VariantId variant;
  std::string sku, name, options;
  std::int64_t quantity = 1;
  Money unit_price;
  std::int64_t weight_g = 0;
};

struct NewOrder {
  std::optional<UserId> user;
  std::optional<SessionId> session;
  std::optional<UserId> placed_by = {};  ///< of the staff, for the buyer; nothing: by the buyer
  State state = State::kPending;
  std::string payment_method;
  i18n::Language language = i18n::Language::kIndonesian;
  Contact contact;
  Address address;
  std::string note;
  Shipping shipping;
  pricing::Totals totals;
  std::optional<Time> hold_until;  ///< required for kPending
  std::vector<NewLine> lines;
};

struct Order {
  OrderId id;
  std::string number;
  std::optional<UserId> user;
  std::optional<SessionId> session;
  State state = State::kPending;
  PaymentState payment_state = PaymentState::kUnpaid;
  std::string payment_method;
  i18n::Language language = i18n::Language::kIndonesian;
  Contact contact;
  Address address;
  std::string note;
  Shipping shipping;
  pricing::Totals totals;
  std::optional<Time> hold_until, paid_at, cancelled_at, delivered_at;
  std::optional<Time> returned_at;  ///< nobody took the goods or paid for them, and they came back; it stays shipped
  Time placed_at;
  std::int64_t version = 1;

  /// Whether the buyer may (still) be sent to a payment page.
  [[nodiscard]] bool can_be_paid(Time now) const {
    return state == State::kPending && payment_state != PaymentState::kPaid && hold_until && now < *hold_until;
  }
};

struct Line {
  OrderLineId id;
  ProductId product;
  VariantId variant;
  std::string sku, name, options;
  std::int64_t quantity = 1;
  Money unit_price, total;
  std::int64_t weight_g = 0;    ///< of one, packed
  std::int64_t shipped = 0;     ///< pieces that left in a shipment
  std::string slug;             ///< of the product; empty when it is no longer sold
  std::string image_url;        ///< empty: none
  std::int64_t refunded = 0;    ///< pieces whose price has gone back or is on its way
  std::int64_t withdrawn = 0;   ///< pieces that will not be sent any more
  std::int64_t awaited = 0;     ///< bought pieces that have not arrived in the shop yet
  std::int64_t never_came = 0;  ///< pieces that were withdrawn before they had arrived

  [[nodiscard]] std::int64_t to_ship() const { return quantity - shipped - withdrawn; }
  /// Of those, what is here.
  [[nodiscard]] std::int64_t at_hand() const { return std::min(to_ship(), quantity - shipped - awaited - never_came); }
};

struct Event {
  Time at;
  std::string kind, actor_kind, actor_name, detail;
  std::optional<std::string> state_before, state_after, payment_state_before, payment_state_after;
};

/// The event of a tracking number that was put right.
inline constexpr std::string_view kTrackingCorrected = "tracking_corrected";

/// Whether the buyer cancelled while the goods were being packed: they may lie in a parcel already.
bool stopped_packing(const Event& event);

struct Packed {
  OrderLineId line;
  std::int64_t quantity;
};

struct ShipmentRecord {
  ShipmentId id;
  std::string courier, tracking_number;
  Time shipped_at;
  std::optional<Time> delivered_at;
  std::vector<std::pair<std::string, std::int64_t>> lines;  ///< name with its variant, and quantity
  std::vector<Packed> pieces;                               ///< the same, by line
};

struct Invoice {
  std::string number;  ///< "INV/2026/000123"
  Money tax_base, tax;
  Time issued_at;
};

/// What a buyer who pays by transfer is to do or to know.
struct TransferPart {
  struct Account {
    std::string bank, number, holder;
  };
  Money amount;               ///< to the rupiah: it is what the transfer is known by
  Money received;             ///< when it is another amount: staff decide
  std::optional<Time> until;  ///< when it should have come
  std::vector<Account> accounts;
  std::string proof_state;   ///< "waiting", "declined"; empty: none was sent
  std::string proof_reason;  ///< why it was declined

  /// What is to be transferred; nothing or less when too much has come.
  [[nodiscard]] Money missing() const { return amount - received; }
};

/// Who does something to an order.
struct Actor {
  enum class Kind : std::uint8_t { kBuyer, kStaff, kSystem, kGateway };
  Kind kind = Kind::kSystem;
  std::optional<UserId> user;
  static Actor buyer(std::optional<UserId> user) { return {Kind::kBuyer, user}; }
  static Actor staff(UserId user) { return {Kind::kStaff, user}; }
  static Actor system() { return {}; }
  static Actor gateway() { return {Kind::kGateway, std::nullopt}; }
};

enum class Refusal : std::uint8_t {
  kNotAllowed,     ///< the order's state has no way to the one asked for
  kNothingToShip,  ///< no lines named, or more pieces than are left
  kNotBought,      ///< more pieces to refund than were bought and have not been refunded
  kAllOfIt,        ///< nothing would be left of an order that has not been shipped: cancel it
};

/// What tells one line from another: "Ibanez RG550 (Genesis, 6 strings)".
std::string name_with_options(std::string_view name, std::string_view options);

/// By which word texts call the state ("orders.status.ready"): what is fetched in the shop is ready and collected where
/// other orders are shipped and delivered.
std::string_view status_word(State state, bool is_pickup);

/// The same of an order, with one more for goods that came back.
std::string_view status_word(const Order& order);

/// Whether its goods may come back unpaid: sent or ready, and to be paid for on delivery.
bool can_be_returned(const Order& order);

/// Whether these goods wait in the shop. Of an order that was to be fetched, staff may send a parcel all the same.
bool is_collected(const Order& order, const ShipmentRecord& shipment);

/// The address as it stands below the recipient's name; what is not known leaves no hole.
std::vector<std::string> rows_of(const Address& address);

/// A new number such as "HRT-7K3M-9XQ2": 40 random bits, letters and digits that are not mistaken for each other.
std::string new_number();

struct Placed {
  OrderId id;
  std::string number;
  std::vector<OrderLineId> lines;  ///< in the order of NewOrder::lines
};
Placed place(db::Tx& tx, const NewOrder& order, Time now);
/// The order that place() has written at `placed_at`, as find() reads it; `is_pickup` as the new order has it.
Order order_of(const Placed& placed, const NewOrder& order, Time placed_at);
/// Its lines as lines_of() reads them, without addresses and pictures, and as though nothing had to be awaited.
std::vector<Line> lines_of(const Placed& placed, const NewOrder& order);

std::optional<Order> find(db::Tx& tx, std::string_view number);
std::optional<Order> find(db::Tx& tx, OrderId id);
/// As `find`, keeping the row locked until the transaction ends. Throws when there is none.
Order lock(db::Tx& tx, OrderId id);
std::vector<Line> lines_of(db::Tx& tx, OrderId id);
std::vector<Event> events_of(db::Tx& tx, OrderId id);
std::vector<ShipmentRecord> shipments_of(db::Tx& tx, OrderId id);
/// The buyer's account goes: what an invoice need not show leaves its orders. They go on belonging to that account, and
/// so never to a new one of the same mailbox.
void forget_buyer(db::Tx& tx, UserId user);
std::optional<std::string> invoice_number_of(db::Tx& tx, OrderId id);
std::optional<Invoice> invoice_of(db::Tx& tx, OrderId id);
/// Whether staff can print something as an invoice: the money has come, or is collected with the goods. Buyers get one
/// once it has its number, which comes with the money (paid_at).
bool has_invoice(const Order& order);

struct Summary {
  std::string number, state, payment_state, first_item, image_url;
  std::int64_t pieces = 0;
  Money total;
  Time placed_at;
  std::optional<Time> hold_until;
  bool is_pickup = false;
};
struct Page {
  std::vector<Summary> orders;
  std::int64_t total = 0;
};
/// All of the account.
std::vector<OrderId> ids_of(db::Tx& tx, UserId user);
/// The account's orders, newest first. `page` counts from 1.
Page orders_of(db::Tx& tx, UserId user, std::int64_t page, std::int64_t per_page);

/// What was ordered as a guest with `email`, which the account has proved to be its own, is the account's from now on.
/// No event: of the order itself nothing changes.
void give_to_account(db::Tx& tx, UserId user, std::string_view email);

// How many somebody has placed. For whoever sets them a limit.

struct Whose {
  enum class By : std::uint8_t { kAccount, kSession, kMailbox, kPhone };
  By by = By::kAccount;
  std::int64_t id = 0;  ///< of the account or session
  std::string text;     ///< the mailbox or phone number, as orders keep them
};
/// Whoever else is about to count one of these waits until the transaction ends, so that two at once do not both find
/// room. Once in a transaction, before they are counted.
void lock_counts(db::Tx& tx, const std::vector<Whose>& all);
/// The numbers of those that hold their goods unpaid, newest first, `most` at most.
std::vector<std::string> unpaid_of(db::Tx& tx, const Whose& whose, std::int64_t most);
/// When the `n`th newest of those placed after `after` was placed; nothing when there are fewer. `n` counts from 1.
std::optional<Time> nth_newest_placed(db::Tx& tx, const Whose& whose, std::int64_t n, Time after);

/// Records something that changes no state.
void note_event(db::Tx& tx, OrderId id, std::string_view kind, const Actor& actor, std::string_view detail, Time now);

/// What the staff tell each other: the event "note", which the buyer never sees. The same key writes one; false when it
/// has.
bool add_note(db::Tx& tx, OrderId id, const Actor& actor, std::string_view text, std::string_view request_key,
              Time now);

/// The money is there: pending becomes paid (COD keeps its state), and the order gets its invoice.
std::expected<void, Refusal> mark_paid(db::Tx& tx, OrderId id, const Actor& actor, Time now);
/// Why the system cancels an order whose hold has ended unpaid.
inline constexpr std::string_view kHoldEnded = "hold_ended";
/// Whether that, and nothing else, is why the order does not wait for money any more.
bool has_lapsed(db::Tx& tx, const Order& order);
/// The money of an order that has lapsed is there after all, and its goods are held again: it is paid, with its
/// invoice. Throws for any other order.
void mark_paid_late(db::Tx& tx, OrderId id, const Actor& actor, Time now);
/// A failed, expired or renewed attempt. Does nothing when the payment state is that already or may not become it.
void set_payment_state(db::Tx& tx, OrderId id, PaymentState to, const Actor& actor, std::string_view detail, Time now);
/// The buyer pays in another way. For a pending order only; does nothing when it is that way already.
void set_payment_method(db::Tx& tx, OrderId id, std::string_view method, const Actor& actor, Time now);
/// What paying in the chosen way costs beside the goods. For a pending order only; does nothing when it is that
/// already.
void set_fee(db::Tx& tx, OrderId id, Money fee);
std::expected<void, Refusal> start_processing(db::Tx& tx, OrderId id, const Actor& actor, Time now);
std::expected<void, Refusal> cancel(db::Tx& tx, OrderId id, const Actor& actor, std::string_view reason, Time now);

/// The pieces leave the shop; processing becomes partially_shipped, or shipped with the last of them.
std::expected<ShipmentId, Refusal> ship(db::Tx& tx, OrderId id, const std::vector<Packed>& pieces,
                                        std::string_view courier, std::string_view tracking_number, const Actor& actor,
                                        Time now);
/// The parcel, one of the order's, carries another number than the one in `shipment`. Writes the event
/// kTrackingCorrected, whose detail is both numbers with a space between them.
void correct_tracking(db::Tx& tx, OrderId id, const ShipmentRecord& shipment, std::string_view tracking_number,
                      const Actor& actor, Time now);
std::expected<void, Refusal> mark_delivered(db::Tx& tx, OrderId id, const Actor& actor, Time now);
/// The goods have come back without having been taken or paid for, and nobody will pay for them any more: the order
/// stays shipped, its payment has failed. `restocked`: the pieces that are back in the stock.
std::expected<void, Refusal> mark_returned(db::Tx& tx, OrderId id, const std::vector<Packed>& restocked,
                                           const Actor& actor, std::string_view detail, Time now);

// Refunds. What is promised and paid back is payments' to know; the order keeps the pieces it is for and tells of it.

/// The price of these pieces is about to go back. Pieces that have not left the shop yet are not sent any more, and a
/// partially shipped order with nothing left to send is shipped. Writes the event `detail` belongs to.
std::expected<void, Refusal> begin_refund(db::Tx& tx, OrderId id, const std::vector<Packed>& pieces, const Actor& actor,
                                          std::string_view detail, Time now);
/// The money has stayed here: these pieces can be refunded anew. They are not sent all the same.
void give_up_refund(db::Tx& tx, OrderId id, const std::vector<Packed>& pieces);
/// What became of a refund. `to`: how the order's own payment stands now, of kPaid, kPartiallyRefunded and kRefunded;
/// nothing when the money was another's.
void record_refund(db::Tx& tx, OrderId id, std::string_view kind, std::optional<PaymentState> to, const Actor& actor,
                   std::string_view detail, Time now);
/// The reason of money that the buyer's bank has taken back.
inline constexpr std::string_view kTakenBack = "taken_back";
/// Why money went back, for the buyer: "order_cancelled", "not_needed", "at_provider" and kTakenBack in their language,
/// other reasons as staff wrote them.
std::string refund_reason(std::string_view reason, const i18n::Texts& texts);

/// A refund as the buyer sees it.
struct MoneyBack {
  Money amount;
  std::string reason;  ///< for refund_reason
  Time requested_at;
  std::optional<Time> settled_at;  ///< nothing: it is on its way
  bool came_back = false;          ///< it had gone, and the bank returned it: it goes by transfer
  bool is_kept = false;            ///< with came_back: it is not on its way any more
};
/// What became of the money that came for an order, as its buyer sees it.
struct MoneyPart {
  Money forgiven;                  ///< what the order is paid without
  Money going_back;                ///< came, settles nothing, and has not gone back yet
  bool is_disputed = false;        ///< the payment that settles the order: nothing of it is promised back
  std::vector<MoneyBack> refunds;  ///< of the payment that settles the order, without those that came to nothing before
                                   ///< the buyer was told of them; oldest first
};

/// Orders whose hold has ended unpaid, oldest first.
std::vector<OrderId> expired_holds(db::Tx& tx, Time now, std::int64_t limit);

/// The goods stay held until then, and the hold is looked at (again): mostly later than before, and sooner for a way to
/// pay that takes less time. For a pending order only.
void postpone_hold(db::Tx& tx, OrderId id, Time until);

/// The token in a guest's link to an order. The same order always has the same one.
std::string link_token(const Secret& session_secret, std::string_view number);
bool is_link_token(const Secret& session_secret, std::string_view number, std::string_view token);
/// The token in the link on a parcel, which anybody on its way may follow: it opens the tracking page and nothing else.
std::string tracking_token(const Secret& session_secret, std::string_view number);
bool is_tracking_token(const Secret& session_secret, std::string_view number, std::string_view token);
/// Whether the visitor is the order's owner: the account, or the session that placed it.
bool belongs_to(const Order& order, const http::Visitor& visitor);

}  // namespace hurtrock::orders
