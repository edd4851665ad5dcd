// PaymentIntents, refunds, disputes and events: docs.stripe.com/api, the page of each.
#include <algorithm>
#include <utility>

#include "platform/core/text.hpp"
#include "sandbox/stripe_answers.hpp"
#include "sandbox/stripe_handlers.hpp"
#include "sandbox/stripe_objects.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;

Response no_such(std::string_view what, std::string_view id, std::string param) {
  return stripe_error({.status = 404,
                       .message = "No such " + std::string{what} + ": '" + std::string{id} + "'",
                       .code = "resource_missing",
                       .param = std::move(param)});
}

bool expands_charge(const http::Fields& given) {
  const auto wanted = values_of_list(given, "expand");
  return std::ranges::find(wanted, "latest_charge") != wanted.end();
}

/// Seconds since 1970, or `otherwise`.
Time moment(const http::Fields& query, std::string_view name, Time otherwise) {
  const auto second = text::parse_integer(query.value(name), 0, 253'402'300'799);
  return second ? Time{std::chrono::seconds{*second}} : otherwise;
}

}  // namespace

Response retrieve_intent(const Request& request, StripeServices& services) {
  return stripe_question(request, services, expand_parameters(), [&] {
    const auto session = services.ledger.find_by_intent(request.param("id"));
    if (!session) return no_such("payment_intent", request.param("id"), "intent");
    return stripe_answer(intent_object(*session, expands_charge(request.query)));
  });
}

// Every PaymentIntent here belongs to a session, and those cannot be cancelled by themselves.
Response cancel_intent(const Request& request, StripeServices& services) {
  return stripe_change(request, services, intent_cancel_parameters(), [&](const StripeCall&) {
    if (!services.ledger.find_by_intent(request.param("id")))
      return no_such("payment_intent", request.param("id"), "intent");
    return stripe_error({.message =
                             "You cannot cancel this PaymentIntent because it was created by a Checkout Session. "
                             "Expire the session instead.",
                         .code = "payment_intent_unexpected_state"});
  });
}

Response create_refund(const Request& request, StripeServices& services) {
  return stripe_change(request, services, refund_create_parameters(), [&](const StripeCall& call) {
    const auto intent = request.form.value("payment_intent");
    if (intent.empty())
      return stripe_error({.message = "One of the following params should be provided for this request: "
                                      "payment_intent or charge.",
                           .code = "parameter_missing"});
    StripeRefund refund{.reason = std::string{request.form.value("reason")},
                        .metadata = metadata_under(request.form, "metadata"),
                        .made_by = call};
    if (const auto amount = request.form.get("amount")) {
      refund.amount = text::parse_integer(*amount, 0, INT64_MAX).value_or(0);
      if (refund.amount == 0)
        return stripe_error({.message = "This value must be greater than or equal to 1.",
                             .code = "parameter_invalid_integer",
                             .param = "amount"});
    }
    const auto refunded = services.ledger.refund(intent, std::move(refund));
    if (!refunded) return stripe_error(refunded.error());
    tell(services, *refunded);
    return stripe_answer(refund_object(refunded->session, refunded->session.refunds.back()));
  });
}

Response list_refunds(const Request& request, StripeServices& services) {
  return stripe_question(request, services, refund_list_parameters(), [&] {
    const auto intent = request.query.get("payment_intent");
    json::array found;
    for (const StripeSession& session : services.ledger.all()) {
      if (intent && session.intent_id != *intent) continue;
      for (auto refund = session.refunds.rbegin(); refund != session.refunds.rend(); ++refund)
        found.push_back(refund_object(session, *refund));
    }
    return stripe_list(request, "/v1/refunds", found);
  });
}

Response retrieve_refund(const Request& request, StripeServices& services) {
  return stripe_question(request, services, expand_parameters(), [&] {
    for (const StripeSession& session : services.ledger.all())
      for (const StripeRefund& refund : session.refunds)
        if (refund.id == request.param("id")) return stripe_answer(refund_object(session, refund));
    return no_such("refund", request.param("id"), "id");
  });
}

Response list_disputes(const Request& request, StripeServices& services) {
  // The parameters of the two lists are the same.
  return stripe_question(request, services, refund_list_parameters(), [&] {
    const auto intent = request.query.get("payment_intent");
    json::array found;
    for (const StripeSession& session : services.ledger.all()) {
      if (intent && session.intent_id != *intent) continue;
      for (auto dispute = session.disputes.rbegin(); dispute != session.disputes.rend(); ++dispute)
        found.push_back(dispute_object(session, *dispute));
    }
    return stripe_list(request, "/v1/disputes", found);
  });
}

Response list_events(const Request& request, StripeServices& services) {
  return stripe_question(request, services, event_list_parameters(), [&] {
    auto types = values_of_list(request.query, "types");
    if (const auto type = request.query.get("type")) types.push_back(*type);
    const Time from = moment(request.query, "created[gte]", Time::min());
    const Time until = moment(request.query, "created[lt]", Time::max());
    json::array found;
    for (const StripeEvent& event : services.ledger.events())
      if (event.created_at >= from && event.created_at < until &&
          (types.empty() || std::ranges::find(types, event.type) != types.end()))
        found.push_back(event_object(event));
    return stripe_list(request, "/v1/events", found);
  });
}

Response retrieve_event(const Request& request, StripeServices& services) {
  return stripe_question(request, services, expand_parameters(), [&] {
    for (const StripeEvent& event : services.ledger.events())
      if (event.id == request.param("id")) return stripe_answer(event_object(event));
    return no_such("event", request.param("id"), "id");
  });
}

}  // namespace hurtrock::sandbox
