#include "platform/http/dispatch.hpp"

#include <exception>

#include "platform/http/status.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::http::dispatch {
namespace {

void log_escaped(const Request& request, const char* what) {
  log::error("http.handler.threw", {{"method", to_string(request.method)}, {"path", request.path}, {"what", what}});
}

/// Calls `make`, which returns a Response or an optional one; nothing when it throws.
template <class Make>
auto guarded(const Request& request, Make make) -> std::optional<decltype(make())> {
  const log::RequestScope scope(request.request_id);
  try {
    return make();
  } catch (const std::exception& error) {
    log_escaped(request, error.what());
  } catch (...) {
    log_escaped(request, "unknown exception");
  }
  return std::nullopt;
}

Answer bare(int status) {
  Answer answer;
  answer.response.status = status;
  answer.response.set("Content-Type", "text/plain; charset=utf-8");
  answer.response.body = reason_phrase(status);
  return answer;
}

}  // namespace

std::optional<Answer> immediate(Gate& gate, const Request& request) {
  auto attempt = guarded(request, [&]() -> std::optional<Answer> {
    auto response = gate.immediate(request);
    if (!response) return std::nullopt;
    auto answer = make_answer(request, std::move(*response));
    return answer ? std::move(answer) : refuse(gate, request, 404);
  });
  return attempt ? std::move(*attempt) : refuse(gate, request, 500);
}

std::optional<RouteTable::Match> match(Gate& gate, const Request& request) {
  return guarded(request, [&] { return gate.match(request); });
}

std::optional<Answer> turned_away(Gate& gate, Request& request, const Route& route) {
  auto attempt = guarded(request, [&]() -> std::optional<Answer> {
    auto response = gate.turned_away(request, route);
    return response ? make_answer(request, std::move(*response)) : std::nullopt;
  });
  return attempt ? std::move(*attempt) : refuse(gate, request, 500);
}

Answer handle(Gate& gate, Request& request, const Route& route) {
  auto attempt = guarded(request, [&] { return make_answer(request, gate.handle(request, route)); });
  if (!attempt) return refuse(gate, request, 500);
  return *attempt ? std::move(**attempt) : refuse(gate, request, 404);
}

Answer refuse(Gate& gate, const Request& request, int status) {
  auto attempt = guarded(request, [&] { return make_answer(request, gate.refusal(request, status)); });
  return attempt && *attempt ? std::move(**attempt) : bare(status);
}

}  // namespace hurtrock::http::dispatch
