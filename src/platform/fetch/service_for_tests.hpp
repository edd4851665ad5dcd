#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

/// The far end of calls, for tests.
namespace hurtrock::fetch::testing {

inline constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// The far end of one connection, driven by a test's script.
class Peer {
 public:
  Peer(int fd, const std::stop_token& stop) : fd_(fd), stop_(stop) {}

  /// Reads to the end of one request's header and of the body its Content-Length announces; "" when the client left.
  std::string read_request() {
    std::string request;
    char chunk[4096];
    for (;;) {
      const std::size_t end = request.find("\r\n\r\n");
      if (end != std::string::npos && request.size() >= end + 4 + body_size(request)) return request;
      if (!readable()) return "";
      const ssize_t got = ::recv(fd_, chunk, sizeof chunk, 0);
      if (got <= 0) return "";
      request.append(chunk, static_cast<std::size_t>(got));
    }
  }
  void write(std::string_view bytes) const { ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  /// Says nothing until the client leaves or the test ends.
  void hang() const {
    while (readable()) {
      char byte = 0;
      if (::recv(fd_, &byte, 1, 0) <= 0) return;
    }
  }

 private:
  static std::size_t body_size(const std::string& request) {
    const std::size_t at = request.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(request.substr(at + 16));
  }
  [[nodiscard]] bool readable() const {
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    while (!stop_.stop_requested())
      if (::poll(&waiting, 1, 20) > 0) return true;
    return false;
  }
  int fd_;
  const std::stop_token& stop_;
};

/// Runs `script` for each connection in turn, on a loopback port of its own.
class Service {
 public:
  using Script = std::function<void(Peer&, int connection)>;
  explicit Service(Script script) : listener_(::socket(AF_INET, SOCK_STREAM, 0)), script_(std::move(script)) {
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_.get(), 16), 0);
    EXPECT_EQ(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread{[this](const std::stop_token& stop) { serve(stop); }};
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1/charges"; }
  void stop() {
    thread_.request_stop();
    thread_.join();
  }

 private:
  void serve(const std::stop_token& stop) {
    pollfd waiting{.fd = listener_.get(), .events = POLLIN, .revents = 0};
    for (int number = 0; !stop.stop_requested();) {
      if (::poll(&waiting, 1, 20) <= 0) continue;
      const Descriptor connection{::accept(listener_.get(), nullptr, nullptr)};
      Peer peer{connection.get(), stop};
      script_(peer, number++);
    }
  }

  Descriptor listener_;
  Script script_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

}  // namespace hurtrock::fetch::testing
