#pragma once

#include <string_view>

#include "platform/http/route.hpp"
#include "sandbox/misbehaviour.hpp"

namespace hurtrock::sandbox {

/// How a provider words what it cannot do just now.
struct FaultAnswers {
  http::Response too_many, broken;
};

/// `handler`, failing when a test has asked for it under the name `call`. `misbehaviour` outlives the handler.
http::Handler failing_on_demand(std::string_view call, Misbehaviour& misbehaviour, FaultAnswers answers,
                                http::Handler handler);

}  // namespace hurtrock::sandbox
