#pragma once

#include <optional>
#include <string>
#include <vector>

#include "layout/shop_name.hpp"
#include "orders/orders.hpp"

namespace hurtrock::orders {

enum class MailKind : std::uint8_t {
  kPlaced,
  kPaid,
  kShipped,
  kDelivered,
  kCancelled,
  kReturned,          ///< nobody took the goods or paid for them
  kTransfer,          ///< where and how much to transfer, for who has changed to it
  kTransferDeclined,  ///< the proof is no proof
  kTransferShort,     ///< less came than was asked for
  kPaymentReturned,   ///< money came that the order does not need: it goes back
};

/// What the mails about an order need beside it.
struct Mails {
  std::string public_url;  ///< without trailing slash; every link is made from it
  Secret session_secret;   ///< signs the link to the order
  layout::ShopName shop_name;
};

/// What came of a transfer, and what is still to come.
struct TransferRest {
  Money received, missing;
  Time until;
};

/// Money that goes back as it came.
struct Returned {
  Money amount;
  bool is_too_late = false;  ///< the hold had ended, and the goods are gone
};

/// What only the caller knows of.
struct MailDetails {
  std::vector<std::string> paragraphs = {};  ///< accounts to transfer to, or why a proof was declined
  std::string occasion = {};                 ///< where a kind of mail may come more than once: which time it is
  TransferRest rest = {};                    ///< with kTransferShort
  bool money_goes_back = false;              ///< with kCancelled, though the order was not paid
  bool is_late = false;                      ///< with kPaid, after the hold had ended
  bool money_is_disputed = false;            ///< with kCancelled: what was paid may have gone, so nothing is promised
  Returned returned = {};                    ///< with kPaymentReturned
};

/// Puts the mail into the outbox as part of the caller's transaction, in the order's language. One event is one mail: a
/// second call for the same kind, order and occasion (and shipment, with kShipped) does nothing.
void send_mail(db::Tx& tx, const Mails& mails, MailKind kind, OrderId order, Time now, const MailDetails& details = {});
/// The same of an order, and all its lines, that the caller has at hand as they stand in this transaction.
void send_mail(db::Tx& tx, const Mails& mails, MailKind kind, const Order& order, const std::vector<Line>& lines,
               Time now, const MailDetails& details = {});

/// Money that has gone back.
struct RefundLetter {
  /// Of one of the order's lines.
  struct Pieces {
    OrderLineId line;
    std::int64_t quantity = 1;
    Money amount;
  };
  std::int64_t refund = 0;  ///< its id: one refund is one mail
  Money amount;
  std::vector<Pieces> pieces;      ///< what it is for; empty: nothing in particular
  Money shipping;                  ///< part of the amount
  std::optional<Money> left;       ///< what the order comes to now; nothing: the money was no part of its price
  std::string reason;              ///< as for refund_reason
  std::string transfer_reference;  ///< of a bank transfer; empty: it went the way it had come
  bool goes_anew = false;          ///< the bank had returned it: a second mail about the same refund
};
void send_refund_mail(db::Tx& tx, const Mails& mails, OrderId order, const RefundLetter& refund, Time now);

/// A refund that the buyer was told of has come back from the bank. `goes_by_transfer`: it is to be sent by bank
/// transfer now; otherwise the shop looks into it. One refund is one mail.
void send_refund_came_back_mail(db::Tx& tx, const Mails& mails, OrderId order, std::int64_t refund, Money amount,
                                bool goes_by_transfer, Time now);

/// The buyer was told another number for this parcel. `before`: the parcel as it was until now; what it is now stands
/// in its row. One correction is one mail.
void send_tracking_mail(db::Tx& tx, const Mails& mails, OrderId order, const ShipmentRecord& before, Time now);

}  // namespace hurtrock::orders
