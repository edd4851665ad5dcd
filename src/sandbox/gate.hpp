#pragma once

#include "platform/http/server.hpp"

namespace hurtrock::sandbox {

/// Between the sandbox's connections and its handlers: no sessions, no cookies, errors as short JSON, or as a page
/// where a browser asks for one.
class SandboxGate final : public http::Gate {
 public:
  SandboxGate(http::RouteTable routes, std::string merchant_name)
      : routes_(std::move(routes)), merchant_name_(std::move(merchant_name)) {}

  std::optional<http::Response> immediate(const http::Request& request) override;
  http::RouteTable::Match match(const http::Request& request) override;
  http::RunsOn runs_on(const http::Request& request, const http::Route& route) override;
  http::Response handle(http::Request& request, const http::Route& route) override;
  http::Response refusal(const http::Request& request, int status) override;
  void finished(const http::Request& request, const http::Route* route, const http::Response& response,
                std::size_t body_bytes, std::chrono::microseconds took) override;

 private:
  http::RouteTable routes_;
  std::string merchant_name_;
};

}  // namespace hurtrock::sandbox
