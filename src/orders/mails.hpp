#pragma once

#include <string>

#include "orders/orders.hpp"

namespace hurtrock::orders {

enum class MailKind : std::uint8_t { kPlaced, kPaid, kShipped, kDelivered, kCancelled };

/// What the mails about an order need beside it.
struct Mails {
  std::string public_url;  ///< without trailing slash; every link is made from it
  Secret session_secret;   ///< signs the link to the order
  std::string shop_name;
};

/// Puts the mail into the outbox as part of the caller's transaction, in the order's language. One event is one mail: a
/// second call for the same kind and order (and shipment, with kShipped) does nothing.
void send_mail(db::Tx& tx, const Mails& mails, MailKind kind, OrderId order, Time now);

}  // namespace hurtrock::orders
