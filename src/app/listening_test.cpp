#include "app/listening.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
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

TEST(Listening, any_answer_is_a_sign_of_life) {
  const Listener listener;
  std::jthread server([&] { listener.answer_one("HTTP/1.1 503 Service Unavailable\r\n\r\n"); });
  const Health health = ask_for_health("127.0.0.1", listener.port(), kLong);
  EXPECT_EQ(health.sign, SignOfLife::kAnswers);
  EXPECT_EQ(health.mark, "");
}

TEST(Listening, an_answer_says_whose_it_is) {
  const Listener listener;
  std::jthread server([&] {
    listener.answer_one("HTTP/1.1 200 OK\r\nServer: x\r\nx-shop-mark:  00ff-11ee \r\n\r\nX-Shop-Mark: of the body\r\n");
  });
  EXPECT_EQ(ask_for_health("127.0.0.1", listener.port(), kLong).mark, "00ff-11ee");
}

TEST(Listening, a_mark_in_the_body_alone_is_none) {
  const Listener listener;
  std::jthread server([&] { listener.answer_one("HTTP/1.1 200 OK\r\n\r\nX-Shop-Mark: 00ff\r\n"); });
  EXPECT_EQ(ask_for_health("127.0.0.1", listener.port(), kLong).mark, "");
}

TEST(Listening, a_connection_that_nobody_takes_up_is_silence) {
  const Listener listener;
  EXPECT_EQ(ask_for_health("0.0.0.0", listener.port(), 20ms).sign, SignOfLife::kSilent);
}

TEST(Listening, a_closed_port_refuses_and_one_that_hangs_up_does_so_too) {
  EXPECT_EQ(ask_for_health("localhost", free_port(), kLong).sign, SignOfLife::kRefuses);
  const Listener listener;
  std::jthread server([&] { listener.answer_one(""); });
  EXPECT_EQ(ask_for_health("127.0.0.1", listener.port(), kLong).sign, SignOfLife::kRefuses);
}

TEST(Listening, who_listens_on_every_address_is_asked_on_this_machine) {
  const Listener listener;
  std::jthread server([&] { listener.answer_one("HTTP/1.1 200 OK\r\n\r\n"); });
  EXPECT_EQ(ask_for_health("0.0.0.0", listener.port(), kLong).sign, SignOfLife::kAnswers);
}

TEST(Listening, a_host_is_told_in_digits) {
  EXPECT_EQ(address_of("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(address_of("::"), "::");
  EXPECT_THAT(address_of("localhost").value_or(""), ::testing::AnyOf("127.0.0.1", "::1"));
  EXPECT_EQ(address_of("no..host"), std::nullopt);
}

TEST(Listening, a_port_can_be_had_until_somebody_listens_there) {
  const Listener listener;
  for (const char* const host : {"127.0.0.1", "0.0.0.0"}) EXPECT_EQ(why_not_listen(host, listener.port()), EADDRINUSE);
  EXPECT_EQ(why_not_listen("127.0.0.1", free_port()), 0);
}

}  // namespace
}  // namespace hurtrock::app
