#pragma once

#include "app/config.hpp"

namespace hurtrock::app {

/// What `hurtrock serve` says at its start, before its parts write their logs: where the shop is, how one logs in, and
/// what is wrong with its databases, as far as these can be asked. Changes nothing; waits for some seconds at most.
void greet(const Config& config);

}  // namespace hurtrock::app
