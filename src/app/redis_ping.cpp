#include "app/redis_ping.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::app {
namespace {

constexpr int kPatienceMs = 3'000;

struct Address {
  std::string host, port, user, password;
};

std::string decoded(std::string_view text) { return http::percent_decode(text).value_or(std::string(text)); }

/// Nothing when it is of another form.
std::optional<Address> parse(std::string_view url) {
  constexpr std::string_view kScheme = "redis://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  url = url.substr(0, url.find('/', url.find('@') == std::string_view::npos ? 0 : url.find('@')));
  Address address;
  if (const auto at = url.rfind('@'); at != std::string_view::npos) {
    const auto colon = std::min(url.find(':'), at);
    address.user = decoded(url.substr(0, colon));
    if (colon < at) address.password = decoded(url.substr(colon + 1, at - colon - 1));
    url.remove_prefix(at + 1);
  }
  const auto colon = url.rfind(':');
  const bool has_port = colon != std::string_view::npos && !url.ends_with(']');
  address.host = url.substr(0, has_port ? colon : url.size());
  address.port = has_port ? url.substr(colon + 1) : "6379";
  if (address.host.starts_with('[') && address.host.ends_with(']'))
    address.host = address.host.substr(1, address.host.size() - 2);
  if (address.host.empty() || !text::parse_integer(address.port, 1, 65'535)) return std::nullopt;
  return address;
}

struct Socket {
  explicit Socket(int opened) : number(opened) {}
  ~Socket() {
    if (number >= 0) ::close(number);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int number;
};

bool ready(int socket, short events) {
  pollfd wait{.fd = socket, .events = events, .revents = 0};
  return ::poll(&wait, 1, kPatienceMs) == 1;
}

bool connect(int socket, const addrinfo& address) {
  if (::connect(socket, address.ai_addr, address.ai_addrlen) == 0) return true;
  int error = 0;
  socklen_t size = sizeof(error);
  return errno == EINPROGRESS && ready(socket, POLLOUT) &&
         ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

/// As Redis wants its commands: an array of strings with their lengths.
std::string command(std::initializer_list<std::string_view> words) {
  std::string text = fmt::format("*{}\r\n", words.size());
  for (const auto word : words) text += fmt::format("${}\r\n{}\r\n", word.size(), word);
  return text;
}

/// The first line of the answer, without its end; empty: none came.
std::string ask(int socket, const std::string& text) {
  if (::send(socket, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) return {};
  std::string answer;
  std::array<char, 256> piece{};
  while (answer.size() < 1'000 && !answer.contains("\r\n") && ready(socket, POLLIN)) {
    const ssize_t count = ::recv(socket, piece.data(), piece.size(), 0);
    if (count <= 0) break;
    answer.append(piece.data(), static_cast<std::size_t>(count));
  }
  return answer.substr(0, answer.find("\r\n"));
}

}  // namespace

std::optional<std::string> redis_trouble(const std::string& url) {
  const auto address = parse(url);
  if (!address) return "REDIS_URL is not of the form redis://:password@host:6379";
  const std::string where = address->host + ":" + address->port;
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (::getaddrinfo(address->host.c_str(), address->port.c_str(), &wanted, &first) != 0)
    return "the name of the Redis at " + where + " is not known";
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(first, &::freeaddrinfo);
  const Socket socket(::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.number < 0 || !connect(socket.number, *found)) return "no Redis answers at " + where;
  if (!address->password.empty()) {
    const auto answer = address->user.empty() ? ask(socket.number, command({"AUTH", address->password}))
                                              : ask(socket.number, command({"AUTH", address->user, address->password}));
    if (!answer.starts_with("+OK")) return "the Redis at " + where + " refuses the password";
  }
  const auto answer = ask(socket.number, command({"PING"}));
  if (answer.starts_with("+PONG")) return std::nullopt;
  if (answer.starts_with("-NOAUTH")) return "the Redis at " + where + " wants a password";
  return "what answers at " + where + " is no Redis";
}

}  // namespace hurtrock::app
