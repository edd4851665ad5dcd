#pragma once

#include "app/config.hpp"
#include "platform/db/db.hpp"

/// For commands that change nothing: they make no database and bring none up to date.
namespace hurtrock::app {

/// How they open one.
inline constexpr db::Options kToLook{.connections = 1, .only_reads = true};

/// Throws std::runtime_error, with what to do, unless the shop's database is there and is this program's.
void demand_database(const Config& config);

}  // namespace hurtrock::app
