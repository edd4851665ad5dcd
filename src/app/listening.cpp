#include "app/listening.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>

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

bool connects(int socket, const sockaddr* address, socklen_t size) {
  if (::connect(socket, address, size) == 0) return true;
  if (errno != EINPROGRESS) return false;
  pollfd wait{.fd = socket, .events = POLLOUT, .revents = 0};
  constexpr int kPatienceMs = 1'000;
  int error = 0;
  socklen_t error_size = sizeof(error);
  return ::poll(&wait, 1, kPatienceMs) == 1 && ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &error_size) == 0 &&
         error == 0;
}

}  // namespace

std::string reachable_host(const std::string& host) {
  if (host == "0.0.0.0" || host == "localhost") return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

bool listens(const std::string& host, std::uint16_t port) {
  const auto address = resolve(reachable_host(host), port);
  if (!address) return false;
  const int socket = ::socket(address->family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return false;
  const bool connected = connects(socket, address->any(), address->size());
  ::close(socket);
  return connected;
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
