#include "app/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "platform/core/text.hpp"

namespace hurtrock::app::service_manager {

void tell(std::string_view assignments) {
  const char* const name = std::getenv("NOTIFY_SOCKET");
  if (name == nullptr) return;
  const std::string_view path = name;
  sockaddr_un address{};
  if (path.empty() || path.size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, path.size());
  // An abstract address begins with a zero, written as @.
  if (path.front() == '@') address.sun_path[0] = '\0';
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  ::sendto(socket, assignments.data(), assignments.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
           reinterpret_cast<const sockaddr*>(&address),
           static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size()));
  ::close(socket);
}

std::optional<std::chrono::microseconds> watchdog() {
  constexpr std::int64_t kLongest = 86'400'000'000;
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return text::parse_integer(value == nullptr ? "" : value, 1, kLongest);
  };
  // For another process, which has handed its environment on.
  if (const auto meant_for = variable("WATCHDOG_PID"); meant_for && *meant_for != ::getpid()) return std::nullopt;
  const auto interval = variable("WATCHDOG_USEC");
  return interval ? std::optional{std::chrono::microseconds{*interval}} : std::nullopt;
}

}  // namespace hurtrock::app::service_manager
