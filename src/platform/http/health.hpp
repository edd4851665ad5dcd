#pragma once

#include <string>
#include <string_view>

#include "platform/http/message.hpp"

/// What a service says of itself to whoever watches it.
namespace hurtrock::http {

/// By this header of theirs one service is told from another; no other answer has it but the 503 of a server that takes
/// no more connections, which might have been one of theirs (ServerOptions::mark).
inline constexpr std::string_view kMarkHeader = "X-Shop-Mark";

/// For /healthz: the process lives and serves connections. `mark` says whose it is; empty: it does not say.
Response alive(const std::string& mark);
/// For /readyz: it can do its work.
Response ready(const std::string& mark);

}  // namespace hurtrock::http
