#pragma once

#include <string>
#include <vector>

#include "app/config.hpp"

namespace hurtrock::app {

/// Runs the parts of the shop as child processes of this program: starts them, restarts one that dies (at once, then
/// with growing pauses while it keeps dying), ends one that does not answer any more, passes SIGTERM on and waits for
/// them to drain. Answers the exit status.
int run_launcher(const Config& config);

}  // namespace hurtrock::app
