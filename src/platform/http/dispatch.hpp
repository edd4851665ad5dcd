#pragma once

#include <optional>

#include "platform/http/answer.hpp"
#include "platform/http/server.hpp"

/// The calls through the gate, each finished into something that can be sent. An exception that escapes the gate is
/// logged here, once, and becomes a 500.
namespace hurtrock::http::dispatch {

/// An answer that needs no route, or nothing. On the I/O thread.
std::optional<Answer> immediate(Gate& gate, const Request& request);

/// Nothing when the gate failed; answer 500 then.
std::optional<RouteTable::Match> match(Gate& gate, const Request& request);

/// The answer for whoever may not send a body to this route, or nothing. On a worker.
std::optional<Answer> turned_away(Gate& gate, Request& request, const Route& route);

/// Runs the handler, within the log scope of the request. On the thread that the gate chose.
Answer handle(Gate& gate, Request& request, const Route& route);

/// The gate's page for a refusal; a bare one when even that fails.
Answer refuse(Gate& gate, const Request& request, int status);

}  // namespace hurtrock::http::dispatch
