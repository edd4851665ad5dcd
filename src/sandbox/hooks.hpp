#pragma once

#include <string_view>

#include "platform/http/message.hpp"
#include "sandbox/misbehaviour.hpp"
#include "sandbox/telling.hpp"

/// What tests ask of the sandbox itself, at /_sandbox, whichever provider is meant.
namespace hurtrock::sandbox {

http::Response misbehave(const http::Request& request, Misbehaviour& misbehaviour);

/// "notify", "duplicate", "delay_ms" and "reverse" of a query.
Telling telling_of(const http::Fields& query);
http::Response hook_refusal(int status, std::string_view message);

}  // namespace hurtrock::sandbox
