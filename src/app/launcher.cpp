#include "app/launcher.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <thread>

#include "app/health_watch.hpp"
#include "app/listening.hpp"
#include "app/service_manager.hpp"
#include "platform/log/log.hpp"

extern char** environ;

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr auto kStable = 30s;  // a child that lived this long starts again at once
constexpr auto kLongestPause = 30s;
constexpr auto kDrain = 20s;
constexpr int kCrashLoop = 4;        // so many quick deaths in a row
constexpr auto kAnswersWithin = 3s;  // a sign of life, which costs a process nothing

struct Child {
  std::string command;
  std::uint16_t port = 0;
  pid_t pid = 0;
  SteadyTime started, start_at;
  int quick_deaths = 0;
  bool is_told_ready = false;
  // Asks from a thread of its own, so that a part that hangs holds nobody up.
  std::unique_ptr<HealthWatch> health;
  std::jthread asking;
};

void watch_health(Child& child, const std::string& host) {
  child.health =
      std::make_unique<HealthWatch>([host, port = child.port] { return sign_of_life(host, port, kAnswersWithin); });
  child.asking = std::jthread([health = child.health.get()](const std::stop_token& stop) { health->run(stop); });
}

sigset_t watched_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGCHLD}) sigaddset(&signals, signal);
  return signals;
}

void start(Child& child) {
  const char* arguments[] = {"hurtrock", child.command.c_str(), "--supervised", nullptr};
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // The child begins with the usual signals; a Ctrl-C at the terminal reaches it through us only.
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  const int error =
      posix_spawn(&child.pid, "/proc/self/exe", nullptr, &attributes, const_cast<char**>(arguments), environ);
  posix_spawnattr_destroy(&attributes);
  child.started = std::chrono::steady_clock::now();
  child.health->begin();
  child.is_told_ready = false;
  if (error != 0) {
    child.pid = 0;
    log::error("launcher.cannot_start", {{"part", child.command}, {"reason", std::strerror(error)}});
  }
}

std::string describe(int status) {
  if (WIFSIGNALED(status)) return fmt::format("signal {}", WTERMSIG(status));
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

/// Collects the dead and decides when each comes back.
void bury(std::vector<Child>& children, bool stopping) {
  int status = 0;
  for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
    const auto child = std::ranges::find(children, pid, &Child::pid);
    if (child == children.end()) continue;
    child->pid = 0;
    if (stopping) continue;
    const auto now = std::chrono::steady_clock::now();
    child->quick_deaths = now - child->started >= kStable ? 0 : child->quick_deaths + 1;
    const auto pause = child->quick_deaths <= 1
                           ? 0s
                           : std::min<std::chrono::seconds>(
                                 kLongestPause, std::chrono::seconds{1LL << std::min(child->quick_deaths - 2, 5)});
    child->start_at = now + pause;
    log::error(child->quick_deaths >= kCrashLoop ? "launcher.crash_loop" : "launcher.child_died",
               {{"part", child->command}, {"how", describe(status)}, {"restart_in_s", pause.count()}});
  }
}

void tell_who_is_ready(std::vector<Child>& children) {
  for (Child& child : children) {
    if (child.is_told_ready || child.pid == 0 || !child.health->has_answered()) continue;
    child.is_told_ready = true;
    log::info("launcher.child_answers", {{"part", child.command}, {"pid", child.pid}});
  }
}

/// Ends what does not answer any more; it is buried and comes back like whatever dies by itself.
void end_the_hung(std::vector<Child>& children) {
  for (Child& child : children) {
    if (child.pid == 0 || !child.health->hangs()) continue;
    log::error("launcher.child_hung", {{"part", child.command}, {"pid", child.pid}});
    kill(child.pid, SIGKILL);
    child.health->begin();  // said once
  }
}

/// Tells the service manager that we live, once that shop and chat take connections, and what keeps dying.
class Reporter {
 public:
  explicit Reporter(const Config& config) : config_(config) {}

  void report(const std::vector<Child>& children) {
    const auto now = std::chrono::steady_clock::now();
    // Three chances to be heard in time.
    if (watchdog_ && now - last_alive_ >= *watchdog_ / 3) {
      service_manager::tell("WATCHDOG=1");
      last_alive_ = now;
    }
    if (!ready_ && listens(config_.host, config_.port) && listens(config_.host, config_.chat_port)) {
      ready_ = true;
      service_manager::tell("READY=1");
    }
    if (std::string status = describe_all(children); status != status_) {
      service_manager::tell("STATUS=" + status);
      status_ = std::move(status);
    }
  }

 private:
  [[nodiscard]] std::string describe_all(const std::vector<Child>& children) const {
    const auto now = std::chrono::steady_clock::now();
    for (const Child& child : children)
      if (child.quick_deaths >= kCrashLoop && (child.pid == 0 || now - child.started < kStable))
        return fmt::format("{} keeps dying: see the log, and what hurtrock doctor says", child.command);
    return ready_ ? "Serving " + config_.public_url : "Starting";
  }

  const Config& config_;
  const std::optional<std::chrono::microseconds> watchdog_ = service_manager::watchdog();
  SteadyTime last_alive_{};
  bool ready_ = false;
  std::string status_;
};

void tell(const std::vector<Child>& children, int signal) {
  for (const Child& child : children)
    if (child.pid > 0) kill(child.pid, signal);
}

bool any_alive(const std::vector<Child>& children) {
  return std::ranges::any_of(children, [](const Child& child) { return child.pid > 0; });
}

void drain(std::vector<Child>& children, const sigset_t& signals) {
  tell(children, SIGTERM);
  const SteadyTime deadline = std::chrono::steady_clock::now() + kDrain;
  const timespec look_again{.tv_sec = 0, .tv_nsec = 100'000'000};
  while (any_alive(children) && std::chrono::steady_clock::now() < deadline) {
    sigtimedwait(&signals, nullptr, &look_again);
    bury(children, true);
  }
  if (!any_alive(children)) return;
  log::warn("launcher.killed_after_drain");
  tell(children, SIGKILL);
  while (any_alive(children)) bury(children, true);
}

}  // namespace

int run_launcher(const Config& config) {
  const sigset_t signals = watched_signals();
  sigprocmask(SIG_BLOCK, &signals, nullptr);

  std::vector<Child> children;
  // The sandbox first: the shop may want to ask it about payments as soon as it runs.
  if (config.uses_sandbox) children.push_back({.command = "sandbox", .port = config.sandbox_port});
  children.push_back({.command = "shop", .port = config.port});
  children.push_back({.command = "chat", .port = config.chat_port});
  for (Child& child : children) watch_health(child, child.command == "sandbox" ? "127.0.0.1" : config.host);

  fmt::print("Hurtrock Music Store\n  shop   {0}\n  admin  {0}/admin\n  chat   {1}\n", config.public_url,
             config.chat_public_url);
  if (config.development()) fmt::print("  login  admin@hurtrock.com / admin123 (sample data, development only)\n");
  fmt::print("Stop with Ctrl-C.\n");
  std::fflush(stdout);

  for (Child& child : children) start(child);
  Reporter reporter(config);
  const timespec look_again{.tv_sec = 0, .tv_nsec = 250'000'000};
  for (;;) {
    const int signal = sigtimedwait(&signals, nullptr, &look_again);
    bury(children, false);
    if (signal == SIGTERM || signal == SIGINT) break;
    tell_who_is_ready(children);
    end_the_hung(children);
    for (Child& child : children)
      if (child.pid == 0 && std::chrono::steady_clock::now() >= child.start_at) start(child);
    reporter.report(children);
  }
  service_manager::tell("STOPPING=1\nSTATUS=Answering what is in flight");
  drain(children, signals);
  return 0;
}

}  // namespace hurtrock::app
