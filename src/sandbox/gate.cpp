#include "sandbox/gate.hpp"

#include "platform/log/log.hpp"
#include "sandbox/payment_page.hpp"

namespace hurtrock::sandbox {

std::optional<http::Response> SandboxGate::immediate(const http::Request&) { return std::nullopt; }

http::RouteTable::Match SandboxGate::match(const http::Request& request) {
  return routes_.find(request.method, request.path);
}

http::RunsOn SandboxGate::runs_on(const http::Request&, const http::Route& route) { return route.runs_on; }

http::Response SandboxGate::handle(http::Request& request, const http::Route& route) {
  try {
    return route.handler(request);
  } catch (const std::exception& error) {
    log::error("sandbox.request.failed", {{"path", route.pattern}, {"error", error.what()}});
    return refusal(request, 500);
  }
}

http::Response SandboxGate::refusal(const http::Request& request, int status) {
  if (request.header("accept").contains("text/html")) return refused_page(status, merchant_name_, request);
  const std::string code = std::to_string(status);
  return http::json(status,
                    R"({"status_code":")" + code + R"(","status_message":"The sandbox answers )" + code + "\"}");
}

void SandboxGate::finished(const http::Request& request, const http::Route* route, const http::Response& response,
                           std::size_t, std::chrono::microseconds took) {
  log::debug("sandbox.request", {{"method", http::to_string(request.method)},
                                 {"route", route == nullptr ? std::string_view{"none"} : route->pattern},
                                 {"status", response.status},
                                 {"micros", took.count()}});
}

}  // namespace hurtrock::sandbox
