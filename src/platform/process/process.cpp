#include "platform/process/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace hurtrock::process {
namespace {

using SteadyClock = std::chrono::steady_clock;

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail(errno, "pipe");
  }
  ~Pipe() {
    close_writer();
    close(ends[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_writer() {
    if (ends[1] >= 0) close(ends[1]);
    ends[1] = -1;
  }
  std::array<int, 2> ends{-1, -1};
};

/// What the child begins with: /dev/null, our end of the pipe, our standard error, the usual signals, and no more.
class Beginning {
 public:
  explicit Beginning(int output) {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Beginning() {
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
};

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// Waits until there is something to read; false when the deadline came first.
bool wait_until_readable(int file, SteadyClock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
    pollfd wait{.fd = file, .events = POLLIN, .revents = 0};
    const int ready = left > 0 ? poll(&wait, 1, static_cast<int>(left)) : 0;
    if (ready >= 0 || errno != EINTR) return ready > 0;
  }
}

/// Everything up to the limit, or up to where the child closes its end or the deadline comes.
std::string read_output(int from, std::size_t most, SteadyClock::time_point deadline) {
  std::string output;
  std::array<char, 4096> buffer{};
  while (output.size() < most && wait_until_readable(from, deadline)) {
    const ssize_t count = read(from, buffer.data(), std::min(buffer.size(), most - output.size()));
    if (count == 0) break;
    if (count > 0) output.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return output;
}

/// A handle of the child that can be read from once it has ended. Without one nothing could be waited for: then the
/// child is ended at once, so that none is left behind.
struct ChildHandle {
  // The C library's own pidfd_open cannot be called from C++ in Debian 12.
  explicit ChildHandle(pid_t child) : file(static_cast<int>(syscall(SYS_pidfd_open, child, 0))) {
    if (file >= 0) return;
    const int error = errno;
    kill(child, SIGKILL);
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    fail(error, "pidfd_open");
  }
  ~ChildHandle() { close(file); }
  ChildHandle(const ChildHandle&) = delete;
  ChildHandle& operator=(const ChildHandle&) = delete;
  int file;
};

}  // namespace

Finished run(const std::vector<std::string>& command, const std::vector<std::string>& environment,
             const Limits& limits) {
  Pipe pipe;
  pid_t child = 0;
  {
    const Beginning beginning(pipe.ends[1]);
    const int error = posix_spawn(&child, command.front().c_str(), &beginning.files, &beginning.attributes,
                                  pointers_to(command).data(), pointers_to(environment).data());
    if (error != 0) fail(error, command.front());
  }
  pipe.close_writer();

  const auto deadline = SteadyClock::now() + limits.deadline;
  const ChildHandle handle(child);
  Finished finished{.output = read_output(pipe.ends[0], limits.most_output, deadline)};
  const bool talks_too_much = finished.output.size() == limits.most_output;
  finished.timed_out = !talks_too_much && !wait_until_readable(handle.file, deadline);
  if (talks_too_much || finished.timed_out) kill(child, SIGKILL);
  int status = 0;
  rusage used{};
  while (wait4(child, &status, 0, &used) < 0) {
    if (errno != EINTR) fail(errno, "wait4");
  }
  finished.peak_kb = used.ru_maxrss;
  if (WIFEXITED(status)) finished.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) finished.signal = WTERMSIG(status);
  return finished;
}

}  // namespace hurtrock::process
