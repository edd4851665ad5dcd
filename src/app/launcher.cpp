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
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <thread>

#include "app/greeting.hpp"
#include "app/health_watch.hpp"
#include "app/listening.hpp"
#include "app/mark.hpp"
#include "app/port_holder.hpp"
#include "app/ports.hpp"
#include "app/sample_accounts.hpp"
#include "app/service_manager.hpp"
#include "app/serving.hpp"
#include "platform/db/copy.hpp"
#include "platform/db/error.hpp"
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
  ServicePort port;
  pid_t pid = 0;
  SteadyTime started, start_at;
  int quick_deaths = 0;
  bool is_told_ready = false;
  bool has_served = false;   ///< once at least, by whichever process
  bool is_kept_out = false;  ///< another process has its port
  // Asks from a thread of its own, so that a part that hangs holds nobody up.
  std::unique_ptr<HealthWatch> health;
  std::jthread asking;
};

/// Of a part of this start only: another copy of the shop may answer at the same port, and says nothing of ours.
void watch_health(Child& child, const std::string& start) {
  child.health = std::make_unique<HealthWatch>([port = child.port, start] {
    const Health health = ask_for_health(port.host, port.number, kAnswersWithin);
    const bool is_another = health.sign == SignOfLife::kAnswers && !is_of_start(health.mark, start);
    return is_another ? SignOfLife::kIsAnother : health.sign;
  });
  child.asking = std::jthread([health = child.health.get()](const std::stop_token& stop) { health->run(stop); });
}

sigset_t watched_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGCHLD}) sigaddset(&signals, signal);
  return signals;
}

void start(Child& child) {
  const std::string command(child.port.part);
  const std::string launcher = std::to_string(::getpid());
  const char* arguments[] = {"hurtrock", command.c_str(), "--supervised", launcher.c_str(), nullptr};
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
  child.is_kept_out = false;
  if (error != 0) {
    child.pid = 0;
    log::error("launcher.cannot_start", {{"part", child.port.part}, {"reason", std::strerror(error)}});
  }
}

std::string describe(int status) {
  if (WIFSIGNALED(status)) return fmt::format("signal {}", WTERMSIG(status));
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

std::chrono::seconds pause_after(int quick_deaths) {
  if (quick_deaths <= 1) return 0s;
  return std::min<std::chrono::seconds>(kLongestPause, std::chrono::seconds{1LL << std::min(quick_deaths - 2, 5)});
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
    const auto pause = pause_after(child->quick_deaths);
    child->start_at = now + pause;
    log::error(child->quick_deaths >= kCrashLoop ? "launcher.crash_loop" : "launcher.child_died",
               {{"part", child->port.part}, {"how", describe(status)}, {"restart_in_s", pause.count()}});
  }
}

void tell_who_is_ready(std::vector<Child>& children) {
  for (Child& child : children) {
    if (child.is_told_ready || child.pid == 0 || !child.health->has_answered()) continue;
    child.is_told_ready = true;
    child.has_served = true;
    log::info("launcher.child_answers", {{"part", child.port.part}, {"pid", child.pid}});
  }
}

/// Ends what does not answer any more; it is buried and comes back like whatever dies by itself.
void end_the_hung(std::vector<Child>& children) {
  for (Child& child : children) {
    if (child.pid == 0 || !child.health->hangs()) continue;
    log::error("launcher.child_hung", {{"part", child.port.part}, {"pid", child.pid}});
    kill(child.pid, SIGKILL);
    child.health->begin();  // said once
  }
}

/// Starts what is to start by now. Answers why the whole start is in vain: a part cannot have its port, and none has
/// served yet. Later on, a part that finds another process there looks again, and harms no other part.
std::optional<std::string> start_the_due(std::vector<Child>& children, const Config& config) {
  const auto now = std::chrono::steady_clock::now();
  for (Child& child : children) {
    if (child.pid != 0 || now < child.start_at) continue;
    auto trouble = lasting_port_trouble(child.port, config);
    if (!trouble) {
      start(child);
      continue;
    }
    if (std::ranges::none_of(children, &Child::has_served)) return trouble;
    child.is_kept_out = true;
    const auto pause = std::max(1s, pause_after(++child.quick_deaths));
    child.start_at = now + pause;
    log::error("launcher.port_taken",
               {{"part", child.port.part}, {"why", *trouble}, {"look_again_in_s", pause.count()}});
  }
  return std::nullopt;
}

/// Tells the service manager that we live, once that shop and chat answer, and what keeps dying.
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
    if (!ready_ && std::ranges::any_of(children, sells)) {
      ready_ = true;
      service_manager::tell("READY=1");
    }
    if (std::string status = describe_all(children); status != status_) {
      service_manager::tell("STATUS=" + status);
      status_ = std::move(status);
    }
  }

 private:
  /// Who waits for the chat too ends a shop that sells, where the chat cannot be started.
  static bool sells(const Child& child) { return child.has_served && child.port.part == "shop"; }

  [[nodiscard]] std::string describe_all(const std::vector<Child>& children) const {
    const auto now = std::chrono::steady_clock::now();
    for (const Child& child : children)
      if (child.is_kept_out) return fmt::format("{} waits for its port: see the log", child.port.part);
    for (const Child& child : children)
      if (child.quick_deaths >= kCrashLoop && (child.pid == 0 || now - child.started < kStable))
        return fmt::format("{} keeps dying: see the log, and what hurtrock doctor says", child.port.part);
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
  const SteadyTime began = std::chrono::steady_clock::now();
  log::info("launcher.stopping", {{"patience_s", kDrain.count()}});
  tell(children, SIGTERM);
  const SteadyTime deadline = began + kDrain;
  const timespec look_again{.tv_sec = 0, .tv_nsec = 100'000'000};
  while (any_alive(children) && std::chrono::steady_clock::now() < deadline) {
    sigtimedwait(&signals, nullptr, &look_again);
    bury(children, true);
  }
  if (any_alive(children)) {
    log::warn("launcher.killed_after_drain");
    tell(children, SIGKILL);
    while (any_alive(children)) bury(children, true);
  }
  const auto took = std::chrono::round<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  log::info("launcher.stopped", {{"took_ms", took.count()}});
}

/// For what no other start would mend. Answers the exit status.
int give_up(const std::vector<std::string>& troubles) {
  service_manager::tell("STATUS=" + troubles.front());
  for (const std::string& trouble : troubles) fmt::print(stderr, "hurtrock: {}\n", trouble);
  return 1;
}

/// The shop would end for that again and again. While its database cannot be asked yet, it looks for itself.
std::optional<std::string> known_sample_account_trouble(const Config& config) {
  try {
    return sample_account_trouble(config);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/// Once, for this process and its parts: whoever looks after them must not wait for name servers, and a name may stand
/// for another address a moment later. Nothing when it has none.
std::optional<Config> with_address(const Config& given) {
  auto address = address_of(given.host);
  if (!address) return std::nullopt;
  Config config = given;
  config.host = *std::move(address);
  for (const auto& [name, value] : settings_for_parts(config)) ::setenv(std::string(name).c_str(), value.c_str(), 1);
  return config;
}

/// Whoever has the shop's SQLite database open for a shop of its own; nothing of a PostgreSQL, whose nodes are many.
std::optional<KnownProcess> who_serves_already(const Config& config) {
  try {
    if (db::dialect_of(config.database_url) != db::Dialect::kSqlite) return std::nullopt;
    const auto pid = db::sqlite_user(db::sqlite_file(config.database_url));
    auto process = pid ? process_of(*pid) : std::nullopt;
    // Others may look into the file.
    if (!process || process->command != "hurtrock shop") return std::nullopt;
    auto launcher = launcher_of(*process);
    return launcher ? std::move(launcher) : std::move(process);
  } catch (const db::Error&) {
    // The parts say what is wrong with it.
    return std::nullopt;
  }
}

/// Several shops on one file are in order: jobs and stock are the database's. But on other ports a second start most
/// often means to be another shop.
void warn_of_the_same_shop(const Config& config) {
  if (const auto other = who_serves_already(config))
    fmt::print(stderr,
               "hurtrock: warning: {} serves {} already: this start is the same shop once more, on other ports. For a "
               "shop of its own, stop this one and set another DATA_DIR (--data-dir), and other databases where "
               "DATABASE_URL and CHAT_DATABASE_URL are set\n",
               to_text(*other), db::sqlite_file(config.database_url).string());
}

/// Until a signal says stop: nothing. Otherwise why it was in vain.
std::optional<std::string> watch(std::vector<Child>& children, const sigset_t& signals, const Config& config) {
  Reporter reporter(config);
  const timespec look_again{.tv_sec = 0, .tv_nsec = 250'000'000};
  for (;;) {
    if (auto in_vain = start_the_due(children, config)) return in_vain;
    reporter.report(children);
    const int signal = sigtimedwait(&signals, nullptr, &look_again);
    // Before its death is known, or a start that served for a moment would pass for one that never did.
    tell_who_is_ready(children);
    bury(children, false);
    if (signal == SIGTERM || signal == SIGINT) return std::nullopt;
    end_the_hung(children);
  }
}

}  // namespace

int run_launcher(const Config& given) {
  // Before this process adds what it has worked out.
  const Addresses addresses = addresses_from_outside();
  const auto found = with_address(given);
  if (!found)
    return give_up({fmt::format(
        "HOST {} is no address, and no name that has one: 0.0.0.0 stands for all of this machine's", given.host)});
  const Config& config = *found;
  const std::vector<ServicePort> ports = service_ports(config);
  // Before anything is started: another copy of the shop may hold all of them.
  const auto troubles = lasting_port_troubles(ports, config);
  if (!troubles.empty()) return give_up(troubles);
  if (const auto trouble = known_sample_account_trouble(config)) return give_up({*trouble});

  const sigset_t signals = watched_signals();
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  const std::string mark = mark_this_start();
  std::vector<Child> children(ports.size());
  for (std::size_t i = 0; i < ports.size(); ++i) {
    children[i].port = ports[i];
    watch_health(children[i], mark);
  }
  warn_of_the_same_shop(config);
  const Serving serving(config.data_dir, addresses);
  greet(config);
  const auto in_vain = watch(children, signals, config);
  service_manager::tell("STOPPING=1\nSTATUS=Answering what is in flight");
  drain(children, signals);
  return in_vain ? give_up({*in_vain}) : 0;
}

}  // namespace hurtrock::app
