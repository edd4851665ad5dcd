#include "app/listening.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>

#include "platform/fetch/fetch.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

struct Address {
  sockaddr_storage storage{};
  [[nodiscard]] const sockaddr* any() const { return reinterpret_cast<const sockaddr*>(&storage); }
  [[nodiscard]] int family() const { return storage.ss_family; }
  [[nodiscard]] socklen_t size() const { return family() == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6); }
};

/// Nothing unless `host` is an address in digits.
std::optional<Address> resolve(const std::string& host, std::uint16_t port) {
  Address address;
  auto& v4 = *reinterpret_cast<sockaddr_in*>(&address.storage);
  if (::inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    return address;
  }
  auto& v6 = *reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (::inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) != 1) return std::nullopt;
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  return address;
}

using Deadline = std::chrono::steady_clock::time_point;

bool is_ready(int socket, short events, Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd wait{.fd = socket, .events = events, .revents = 0};
  return ::poll(&wait, 1, static_cast<int>(std::max<std::int64_t>(0, left.count()))) == 1;
}

/// 0 once connected, otherwise why not.
int connect_by(int socket, const Address& address, Deadline deadline) {
  if (::connect(socket, address.any(), address.size()) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  if (!is_ready(socket, POLLOUT, deadline)) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof(error);
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

/// "127.0.0.1" for an address that stands for all of this machine's.
std::string reachable_host(const std::string& host) {
  if (host == "0.0.0.0" || host == "localhost") return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

int open_socket(const Address& address) {
  return ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

SignOfLife ask_for_health(int socket, const Address& address, Deadline deadline) {
  constexpr std::string_view kQuestion = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  if (const int error = connect_by(socket, address, deadline); error != 0)
    return error == ETIMEDOUT ? SignOfLife::kSilent : SignOfLife::kRefuses;
  if (::send(socket, kQuestion.data(), kQuestion.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(kQuestion.size()))
    return SignOfLife::kRefuses;
  if (!is_ready(socket, POLLIN, deadline)) return SignOfLife::kSilent;
  char first = 0;
  // Closed without a word: it is about to end.
  return ::recv(socket, &first, 1, 0) == 1 ? SignOfLife::kAnswers : SignOfLife::kRefuses;
}

}  // namespace

std::string reachable_url(const std::string& host, std::uint16_t port) {
  const std::string name = reachable_host(host);
  return name.contains(':') ? fmt::format("http://[{}]:{}", name, port) : fmt::format("http://{}:{}", name, port);
}

bool listens(const std::string& host, std::uint16_t port) {
  const auto address = resolve(reachable_host(host), port);
  if (!address) return false;
  const int socket = open_socket(*address);
  if (socket < 0) return false;
  const bool connected = connect_by(socket, *address, std::chrono::steady_clock::now() + 1s) == 0;
  ::close(socket);
  return connected;
}

SignOfLife sign_of_life(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience) {
  const auto address = resolve(reachable_host(host), port);
  // Without a way to ask there is nothing to hold against anybody.
  if (!address) return SignOfLife::kRefuses;
  const int socket = open_socket(*address);
  if (socket < 0) return SignOfLife::kRefuses;
  const SignOfLife sign = ask_for_health(socket, *address, std::chrono::steady_clock::now() + patience);
  ::close(socket);
  return sign;
}

int why_not_listen(const std::string& host, std::uint16_t port) {
  const auto address = resolve(host == "localhost" ? reachable_host(host) : host, port);
  if (!address) return EINVAL;
  const int socket = ::socket(address->family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return errno;
  // As a server does it, so that connections of before that are still being forgotten do not count.
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  const int error = ::bind(socket, address->any(), address->size()) == 0 ? 0 : errno;
  ::close(socket);
  return error;
}

bool is_one_of_ours(const std::string& url) {
  const auto answer = fetch::make_client()->send({.url = url + "/healthz", .connect_timeout = 2s, .timeout = 3s});
  return answer.outcome == fetch::Answer::Outcome::kAnswered && answer.status == 200 &&
         answer.body == R"({"status":"ok"})";
}

}  // namespace hurtrock::app
