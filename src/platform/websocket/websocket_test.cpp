#include "platform/websocket/websocket.hpp"

#include <atomic>

#include "platform/http/server_fixture.hpp"

namespace hurtrock::websocket {
namespace {

using namespace std::chrono_literals;

/// Answers what it hears with what the test wants.
class EchoListener final : public Listener {
 public:
  EchoListener(std::shared_ptr<Peer> peer, std::atomic<int>& closed) : peer_(std::move(peer)), closed_(closed) {}
  void received(std::string text) override {
    if (text == "close") return peer_->close(4'000, "as you wish");
    if (text == "flood") {
      const auto frame = std::make_shared<const std::string>(100'000, 'x');
      for (int i = 0; i < 100; ++i) peer_->send({frame, frame});
      return;
    }
    peer_->send("echo " + text);
  }
  void closed() override { ++closed_; }

 private:
  std::shared_ptr<Peer> peer_;
  std::atomic<int>& closed_;
};

class UpgradingGate final : public http::Gate {
 public:
  explicit UpgradingGate(Endpoint& endpoint) : endpoint_(endpoint) {}
  std::optional<http::Response> immediate(const http::Request&) override { return http::html(200, "plain"); }
  http::Upgrader* upgrader(const http::Request& request) override {
    return request.path == "/ws" ? &endpoint_.upgrader() : nullptr;
  }
  http::RouteTable::Match match(const http::Request&) override { return {}; }
  http::RunsOn runs_on(const http::Request&, const http::Route& route) override { return route.runs_on; }
  http::Response handle(http::Request&, const http::Route&) override { return {}; }
  http::Response refusal(const http::Request&, int status) override { return http::html(status, "refused"); }
  void finished(const http::Request&, const http::Route*, const http::Response&, std::size_t,
                std::chrono::microseconds) override {}

 private:
  Endpoint& endpoint_;
};

struct Heard {
  int opcode = -1;  ///< -1: the connection ended
  std::string payload;
  [[nodiscard]] int close_code() const {
    return opcode != 8 || payload.size() < 2
               ? 0
               : static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
  }
};

constexpr int kText = 1;
constexpr int kBinary = 2;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

constexpr std::string_view kHandshake =
    "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// Speaks frames byte by byte.
class FrameClient {
 public:
  explicit FrameClient(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ADD_FAILURE() << "connect";
    raw(kHandshake);
    head_ = take_until("\r\n\r\n");
  }
  ~FrameClient() { close(socket_); }
  FrameClient(const FrameClient&) = delete;
  FrameClient& operator=(const FrameClient&) = delete;

  [[nodiscard]] const std::string& head() const { return head_; }
  void raw(std::string_view bytes) const { ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  void send(std::string_view payload, int opcode = kText) const {
    std::string frame;
    frame += static_cast<char>(0x80 | opcode);
    if (payload.size() < 126) {
      frame += static_cast<char>(0x80 | payload.size());
    } else {
      frame += static_cast<char>(0x80 | 126);
      frame += static_cast<char>(payload.size() >> 8);
      frame += static_cast<char>(payload.size() & 0xff);
    }
    frame += std::string(4, '\0');  // a mask that changes nothing
    raw(frame.append(payload));
  }
  Heard hear() {
    if (!need(2)) return {};
    const int opcode = received_[0] & 0x0f;
    auto length = static_cast<std::size_t>(received_[1] & 0x7f);
    const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (!need(2 + extra)) return {};
    if (extra > 0) length = 0;
    for (std::size_t i = 0; i < extra; ++i) length = length * 256 + static_cast<unsigned char>(received_[2 + i]);
    if (!need(2 + extra + length)) return {};
    Heard heard{.opcode = opcode, .payload = received_.substr(2 + extra, length)};
    received_.erase(0, 2 + extra + length);
    return heard;
  }
  /// The next frame of that kind.
  Heard hear(int opcode) {
    Heard heard;
    do heard = hear();
    while (heard.opcode != opcode && heard.opcode != -1);
    return heard;
  }

 private:
  bool need(std::size_t size) {
    while (received_.size() < size)
      if (!more()) return false;
    return true;
  }
  bool more() {
    char buffer[16 * 1024];
    const ssize_t size = recv(socket_, buffer, sizeof buffer, 0);
    if (size <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(size));
    return true;
  }
  std::string take_until(std::string_view end) {
    std::size_t at = 0;
    while ((at = received_.find(end)) == std::string::npos)
      if (!more()) return std::exchange(received_, {});
    std::string head = received_.substr(0, at);
    received_.erase(0, at + end.size());
    return head;
  }

  int socket_;
  std::string head_, received_;
};

class WebSocketTest : public testing::Test {
 protected:
  ~WebSocketTest() override { stop(); }

  void start(Options options = {}) {
    endpoint_ = std::make_unique<Endpoint>(options, [this](std::shared_ptr<Peer> peer, const http::Request&) {
      return std::make_shared<EchoListener>(std::move(peer), closed_);
    });
    gate_ = std::make_unique<UpgradingGate>(*endpoint_);
    server_ = std::make_unique<http::Server>(
        http::ServerOptions{.host = "127.0.0.1", .io_threads = 1, .worker_threads = 1, .gateway_threads = 1}, *gate_);
    runner_ = std::jthread([this] { server_->run(); });
  }
  void stop() {
    if (server_) server_->stop();
    if (runner_.joinable()) runner_.join();
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

  std::atomic<int> closed_ = 0;
  std::unique_ptr<Endpoint> endpoint_;
  std::unique_ptr<UpgradingGate> gate_;
  std::unique_ptr<http::Server> server_;
  std::jthread runner_;
};

TEST_F(WebSocketTest, a_text_is_heard_and_answered) {
  start();
  FrameClient client(port());
  EXPECT_TRUE(client.head().starts_with("HTTP/1.1 101"));
  EXPECT_NE(client.head().find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos);
  client.send("hello");
  EXPECT_EQ(client.hear().payload, "echo hello");
  client.send("again");
  EXPECT_EQ(client.hear().payload, "echo again");
}

TEST_F(WebSocketTest, other_addresses_still_speak_http) {
  start();
  http::RawClient client(port());
  EXPECT_EQ(client.ask("GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n").body,
            "plain");
}

TEST_F(WebSocketTest, a_handshake_that_is_none_is_refused) {
  start();
  for (const char* fields : {"Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"}) {
    http::RawClient client(port());
    const auto reply = client.ask(std::string("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                                              "Upgrade: websocket\r\n") +
                                  fields + "\r\n");
    EXPECT_GE(reply.status, 400);
    EXPECT_LT(reply.status, 500);
  }
}

TEST_F(WebSocketTest, a_message_beyond_the_limit_ends_the_socket_with_1009) {
  start();
  FrameClient client(port());
  client.send(std::string(16 * 1024, 'a'));
  EXPECT_EQ(client.hear().payload.size(), 16 * 1024 + 5U);
  client.send(std::string(16 * 1024 + 1, 'a'));
  EXPECT_EQ(client.hear(kClose).close_code(), 1009);
}

TEST_F(WebSocketTest, bytes_that_are_no_text_end_the_socket) {
  start();
  FrameClient binary(port());
  binary.send("\x01\x02", kBinary);
  EXPECT_EQ(binary.hear(kClose).close_code(), 1003);
  FrameClient wrong(port());
  wrong.send("\xff\xfe");
  EXPECT_EQ(wrong.hear(kClose).close_code(), 1007);
}

TEST_F(WebSocketTest, a_ping_is_answered) {
  start();
  FrameClient client(port());
  client.send("are you there", kPing);
  EXPECT_EQ(client.hear(kPong).payload, "are you there");
}

TEST_F(WebSocketTest, a_client_that_answers_pings_stays) {
  start({.ping_every = 300ms, .silence = 900ms});
  FrameClient client(port());
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(client.hear(kPing).opcode, kPing);
    client.send("", kPong);
  }
  EXPECT_EQ(endpoint_->sockets(), 1);
}

TEST_F(WebSocketTest, a_client_that_stays_silent_is_let_go) {
  start({.ping_every = 300ms, .silence = 900ms});
  FrameClient client(port());
  EXPECT_EQ(client.hear(kClose).opcode, -1);
  stop();
  EXPECT_EQ(closed_, 1);
  EXPECT_EQ(endpoint_->sockets(), 0);
}

TEST_F(WebSocketTest, a_reader_that_is_too_slow_is_closed_with_1013) {
  start();
  FrameClient client(port());
  client.send("flood");
  EXPECT_EQ(client.hear(kClose).close_code(), 1013);
}

TEST_F(WebSocketTest, the_applications_own_reason_is_told) {
  start();
  FrameClient client(port());
  client.send("close");
  const Heard heard = client.hear(kClose);
  EXPECT_EQ(heard.close_code(), 4'000);
  EXPECT_EQ(heard.payload.substr(2), "as you wish");
}

TEST_F(WebSocketTest, a_server_that_goes_says_so_and_waits_for_nobody_long) {
  start();
  FrameClient polite(port());
  FrameClient silent(port());
  polite.send("x");
  polite.hear();
  silent.send("x");
  silent.hear();
  server_->stop();
  EXPECT_EQ(polite.hear(kClose).close_code(), 1001);
  polite.send(std::string("\x03\xe9", 2), kClose);
  EXPECT_EQ(polite.hear().opcode, -1);
  EXPECT_EQ(silent.hear(kClose).close_code(), 1001);
  runner_.join();
  EXPECT_EQ(closed_, 2);
}

}  // namespace
}  // namespace hurtrock::websocket
