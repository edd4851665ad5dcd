#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "platform/core/secret.hpp"
#include "sandbox/midtrans_order.hpp"

/// Midtrans' words for an order: what its Core API answers and what it posts to the shop.
namespace hurtrock::sandbox {

/// The body of a notification about the order's last try, signed.
std::string notification_body(const MidtransOrder& order, const Secret& server_key);

/// The answer about one try of an order. `code` and `message` are the body's status_code and status_message.
boost::json::object transaction_body(const MidtransOrder& order, const MidtransTransaction& transaction,
                                     std::string_view code, std::string_view message);

/// As GET status answers it: 200, 201 while money is awaited, 202 denied, 407 expired.
std::string status_code_of(const MidtransTransaction& transaction);
/// As notifications carry it: there everything that ended without money is 202.
std::string notified_code_of(const MidtransTransaction& transaction);

/// "320000.00"
std::string amount_text(Money amount);

}  // namespace hurtrock::sandbox
