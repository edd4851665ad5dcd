#pragma once

#include <optional>
#include <string>

namespace hurtrock::app {

/// Whether a Redis answers at "redis://[[user]:password@]host[:port][/number]": nothing when it does, otherwise why
/// not. Waits for at most three seconds, apart from looking the name up.
std::optional<std::string> redis_trouble(const std::string& url);

}  // namespace hurtrock::app
