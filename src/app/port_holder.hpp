#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace hurtrock::app {

/// A process, as far as /proc tells of it.
struct KnownProcess {
  pid_t pid = 0;
  /// Program and first argument, such as "hurtrock shop"; the others may hold secrets. Of one whose arguments cannot be
  /// told apart, the program alone.
  std::string command;
  std::string folder;  ///< that it works in; empty: it is not for us to know
};

/// What /proc tells of that process; nothing when there is none, or none that we may know of.
std::optional<KnownProcess> process_of(pid_t pid);

/// The launcher that has started it, if one has: a part that is stopped alone is started again.
std::optional<KnownProcess> launcher_of(const KnownProcess& part);

/// A process that listens on that port, on that address of this machine (in digits; "0.0.0.0", "::" and what is none:
/// on whichever) or on all. Nothing when there is none, and when it is another user's and we are not root.
std::optional<KnownProcess> holder_of_port(const std::string& address, std::uint16_t port);

/// "process 4711 (hurtrock shop in /home/ani/toko)"
std::string to_text(const KnownProcess& process);

}  // namespace hurtrock::app
