#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace hurtrock::app {

/// The address that a server of ours takes for that host, in digits; nothing when there is none. May wait for name
/// servers, for as long as they take; of an address in digits it is the address, at once.
std::optional<std::string> address_of(const std::string& host);

/// Why this process could not listen there now, as errno has it; 0 when it could. `host` as in Config.
int why_not_listen(const std::string& host, std::uint16_t port);

enum class SignOfLife : std::uint8_t {
  kAnswers,
  kRefuses,    ///< nobody listens
  kSilent,     ///< somebody should, and does not answer in time
  kIsAnother,  ///< somebody answers, but does not say that it is the one who was asked
};
struct Health {
  SignOfLife sign = SignOfLife::kRefuses;
  std::string mark;  ///< by which an answer says whose it is (mark.hpp); empty: it does not
};
/// Asks for /healthz at that port of ours; any answer is one. Waits for at most `patience`.
Health ask_for_health(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience);

/// Whether a service of this program answers its /healthz there, and not somebody else. Waits for at most three
/// seconds.
bool is_one_of_ours(const std::string& url);

}  // namespace hurtrock::app
