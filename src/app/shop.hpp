#pragma once

#include "app/config.hpp"

namespace hurtrock::app {

/// Runs the shop until SIGTERM or SIGINT, then answers what is in flight and stops. Answers the exit status.
int run_shop(const Config& config);

/// Runs the payment sandbox the same way. Development only.
int run_sandbox(const Config& config);

/// Runs the chat service the same way.
int run_chat(const Config& config);

/// Brings an older database of the shop up to date.
int run_migrations(const Config& config);

}  // namespace hurtrock::app
