#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace hurtrock::app {

/// A process, as far as /proc tells of it.
struct KnownProcess {
  pid_t pid = 0;
  std::string command;  ///< program and first argument, such as "hurtrock shop"; the others may hold secrets
  std::string folder;   ///< that it works in; empty: it is not for us to know
};

/// What /proc tells of that process; nothing when there is none, or none that we may know of.
std::optional<KnownProcess> process_of(pid_t pid);

/// A process that listens on that port of this machine, on whichever of its addresses. Nothing when there is none, and
/// when it is another user's and we are not root.
std::optional<KnownProcess> holder_of_port(std::uint16_t port);

/// "process 4711 (hurtrock shop in /home/ani/toko)"
std::string to_text(const KnownProcess& process);

}  // namespace hurtrock::app
