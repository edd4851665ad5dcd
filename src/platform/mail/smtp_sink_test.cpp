#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "platform/mail/smtp_sink.hpp"

namespace hurtrock::mail::testing {
namespace {

/// Lines from a socket, until the client leaves or the test ends.
class Lines {
 public:
  Lines(int fd, const std::stop_token& stop) : fd_(fd), stop_(stop) {}

  std::optional<std::string> next() {
    for (std::size_t end = 0;;) {
      if ((end = buffer_.find("\r\n")) != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
      }
      pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
      while (::poll(&waiting, 1, 20) <= 0)
        if (stop_.stop_requested()) return std::nullopt;
      char chunk[4096];
      const ssize_t got = ::recv(fd_, chunk, sizeof chunk, 0);
      if (got <= 0) return std::nullopt;
      buffer_.append(chunk, static_cast<std::size_t>(got));
    }
  }

 private:
  int fd_;
  const std::stop_token& stop_;
  std::string buffer_;
};

}  // namespace

SmtpSink::SmtpSink(std::string rcpt_reply, std::string data_reply)
    : rcpt_reply_(std::move(rcpt_reply)), data_reply_(std::move(data_reply)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
  ::listen(listener_, 16);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread{[this](const std::stop_token& stop) { serve(stop); }};
}

SmtpSink::~SmtpSink() { stop(); }

void SmtpSink::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  ::close(listener_);
}

std::vector<SmtpSink::Received> SmtpSink::received() const {
  const std::scoped_lock lock{mutex_};
  return received_;
}

void SmtpSink::serve(const std::stop_token& stop) {
  pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
  while (!stop.stop_requested()) {
    if (::poll(&waiting, 1, 20) <= 0) continue;
    const int connection = ::accept(listener_, nullptr, nullptr);
    converse(connection, stop);
    ::close(connection);
  }
}

void SmtpSink::converse(int connection, const std::stop_token& stop) {
  const auto reply = [&](const std::string& text) {
    const std::string line = text + "\r\n";
    ::send(connection, line.data(), line.size(), MSG_NOSIGNAL);
  };
  Lines lines{connection, stop};
  std::vector<std::string> commands;
  reply("220 sink");
  while (auto command = lines.next()) {
    commands.push_back(*command);
    if (command->starts_with("EHLO")) {
      reply("250-sink\r\n250 AUTH PLAIN");
    } else if (command->starts_with("RCPT")) {
      reply(rcpt_reply_);
    } else if (command->starts_with("AUTH")) {
      reply("334 ");
      commands.push_back(lines.next().value_or(""));
      reply("235 welcome");
    } else if (*command == "DATA") {
      reply("354 go on");
      std::string message;
      for (auto line = lines.next(); line && *line != "."; line = lines.next())
        message.append(line->starts_with('.') ? line->substr(1) : *line).append("\r\n");
      {
        const std::scoped_lock lock{mutex_};
        received_.push_back({.commands = commands, .message = std::move(message)});
      }
      reply(data_reply_);
    } else if (*command == "QUIT") {
      reply("221 bye");
      return;
    } else {
      reply("250 ok");
    }
  }
}

}  // namespace hurtrock::mail::testing
