#pragma once

#include "platform/core/clock.hpp"

namespace hurtrock::jobs {

/// How long to wait after the attempt with this number (1 for the first) has failed: 2 s, doubled each time, 1 h at
/// most, of which a random part of up to one half is taken off so that what failed together does not return together.
microseconds retry_pause(int attempt);

}  // namespace hurtrock::jobs
