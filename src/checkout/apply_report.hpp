#pragma once

#include <string>
#include <string_view>

#include "checkout/services.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"

namespace hurtrock::checkout {

enum class Applied : std::uint8_t {
  kUnknownReference,
  kNothing,     ///< known already, or nothing that changes us
  kProgress,    ///< the attempt's state changed, the order is not paid by it
  kPaid,        ///< the order is paid now, by this
  kMismatch,    ///< money for another amount: on the staff's list
  kMustGoBack,  ///< money for an order that has ended or is paid already: on the staff's list
};
std::string_view word(Applied applied);

/// The one place where a provider's account of a payment changes an order: order and attempt are locked, compared with
/// the report, and moved on with everything that follows (stock, invoice, mail) in the caller's transaction. Reports
/// may come in any order and any number of times; the final state is the same.
/// `actor`: who says so, where it is not the provider.
Applied apply_report(db::Tx& tx, const Services& shop, std::string_view reference, const payments::Report& report,
                     Time now, const orders::Actor& actor = orders::Actor::gateway());

/// So much money has come for the attempt altogether, whatever was recorded of it before; `report` tells of nothing
/// else. Order and attempt are locked, and nothing of the money is the order's yet.
Applied apply_money(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
                    const payments::Report& report, Time now, const orders::Actor& actor);

/// Whether money for the attempt can pay the order. What an attempt asked for before the buyer changed to another way
/// may differ by the code of a transfer.
bool waits_for(const orders::Order& order, const payments::Attempt& attempt);

/// The attempt's money pays the order, whatever its amount, with everything that follows. False when the order does not
/// wait for it. Both are locked.
bool pay_order(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
               const payments::Report& report, Time now, const orders::Actor& actor);

/// Puts money that no order needs on the staff's list.
void ask_to_give_back(db::Tx& tx, OrderId order, const payments::Attempt& attempt, Money amount, Time now);

/// Tells the buyer of such money: at once, or of a transfer when there was time to put a slip of the key right.
void tell_of_return(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
                    Money amount, Time now);
/// The mail of the two, now. Once for each time that money was written down for the attempt.
void send_return_mail(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
                      Money amount, Time now);

/// Names the last time that money was written down for the attempt: what is asked or told because of it comes once.
std::string occasion_of(db::Tx& tx, const payments::Attempt& attempt);

/// Asks the provider about the attempt and applies what it says; asks again when other news came meanwhile. Nothing
/// when it could not be asked. Outside transactions.
std::optional<Applied> ask_and_apply(Services& shop, std::string_view reference);

}  // namespace hurtrock::checkout
