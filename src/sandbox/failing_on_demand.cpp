#include "sandbox/failing_on_demand.hpp"

#include <string>
#include <utility>

namespace hurtrock::sandbox {
namespace {

/// Nothing is ever answered to this call: the line stays open until the caller has lost patience.
http::Response silence(Misbehaviour& misbehaviour, const Misbehaviour::Rule& rule) {
  misbehaviour.hold(rule.wait);
  http::Response response = http::json(500, "{}");
  response.close = true;
  return response;
}

}  // namespace

http::Handler failing_on_demand(std::string_view call, Misbehaviour& misbehaviour, FaultAnswers answers,
                                http::Handler handler) {
  return [call = std::string{call}, &misbehaviour, answers = std::move(answers),
          handler = std::move(handler)](const http::Request& request) {
    const auto rule = misbehaviour.take(call);
    if (!rule) return handler(request);
    switch (rule->fault) {
      case Fault::kDelay:
        misbehaviour.hold(rule->wait);
        break;
      case Fault::kTooManyRequests:
        return answers.too_many;
      case Fault::kServerError:
        return answers.broken;
      case Fault::kDrop:
        return silence(misbehaviour, *rule);
      case Fault::kCloseAfterAccepting:
        (void)handler(request);
        return silence(misbehaviour, *rule);
    }
    return handler(request);
  };
}

}  // namespace hurtrock::sandbox
