#pragma once

#include <chrono>
#include <thread>

#include "platform/db/error.hpp"

namespace hurtrock::jobs {

/// How long a database that is out of reach is waited for: longer than one takes to restart or to fail over, and much
/// shorter than a lease.
struct Patience {
  int tries = 60;
  std::chrono::milliseconds pause{500};
};

/// Writes down what has been done and must not be done again, with the caller's lease still on it: `write` is called
/// until the database has taken it. Given up, the work would be done once more when the lease ends. `write` bears to be
/// called again after a commit whose answer was lost. What is not about the connection is thrown at once.
template <class Write>
auto write_down(Write&& write, const Patience& patience = {}) {
  for (int tries = 1;; ++tries) {
    try {
      return write();
    } catch (const db::Error& error) {
      const bool out_of_reach =
          error.kind() == db::ErrorKind::kUnavailable || error.kind() == db::ErrorKind::kOutcomeUnknown;
      if (!out_of_reach || tries >= patience.tries) throw;
    }
    std::this_thread::sleep_for(patience.pause);
  }
}

}  // namespace hurtrock::jobs
