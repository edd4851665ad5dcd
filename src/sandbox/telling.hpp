#pragma once

#include <chrono>

namespace hurtrock::sandbox {

/// How a test wants the notifications about one change to travel.
struct Telling {
  bool told = true;  ///< false: lost on the way, for good
  int copies = 1;
  std::chrono::milliseconds delay{0};
  bool reversed = false;  ///< of several about one change the last one first; only Stripe sends several
};

}  // namespace hurtrock::sandbox
