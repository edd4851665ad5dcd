// What tests do in the place of Stripe's buyers. README.md lists the parameters.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "platform/core/text.hpp"
#include "sandbox/hooks.hpp"
#include "sandbox/stripe_handlers.hpp"
#include "sandbox/stripe_objects.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;

json::object summary(const StripeSession& session) { return session_object(session, {.intent = true, .charge = true}); }

}  // namespace

http::Response act_as_stripe_buyer(const http::Request& request, StripeServices& services) {
  const auto session = services.ledger.find_by_reference(request.param("reference"));
  const auto deed = stripe_deed(request.param("action"));
  if (!session || !deed) return hook_refusal(404, "unknown session or action");
  StripeLedger::Manner manner{.amount = text::parse_integer(request.query.value("amount"), 1, INT64_MAX),
                              .against_the_rules = request.query.value("force") == "1"};
  const auto changed = services.ledger.act(session->id, *deed, manner);
  if (!changed) return hook_refusal(409, changed.error().message);
  tell(services, *changed, telling_of(request.query));
  return http::json(200, json::serialize(summary(changed->session)));
}

http::Response list_stripe_sessions(const http::Request&, StripeServices& services) {
  json::array sessions;
  for (const auto& session : services.ledger.all()) sessions.push_back(summary(session));
  return http::json(200, json::serialize(json::object{{"sessions", std::move(sessions)},
                                                      {"notifications_waiting", services.notifier.waiting()}}));
}

}  // namespace hurtrock::sandbox
