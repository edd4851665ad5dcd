#pragma once

#include <chrono>
#include <functional>

#include "platform/core/clock.hpp"
#include "platform/fetch/fetch.hpp"

namespace hurtrock::payments {

/// How long one function of a provider may take, and how often it is tried.
struct Patience {
  std::chrono::milliseconds call_timeout{15'000};   ///< for one try
  std::chrono::milliseconds total_timeout{25'000};  ///< for all tries of one function together
  int tries = 3;
  /// Waits between tries; tests put something quicker here.
  std::function<void(std::chrono::milliseconds)> sleep = {};
};

/// Sends `call`, and again after growing pauses (or the one that the provider asks for) while `worth_another_try` says
/// so and patience lasts. The answer of the last try. Thread-safe.
fetch::Answer send_with_retries(fetch::Client& client, const Clock& clock, const Patience& patience, fetch::Call call,
                                const std::function<bool(const fetch::Answer&)>& worth_another_try);

/// A header of the answer, or "". `name` is in lower case.
std::string_view header_of(const fetch::Answer& answer, std::string_view name);

}  // namespace hurtrock::payments
