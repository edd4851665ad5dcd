#include "chat/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/core/text.hpp"
#include "platform/db/error.hpp"
#include "platform/http/health.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/proxies.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

constexpr std::string_view kSocketPath = "/ws";

/// What is answered without a route, as /metrics names it.
enum class Unrouted : std::uint8_t { kHealth, kPreflight, kRefused };

Unrouted unrouted(const http::Request& request, const http::Response& response) {
  if (response.status >= 400) return Unrouted::kRefused;
  return request.method == http::Method::kOptions ? Unrouted::kPreflight : Unrouted::kHealth;
}

}  // namespace

bool SocketPlaces::has_room(const std::string& address) const {
  const std::lock_guard lock(mutex_);
  const auto found = taken_.find(http::client_network(address));
  return found == taken_.end() || found->second < most_each_;
}

std::shared_ptr<void> SocketPlaces::take(const std::string& address) {
  std::string client = http::client_network(address);
  const std::lock_guard lock(mutex_);
  ++taken_[client];
  return {nullptr, [this, client = std::move(client)](void*) {
            const std::lock_guard inner(mutex_);
            if (const auto found = taken_.find(client); --found->second == 0) taken_.erase(found);
          }};
}

Gate::Gate(http::RouteTable routes, std::string mark, std::vector<std::string> origins, websocket::Endpoint& endpoint,
           const SocketPlaces& places, Counts& counts)
    : routes_(std::move(routes)),
      mark_(std::move(mark)),
      origins_(std::move(origins)),
      endpoint_(endpoint),
      places_(places),
      counts_(counts),
      traffic_(routes_, {"(health)", "(preflight)", "(refused)"}) {}

/// Programs name no origin; browsers always do.
bool Gate::may_come_from(std::string_view origin) const {
  return origin.empty() || std::ranges::find(origins_, origin) != origins_.end();
}

std::optional<http::Response> Gate::immediate(const http::Request& request) {
  http::Response response;
  if (request.path == "/healthz" && (request.method == http::Method::kGet || request.method == http::Method::kHead)) {
    response = http::alive(mark_);
  } else if (request.method == http::Method::kOptions && request.path.starts_with("/api/")) {
    response.status = 204;
    if (may_come_from(request.header("Origin"))) {
      response.set("Access-Control-Allow-Methods", "GET, POST");
      response.set("Access-Control-Allow-Headers", "Authorization, Content-Type");
      response.set("Access-Control-Max-Age", "600");
    }
  } else if (request.path == kSocketPath) {
    response = no_socket(request);
  } else {
    return std::nullopt;
  }
  add_common_headers(request, response);
  return response;
}

http::Upgrader* Gate::upgrader(const http::Request& request) {
  const bool asks = request.path == kSocketPath && text::equals_ignoring_case(request.header("Upgrade"), "websocket");
  if (!asks || !may_come_from(request.header("Origin")) || !places_.has_room(request.remote_address)) return nullptr;
  return &endpoint_.upgrader();
}

/// Why `upgrader` said no.
http::Response Gate::no_socket(const http::Request& request) const {
  const auto& texts = request.visitor.texts();
  if (!may_come_from(request.header("Origin")))
    return http::problem(403, "cross_site", texts("chat.error.cross_site"), texts);
  if (!places_.has_room(request.remote_address)) {
    auto response = http::problem(429, "too_many_sockets", texts("chat.error.too_many_sockets"), texts);
    response.set("Retry-After", "10");
    return response;
  }
  auto response = http::problem(426, "upgrade_required", texts("chat.error.upgrade_required"), texts);
  response.set("Upgrade", "websocket");
  return response;
}

http::RouteTable::Match Gate::match(const http::Request& request) { return routes_.find(request.method, request.path); }

std::optional<http::Response> Gate::turned_away(http::Request& request, const http::Route& route) {
  if (!route.turns_away) return std::nullopt;
  std::optional<http::Response> refused;
  try {
    refused = route.turns_away(request);
  } catch (const std::exception& error) {
    log::error("chat.exception", {{"route", route.pattern}, {"what", error.what()}});
    return refusal(request, 503);
  }
  if (refused) add_common_headers(request, *refused);
  return refused;
}

http::RunsOn Gate::runs_on(const http::Request&, const http::Route& route) { return route.runs_on; }

http::Response Gate::handle(http::Request& request, const http::Route& route) {
  http::Response response;
  try {
    response = route.handler(request);
  } catch (const db::Error& error) {
    log::error("chat.database", {{"route", route.pattern}, {"what", error.what()}});
    const bool unavailable = error.kind() == db::ErrorKind::kUnavailable || error.kind() == db::ErrorKind::kConflict ||
                             error.kind() == db::ErrorKind::kOutcomeUnknown;
    return refusal(request, unavailable ? 503 : 500);
  } catch (const std::exception& error) {
    log::error("chat.exception", {{"route", route.pattern}, {"what", error.what()}});
    return refusal(request, 503);
  }
  add_common_headers(request, response);
  return response;
}

http::Response Gate::refusal(const http::Request& request, int status) {
  const auto& texts = request.visitor.texts();
  const std::string key = fmt::format("app.status.{}", status);
  auto response =
      http::problem(status, fmt::format("http_{}", status), texts(texts.has(key) ? key : "app.status.500"), texts);
  if (status == 503) response.set("Retry-After", "2");
  add_common_headers(request, response);
  return response;
}

void Gate::add_common_headers(const http::Request& request, http::Response& response) const {
  response.set("Cache-Control", "private, no-store");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  response.set("Referrer-Policy", "no-referrer");
  const std::string_view origin = request.header("Origin");
  if (!request.path.starts_with("/api/")) return;
  response.set("Vary", "Origin");
  if (origin.empty() || !may_come_from(origin)) return;
  response.set("Access-Control-Allow-Origin", std::string(origin));
  response.set("Access-Control-Expose-Headers", "Retry-After");
}

void Gate::finished(const http::Request& request, const http::Route* route, const http::Response& response,
                    std::size_t body_bytes, std::chrono::microseconds took) {
  auto& count = response.status >= 500   ? counts_.answers_5xx
                : response.status >= 400 ? counts_.answers_4xx
                                         : counts_.answers_2xx;
  ++count;
  traffic_.count(route, std::to_underlying(unrouted(request, response)), response.status, took);
  log::debug("chat.request", {{"request_id", request.request_id},
                              {"method", http::to_string(request.method)},
                              {"route", route != nullptr ? route->pattern : std::string_view{}},
                              {"status", response.status},
                              {"bytes", body_bytes},
                              {"us", took.count()}});
}

}  // namespace hurtrock::chat
