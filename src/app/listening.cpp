#include "app/listening.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include "platform/core/text.hpp"
#include "platform/fetch/fetch.hpp"
#include "platform/http/health.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  [[nodiscard]] const sockaddr* any() const { return reinterpret_cast<const sockaddr*>(&storage); }
  [[nodiscard]] int family() const { return storage.ss_family; }
};

/// The address that a server of ours takes for that host; nothing when there is none.
std::optional<Address> resolve(const std::string& host, std::uint16_t port) {
  const addrinfo wish{.ai_flags = AI_PASSIVE, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wish, &found) != 0) return std::nullopt;
  Address address{.size = found->ai_addrlen};
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  ::freeaddrinfo(found);
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
  if (::connect(socket, address.any(), address.size) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  if (!is_ready(socket, POLLOUT, deadline)) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof(error);
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

/// "127.0.0.1" for an address that stands for all of this machine's.
std::string reachable_host(const std::string& host) {
  if (host == "0.0.0.0") return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

int open_socket(const Address& address) {
  return ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/// Of an answer's head, or of as much of it as there is.
std::string mark_in(std::string_view head) {
  for (const std::string_view line : text::split(head, '\n')) {
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && text::equals_ignoring_case(line.substr(0, colon), http::kMarkHeader))
      return std::string(text::trim(line.substr(colon + 1)));
  }
  return {};
}

Health hear_answer(int socket, Deadline deadline) {
  constexpr std::string_view kEndOfHead = "\r\n\r\n";
  constexpr std::size_t kLongestHead = 16UZ * 1024;
  std::string head;
  std::array<char, 1024> piece{};
  while (!head.contains(kEndOfHead) && head.size() < kLongestHead) {
    if (!is_ready(socket, POLLIN, deadline)) return {.sign = SignOfLife::kSilent, .mark = {}};
    const ssize_t count = ::recv(socket, piece.data(), piece.size(), 0);
    // Closed without a word: it is about to end.
    if (count <= 0 && head.empty()) return {.sign = SignOfLife::kRefuses, .mark = {}};
    if (count <= 0) break;
    head.append(piece.data(), static_cast<std::size_t>(count));
  }
  return {.sign = SignOfLife::kAnswers, .mark = mark_in(head.substr(0, head.find(kEndOfHead)))};
}

Health ask_over(int socket, const Address& address, Deadline deadline) {
  constexpr std::string_view kQuestion = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  if (const int error = connect_by(socket, address, deadline); error != 0)
    return {.sign = error == ETIMEDOUT ? SignOfLife::kSilent : SignOfLife::kRefuses, .mark = {}};
  if (::send(socket, kQuestion.data(), kQuestion.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(kQuestion.size()))
    return {.sign = SignOfLife::kRefuses, .mark = {}};
  return hear_answer(socket, deadline);
}

}  // namespace

std::optional<std::string> address_of(const std::string& host) {
  const auto address = resolve(host, 0);
  std::array<char, NI_MAXHOST> digits{};
  if (!address ||
      ::getnameinfo(address->any(), address->size, digits.data(), digits.size(), nullptr, 0, NI_NUMERICHOST) != 0)
    return std::nullopt;
  return digits.data();
}

Health ask_for_health(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience) {
  const auto address = resolve(reachable_host(host), port);
  // Without a way to ask there is nothing to hold against anybody.
  if (!address) return {};
  const int socket = open_socket(*address);
  if (socket < 0) return {};
  Health health = ask_over(socket, *address, std::chrono::steady_clock::now() + patience);
  ::close(socket);
  return health;
}

int why_not_listen(const std::string& host, std::uint16_t port) {
  const auto address = resolve(host, port);
  if (!address) return EINVAL;
  const int socket = ::socket(address->family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return errno;
  // As a server does it, so that connections of before that are still being forgotten do not count.
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  const int error = ::bind(socket, address->any(), address->size) == 0 ? 0 : errno;
  ::close(socket);
  return error;
}

bool is_one_of_ours(const std::string& url) {
  const auto answer = fetch::make_client()->send({.url = url + "/healthz", .connect_timeout = 2s, .timeout = 3s});
  return answer.outcome == fetch::Answer::Outcome::kAnswered && answer.status == 200 &&
         answer.body == R"({"status":"ok"})";
}

}  // namespace hurtrock::app
