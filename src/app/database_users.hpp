#pragma once

#include <optional>
#include <string>

#include "app/config.hpp"

/// Who is at work on a database beside this process.
namespace hurtrock::app {

/// Whether any process but this one has that database open, on a PostgreSQL on whatever machine. PostgreSQL tells of a
/// connection for a moment after its end: that is waited for, for a second at most.
bool is_used_by_others(const std::string& url);

/// That a shop is running on the configured database whose SESSION_SECRET is another one: a sentence with what to do.
/// Nothing after a change on purpose, for which all are stopped, nor where nobody can be asked.
std::optional<std::string> another_secret_at_work(const Config& config);

}  // namespace hurtrock::app
