#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/core/secret.hpp"

/// Messages between processes over a Redis server, by hiredis. Nothing here is kept: whoever is not listening misses
/// it. What is asked of the server stands in questions.hpp.
namespace hurtrock::redis {

struct Address {
  std::string host;
  std::uint16_t port = 6379;
  std::string user;  ///< empty: the server's default
  Secret password;   ///< empty: none
};
/// "redis://[[user]:password@]host[:port][/number]"; nothing for anything else.
std::optional<Address> parse_address(std::string_view url);

/// Why a server is of no use.
struct Trouble {
  enum class Kind : std::uint8_t {
    kUnreachable,  ///< nobody answers there, or not in time
    kNotRedis,     ///< what answers speaks otherwise
    kWantsPassword,
    kRefusesPassword,
    kRefuses,  ///< for another reason: it is still loading, has too many clients, does not let us
  };
  Kind kind = Kind::kUnreachable;
  std::string what;  ///< for the log: what was said, without the password
};
/// Asks the server for a sign of life; nothing when all is well. Waits for at most some seconds, apart from looking the
/// name up.
std::optional<Trouble> trouble_with(const Address& address);

/// A channel that this process speaks and listens on, on two threads of its own. Comes back by itself for as long as it
/// takes when the server goes.
class Channel {
 public:
  struct Listener {
    /// On the listening thread; what this process says is heard, too.
    std::function<void(std::string_view message)> received;
    /// The same, each time that listening begins: what was said before has been missed.
    std::function<void()> listening;
  };
  Channel(Address address, std::string name, Listener listener);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// Before this nothing is heard.
  void start();
  /// Waits for both threads, at most some seconds.
  void stop();
  /// Any thread; does not wait. Dropped when the server is away or too much waits; a message like the one that waits
  /// before it is the same message.
  void publish(std::string message);
  [[nodiscard]] bool is_listening() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hurtrock::redis
