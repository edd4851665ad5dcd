#include "sandbox/stripe_answers.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "sandbox/stripe_objects.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;

constexpr std::size_t kMostListed = 100;
constexpr std::size_t kUsuallyListed = 10;

Response with_request_id(Response response) {
  response.set("Request-Id", "req_test_" + crypto::hex(crypto::random_bytes(7)));
  return response;
}

std::optional<StripeRefusal> unauthorized(const Request& request, const StripeServices& services) {
  const std::string expected = "Bearer " + services.secret_key.reveal();
  if (!services.secret_key.empty() && crypto::equal(request.header("authorization"), expected)) return std::nullopt;
  return StripeRefusal{.status = 401, .message = "Invalid API Key provided"};
}

/// Method and path belong to what was asked as the body does.
std::string fingerprint(const Request& request) {
  return crypto::sha256_hex(request.path + "\n" + request.form.canonical());
}

Response repeated(const RepeatedCalls::Earlier& earlier, const std::string& asked) {
  if (earlier.asked != asked)
    return stripe_error({.message = "Keys for idempotent requests can only be used with the same parameters they were "
                                    "first used with.",
                         .type = "idempotency_error"});
  if (!earlier.response)
    return stripe_error({.status = 409,
                         .message = "There is currently another in-progress request using this Idempotent Key.",
                         .code = "idempotency_key_in_use",
                         .type = "idempotency_error"});
  Response response = *earlier.response;
  response.set("Idempotent-Replayed", "true");
  return response;
}

}  // namespace

Response stripe_answer(const json::object& object) { return with_request_id(http::json(200, json::serialize(object))); }

Response stripe_error(const StripeRefusal& refusal) {
  json::object error{{"type", refusal.type}, {"message", refusal.message}};
  if (!refusal.code.empty()) error["code"] = refusal.code;
  if (!refusal.param.empty()) error["param"] = refusal.param;
  return with_request_id(http::json(refusal.status, json::serialize(json::object{{"error", std::move(error)}})));
}

Response stripe_question(const Request& request, const StripeServices& services, std::span<const StripeParameter> known,
                         const std::function<Response()>& answer) {
  if (const auto stranger = unauthorized(request, services)) return stripe_error(*stranger);
  if (const auto wrong = wrong_parameter(request.query, known)) return stripe_error(*wrong);
  return answer();
}

Response stripe_change(const Request& request, StripeServices& services, std::span<const StripeParameter> known,
                       const std::function<Response(const StripeCall&)>& work) {
  if (const auto stranger = unauthorized(request, services)) return stripe_error(*stranger);
  if (!request.header("content-type").starts_with("application/x-www-form-urlencoded"))
    return stripe_error({.message = "Unsupported content type."});
  if (const auto wrong = wrong_parameter(request.form, known)) return stripe_error(*wrong);

  const StripeCall call{.key = std::string{request.header("idempotency-key")}, .asked = fingerprint(request)};
  if (const auto earlier = services.repeated_calls.begin(call.key, call.asked)) return repeated(*earlier, call.asked);
  Response response = work(call);
  if (response.status < 300)
    services.repeated_calls.done(call.key, response);
  else
    services.repeated_calls.forget(call.key);
  return response;
}

void remember_calls(StripeServices& services) {
  struct Made {
    Time at;
    StripeCall by;
    json::object object;
  };
  std::vector<Made> all;
  for (const StripeSession& session : services.ledger.all()) {
    all.push_back({session.created_at, session.made_by, session_object(session)});
    for (const StripeRefund& refund : session.refunds)
      all.push_back({refund.created_at, refund.made_by, refund_object(session, refund)});
  }
  std::ranges::sort(all, {}, &Made::at);
  for (const Made& made : all)
    services.repeated_calls.restore(made.by.key, {.asked = made.by.asked, .response = stripe_answer(made.object)},
                                    made.at);
}

Response stripe_list(const Request& request, std::string_view path, const json::array& all) {
  const auto limit = text::parse_integer(request.query.value("limit"), 1, kMostListed).value_or(kUsuallyListed);
  auto from = all.begin();
  if (const auto after = request.query.value("starting_after"); !after.empty()) {
    from = std::ranges::find_if(all, [&](const json::value& one) { return one.at("id").as_string() == after; });
    if (from != all.end()) ++from;
  }
  json::array page;
  while (from != all.end() && std::cmp_less(page.size(), limit)) page.push_back(*from++);
  return stripe_answer(list_object(path, std::move(page), from != all.end()));
}

}  // namespace hurtrock::sandbox
