#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/redis/redis.hpp"

/// A Redis of a test's own, which keeps nothing on disk.
namespace hurtrock::redis::testing {

class Server {
 public:
  /// Options as redis-server takes them: "--requirepass", "rahasia".
  explicit Server(std::vector<std::string> options = {}) : options_(std::move(options)) {
    // Somebody else may take a free port before redis-server does.
    for (int tries = 3; pid_ < 0; --tries) {
      if (tries == 0) throw std::runtime_error("redis-server does not start");
      port_ = free_port();
      start();
    }
  }
  ~Server() { kill(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] Address address(Secret password = {}) const {
    return {.host = "127.0.0.1", .port = port_, .user = {}, .password = std::move(password)};
  }

  /// Again, on the same port; answers when it does.
  void start() {
    std::array<int, 2> output{};
    if (::pipe(output.data()) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) run(output[1]);
    ::close(output[1]);
    // What it says later stays in the pipe, which has room for more than a test makes it say.
    output_ = output[0];
    if (!says_that_it_is_ready(output_)) kill();
  }
  /// As a power cut does it.
  void kill() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(output_);
    pid_ = output_ = -1;
  }
  /// It stands still, its connections open.
  void hold() const { ::kill(pid_, SIGSTOP); }
  void let_go() const { ::kill(pid_, SIGCONT); }

 private:
  [[noreturn]] void run(int output) const {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(output, STDOUT_FILENO);
    std::vector<std::string> words{
        "redis-server", "--bind", "127.0.0.1",         "--port", std::to_string(port_), "--save", "", "--appendonly",
        "no",           "--dir",  ::testing::TempDir()};
    words.insert(words.end(), options_.begin(), options_.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execvp(pointers.front(), pointers.data());
    std::_Exit(127);
  }

  static bool says_that_it_is_ready(int output) {
    std::string said;
    std::array<char, 512> piece{};
    while (!said.contains("Ready to accept connections")) {
      const ssize_t count = ::read(output, piece.data(), piece.size());
      if (count <= 0) return false;
      said.append(piece.data(), static_cast<std::size_t>(count));
    }
    return true;
  }

  static std::uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    ::bind(socket, any, size);
    ::getsockname(socket, any, &size);
    ::close(socket);
    return ntohs(address.sin_port);
  }

  const std::vector<std::string> options_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
  int output_ = -1;
};

/// Gives a thread in the background its time; false when that was not enough.
template <class Condition>
bool comes_true(Condition&& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

}  // namespace hurtrock::redis::testing
