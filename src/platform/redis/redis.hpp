#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/core/secret.hpp"

/// Messages between processes over a Redis server, by hiredis. Nothing here is kept: whoever is not listening misses
/// it.
namespace hurtrock::redis {

struct Address {
  std::string host;
  std::uint16_t port = 6379;
  std::string user;  ///< empty: the server's default
  Secret password;   ///< empty: none
};
/// "redis://[[user]:password@]host[:port][/number]"; nothing for anything else.
std::optional<Address> parse_address(std::string_view url);

/// Asks the server for a sign of life: what is wrong, without the password; nothing when all is well. Waits for at most
/// some seconds.
std::optional<std::string> wrong_with(const Address& address);

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
