// Checkout Sessions: docs.stripe.com/api/checkout/sessions.
#include <algorithm>
#include <utility>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "sandbox/stripe_answers.hpp"
#include "sandbox/stripe_handlers.hpp"
#include "sandbox/stripe_objects.hpp"
#include "sandbox/stripe_session_request.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;

StripeRefusal no_such_session(std::string_view id) {
  return {.status = 404,
          .message = "No such checkout.session: '" + std::string{id} + "'",
          .code = "resource_missing",
          .param = "session"};
}

/// What "expand" asks for, or what of it cannot be expanded.
std::expected<StripeExpansion, StripeRefusal> expansion_of(const http::Fields& given) {
  StripeExpansion expansion;
  for (std::string_view name : values_of_list(given, "expand")) {
    if (name.starts_with("data.")) name.remove_prefix(5);
    if (name == "line_items") {
      expansion.line_items = true;
    } else if (name == "payment_intent" || name == "payment_intent.latest_charge") {
      expansion.intent = true;
      expansion.charge |= name != "payment_intent";
    } else {
      return std::unexpected(
          StripeRefusal{.message = "This property cannot be expanded (" + std::string{name} + ").", .param = "expand"});
    }
  }
  return expansion;
}

/// Whole seconds of a bound of "created"; the other end of time when it is not given.
std::int64_t bound(const http::Fields& query, std::string_view name, std::int64_t otherwise) {
  return text::parse_integer(query.value(name), 0, INT64_MAX).value_or(otherwise);
}

}  // namespace

Response create_session(const Request& request, StripeServices& services) {
  return stripe_change(request, services, session_create_parameters(), [&](const StripeCall& call) {
    const auto expansion = expansion_of(request.form);
    if (!expansion) return stripe_error(expansion.error());
    auto session = read_session_request(request.form, services.clock.now());
    if (!session) return stripe_error(session.error());
    session->id = "cs_test_" + crypto::hex(crypto::random_bytes(24));
    session->made_by = call;
    session->page_url = services.base_url + "/stripe/checkout/" + session->id;
    const auto created = services.ledger.create(*std::move(session));
    if (!created) return stripe_error(created.error());
    return stripe_answer(session_object(created->session, *expansion));
  });
}

Response list_sessions(const Request& request, StripeServices& services) {
  return stripe_question(request, services, session_list_parameters(), [&] {
    const auto expansion = expansion_of(request.query);
    if (!expansion) return stripe_error(expansion.error());
    const auto intent = request.query.get("payment_intent"), status = request.query.get("status");
    const auto from = bound(request.query, "created[gte]", 0), to = bound(request.query, "created[lt]", INT64_MAX);
    json::array found;
    for (const StripeSession& session : services.ledger.all()) {
      const std::int64_t created = to_micros(session.created_at) / 1'000'000;
      if (created >= from && created < to && (!intent || session.intent_id == *intent) &&
          (!status || session.status == *status))
        found.push_back(session_object(session, *expansion));
    }
    return stripe_list(request, "/v1/checkout/sessions", found);
  });
}

Response retrieve_session(const Request& request, StripeServices& services) {
  return stripe_question(request, services, expand_parameters(), [&] {
    const auto expansion = expansion_of(request.query);
    if (!expansion) return stripe_error(expansion.error());
    const auto session = services.ledger.find(request.param("id"));
    if (!session) return stripe_error(no_such_session(request.param("id")));
    return stripe_answer(session_object(*session, *expansion));
  });
}

Response list_line_items(const Request& request, StripeServices& services) {
  return stripe_question(request, services, refund_list_parameters(), [&] {
    const auto session = services.ledger.find(request.param("id"));
    if (!session) return stripe_error(no_such_session(request.param("id")));
    return stripe_list(request, request.path, line_item_objects(*session));
  });
}

Response expire_session(const Request& request, StripeServices& services) {
  return stripe_change(request, services, expand_parameters(), [&](const StripeCall&) {
    const auto expansion = expansion_of(request.form);
    if (!expansion) return stripe_error(expansion.error());
    const auto expired = services.ledger.expire(request.param("id"));
    if (!expired) return stripe_error(expired.error());
    tell(services, *expired);
    return stripe_answer(session_object(expired->session, *expansion));
  });
}

}  // namespace hurtrock::sandbox
