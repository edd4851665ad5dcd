#pragma once

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hurtrock::mail::testing {

/// A mail server on a loopback port that keeps what it is given. For tests.
class SmtpSink {
 public:
  /// `rcpt_reply` answers every RCPT command, `data_reply` the end of every message.
  explicit SmtpSink(std::string rcpt_reply = "250 ok", std::string data_reply = "250 taken");
  ~SmtpSink();
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  /// Closes the port: connections are refused from now on.
  void stop();

  struct Received {
    std::vector<std::string> commands;  ///< of its connection so far
    std::string message;                ///< dots unstuffed, CRLF kept
  };
  [[nodiscard]] std::vector<Received> received() const;

 private:
  void serve(const std::stop_token& stop);
  void converse(int connection, const std::stop_token& stop);

  std::string rcpt_reply_, data_reply_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<Received> received_;
  std::jthread thread_;
};

}  // namespace hurtrock::mail::testing
