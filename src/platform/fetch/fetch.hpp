#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/core/secret.hpp"

/// Calls to other services over HTTP(S), by libcurl. Blocks its thread for at most the given time. Certificates are
/// verified; proxies named in the environment are not used.
namespace hurtrock::fetch {

struct Call {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  Secret authorization;  ///< the whole value of the Authorization header; kept apart so that it is never logged
  std::string body;
  /// To a service of our own: X-Request-Id names the request that this thread works on, so that both logs name one.
  bool tells_request_id = false;
  std::chrono::milliseconds connect_timeout{3000};
  std::chrono::milliseconds timeout{15000};  ///< for the whole call
  std::size_t max_answer_bytes = 1024 * 1024;
};

/// What became of a call. Redirects are not followed.
struct Answer {
  enum class Outcome {
    kAnswered,  ///< `status` and `body` are there
    kNotSent,   ///< the request cannot have reached the service (no connection): safe to send again
    kUnknown,   ///< sent, at least in part, but no complete answer came: ask before sending again
  };
  Outcome outcome = Outcome::kNotSent;
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string error;                                         ///< for the log: what libcurl said
};

/// Thread-safe; connections are kept and shared between calls.
class Client {
 public:
  virtual ~Client() = default;
  /// Never throws for what the network or the service does. A malformed call (an address that is not http or https, a
  /// line break in a header) is answered with kNotSent. GET, HEAD, PUT, DELETE and OPTIONS may be sent once more by
  /// itself when a kept connection turns out to be dead; POST and PATCH never are.
  virtual Answer send(const Call& call) = 0;
};
std::unique_ptr<Client> make_client();

}  // namespace hurtrock::fetch
