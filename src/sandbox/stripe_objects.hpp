#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "sandbox/stripe_session.hpp"

/// Stripe's JSON for what the sandbox remembers, with the members that a shop can have a use for.
namespace hurtrock::sandbox {

/// Which of the session's members are objects instead of ids.
struct StripeExpansion {
  bool intent = false, charge = false, line_items = false;
};

boost::json::object session_object(const StripeSession& session, const StripeExpansion& expansion = {});
boost::json::object intent_object(const StripeSession& session, bool expand_charge = false);
boost::json::object charge_object(const StripeSession& session);
boost::json::object refund_object(const StripeSession& session, const StripeRefund& refund);
boost::json::object dispute_object(const StripeSession& session, const StripeDispute& dispute);
boost::json::array line_item_objects(const StripeSession& session);

/// As it is posted to the shop and listed afterwards.
boost::json::object event_object(const StripeEvent& event);
/// A list, as every one of Stripe's. `path` is the list's own.
boost::json::object list_object(std::string_view path, boost::json::array data, bool has_more = false);

}  // namespace hurtrock::sandbox
