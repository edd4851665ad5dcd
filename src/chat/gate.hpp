#pragma once

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "chat/routes.hpp"
#include "platform/http/server.hpp"
#include "platform/http/traffic.hpp"
#include "platform/websocket/websocket.hpp"

namespace hurtrock::chat {

/// How many sockets each address has, or each network of http::client_network(). Thread-safe.
class SocketPlaces {
 public:
  explicit SocketPlaces(std::size_t most_each) : most_each_(most_each) {}
  [[nodiscard]] bool has_room(const std::string& address) const;
  /// Held for as long as the socket lives; outlives neither this object.
  std::shared_ptr<void> take(const std::string& address);

 private:
  const std::size_t most_each_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> taken_;
};

/// Everything between a connection and the chat: origins, upgrades, and what every answer carries.
class Gate final : public http::Gate {
 public:
  /// `mark`: for /healthz, whose this process is. `origins`: of the pages that may talk to this service.
  Gate(http::RouteTable routes, std::string mark, std::vector<std::string> origins, websocket::Endpoint& endpoint,
       const SocketPlaces& places, Counts& counts);

  std::optional<http::Response> immediate(const http::Request& request) override;
  http::Upgrader* upgrader(const http::Request& request) override;
  http::RouteTable::Match match(const http::Request& request) override;
  std::optional<http::Response> turned_away(http::Request& request, const http::Route& route) override;
  http::RunsOn runs_on(const http::Request& request, const http::Route& route) override;
  http::Response handle(http::Request& request, const http::Route& route) override;
  http::Response refusal(const http::Request& request, int status) override;
  void finished(const http::Request& request, const http::Route* route, const http::Response& response,
                std::size_t body_bytes, std::chrono::microseconds took) override;

  void add_to(http::Metrics& metrics) const { traffic_.add_to(metrics); }

 private:
  [[nodiscard]] bool may_come_from(std::string_view origin) const;
  [[nodiscard]] http::Response no_socket(const http::Request& request) const;
  void add_common_headers(const http::Request& request, http::Response& response) const;

  http::RouteTable routes_;
  std::string mark_;
  std::vector<std::string> origins_;
  websocket::Endpoint& endpoint_;
  const SocketPlaces& places_;
  Counts& counts_;
  http::Traffic traffic_;
};

}  // namespace hurtrock::chat
