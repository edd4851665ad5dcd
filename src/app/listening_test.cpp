#include "app/listening.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <thread>

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLong = 60s;

/// Listens on a free port of the loopback interface, and takes nobody in by itself.
class Listener {
 public:
  Listener() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(socket_, any, size), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    EXPECT_EQ(::getsockname(socket_, any, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// Takes one connection, reads what it asks and says `text`.
  void answer_one(std::string_view text) const {
    const int guest = ::accept(socket_, nullptr, nullptr);
    std::array<char, 1024> question{};
    EXPECT_GT(::recv(guest, question.data(), question.size(), 0), 0);
    EXPECT_EQ(::send(guest, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
    ::close(guest);
  }

 private:
  const int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::uint16_t port_ = 0;
};

std::uint16_t free_port() { return Listener().port(); }

TEST(Listening, what_takes_connections_listens) {
  const Listener listener;
  EXPECT_TRUE(listens("127.0.0.1", listener.port()));
  EXPECT_FALSE(listens("127.0.0.1", free_port()));
}

TEST(Listening, any_answer_is_a_sign_of_life) {
  const Listener listener;
  std::jthread server([&] { listener.answer_one("HTTP/1.1 503 Service Unavailable\r\n\r\n"); });
  EXPECT_EQ(sign_of_life("127.0.0.1", listener.port(), kLong), SignOfLife::kAnswers);
}

TEST(Listening, a_connection_that_nobody_takes_up_is_silence) {
  const Listener listener;
  EXPECT_EQ(sign_of_life("0.0.0.0", listener.port(), 20ms), SignOfLife::kSilent);
}

TEST(Listening, a_closed_port_refuses_and_one_that_hangs_up_does_so_too) {
  EXPECT_EQ(sign_of_life("localhost", free_port(), kLong), SignOfLife::kRefuses);
  const Listener listener;
  std::jthread server([&] { listener.answer_one(""); });
  EXPECT_EQ(sign_of_life("127.0.0.1", listener.port(), kLong), SignOfLife::kRefuses);
}

TEST(Listening, this_machine_reaches_itself_whatever_it_listens_on) {
  EXPECT_EQ(reachable_url("0.0.0.0", 5000), "http://127.0.0.1:5000");
  EXPECT_EQ(reachable_url("::", 5000), "http://[::1]:5000");
  EXPECT_EQ(reachable_url("192.0.2.1", 80), "http://192.0.2.1:80");
}

}  // namespace
}  // namespace hurtrock::app
