#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "admin/routes.hpp"
#include "checkout/apply_report.hpp"
#include "checkout/refund_order.hpp"
#include "orders/orders.hpp"
#include "platform/http/message.hpp"

/// What the staff do to orders. Each action is one transaction with everything that follows from it, writes a row of
/// the audit log, and may be sent twice without happening twice.
namespace hurtrock::admin {

struct StaffMember {
  UserId id;  ///< none: the command line
  std::string name;
  std::string remote_address;
};

/// The order an action is about, as the page showed it that the staff member decided on.
struct SeenOrder {
  std::string number;
  std::int64_t version = 0;
};

enum class Refusal : std::uint8_t {
  kNoSuchOrder,
  kAlready,         ///< what was asked for is so already: a second click, or a colleague was faster
  kChanged,         ///< the order is not what the page showed any more
  kNotAllowed,      ///< its state has no way there
  kTooMany,         ///< more pieces than are left to ship
  kPaid,            ///< it has been paid just now
  kNothingLeft,     ///< all of that money has gone back, or is on its way
  kNoProvider,      ///< nobody to ask: cash, transfer, or a provider that is not set up
  kProviderSilent,  ///< the provider could not be asked
  kProofWaits,      ///< a proof of transfer has to be decided on first
  kDisputed,        ///< what became of the payment's money has to be said first
};

struct StaffNote {
  std::string_view text;
  std::string_view request_key;  ///< the same key writes one note
};
/// What the staff tell each other of an order: its page and nothing of the buyer's shows it.
std::expected<void, Refusal> note_order(Services& shop, const StaffMember& staff, std::string_view number,
                                        const StaffNote& note);

/// paid -> processing.
std::expected<void, Refusal> process_order(Services& shop, const StaffMember& staff, const SeenOrder& seen);

struct Parcel {
  std::string courier, tracking_number;  ///< tracking number empty: picked up in the shop
  std::vector<orders::Packed> pieces;
};
/// The pieces leave the shop; the buyer gets the mail with the tracking number.
std::expected<void, Refusal> ship_order(Services& shop, const StaffMember& staff, const SeenOrder& seen,
                                        const Parcel& parcel);

/// A parcel of an order, counted from 1, and the tracking number that the page showed.
struct SeenParcel {
  std::string_view order_number;
  std::int64_t parcel = 0;
  std::string_view tracking_number;
};
/// The parcel carries another number than was recorded: the buyer gets a mail that says so.
std::expected<void, Refusal> correct_tracking(Services& shop, const StaffMember& staff, const SeenParcel& seen,
                                              std::string_view tracking_number);

/// shipped -> delivered. With cash on delivery the courier has the money now, so it is recorded too.
std::expected<void, Refusal> deliver_order(Services& shop, const StaffMember& staff, const SeenOrder& seen);
/// The cash has come by itself, e.g. with the courier's settlement, or with the first of several parcels.
std::expected<void, Refusal> take_cash(Services& shop, const StaffMember& staff, const SeenOrder& seen);

/// Goods to be paid for on delivery came back without having been taken: these of them go into the stock, the others
/// are written off. The order stays shipped, unpaid for good.
std::expected<void, Refusal> return_order(Services& shop, const StaffMember& staff, const SeenOrder& seen,
                                          const std::vector<orders::Packed>& restocked);

/// Before shipment; what was paid goes back. May wait for the provider; outside transactions.
std::expected<void, Refusal> cancel_order(Services& shop, const StaffMember& staff, const SeenOrder& seen,
                                          std::string_view reason);

/// Those of an order's attempts that somebody can be asked about, newest first. A page that has ended may have been
/// paid all the same. At most ten: nobody waits for more answers.
std::vector<payments::Attempt> attempts_to_ask_about(const Services& shop, std::vector<payments::Attempt> attempts);
/// Asks the providers about all of these and applies what they say; answers what weighs most. Outside transactions.
std::expected<checkout::Applied, Refusal> check_payment(Services& shop, const StaffMember& staff,
                                                        std::string_view number);

// What the actions are made of ---------------------------------------------------------------------------------------

/// Gives back what the wish says of the payment that settles the order. kAlready: the same wish was sent before.
std::expected<payments::Refund, Refusal> refund_order(Services& shop, const StaffMember& staff, const SeenOrder& seen,
                                                      const checkout::RefundWish& wish);
/// A payment of an order, by its number within it, and what could go back of it on the page that was decided on.
struct SeenPayment {
  std::string_view order_number;
  std::int64_t attempt = 0;
  Money left;
  std::int64_t dispute = 0;  ///< which of its disputes is decided on: dispute_of
};
/// Names the last dispute of a payment, so that a page that was opened before decides nothing about it; 0: there was
/// none.
std::int64_t dispute_of(const payments::Attempt& attempt);
/// Gives back all that is left of a payment, unless that is another sum by now or a proof of more waits.
std::expected<void, Refusal> give_back_payment(Services& shop, const StaffMember& staff, const SeenPayment& seen);
/// What became of a disputed payment: so much of what was left of it has gone, the rest has stayed. kChanged: another
/// sum is left, or the bank has taken it anew.
std::expected<void, Refusal> settle_dispute(Services& shop, const StaffMember& staff, const SeenPayment& seen,
                                            Money withdrawn);
/// The money of a refund by hand has been sent; `reference` is the transfer's.
std::expected<void, Refusal> confirm_transfer(Services& shop, const StaffMember& staff, std::string_view number,
                                              RefundId refund, std::string_view reference);
/// It is not going to be sent: the amount is free again. Not once its goods are back in the stock.
std::expected<void, Refusal> give_up_refund(Services& shop, const StaffMember& staff, std::string_view number,
                                            RefundId refund);
/// The provider is asked again about a refund that nobody asks about any more.
std::expected<void, Refusal> ask_again(Services& shop, const StaffMember& staff, std::string_view number,
                                       RefundId refund);

StaffMember staff_of(const http::Request& request);
/// The order's number from the address, its version from the form.
SeenOrder seen_order(const http::Request& request);

/// Cash on delivery that has not been recorded yet.
bool owes_cash(const orders::Order& order);
/// The buyer has the goods, and said so before staff recorded the cash.
bool misses_cash(const orders::Order& order);
/// Whether somebody may have it by now: a parcel has left, the first of several too.
bool may_take_cash(const orders::Order& order);

/// Locked until the transaction ends.
std::expected<orders::Order, Refusal> find_and_lock(db::Tx& tx, std::string_view number);

using Details = std::vector<std::pair<std::string, std::string>>;
/// The audit log's row: the order's states before and now, and what else the action says of itself.
void record_change(db::Tx& tx, const StaffMember& staff, std::string_view action, const orders::Order& before,
                   const Details& details, Time now);

}  // namespace hurtrock::admin
