#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "platform/db/connection.hpp"

namespace hurtrock::db {

/// As `connect`, but what a connection takes longer for than `limit` is logged and counted: statements, by their text,
/// which holds no values, and beginning and ending transactions, where locks and disks are waited for. `count` outlives
/// the connections.
Connect watched(Connect connect, std::chrono::milliseconds limit, std::atomic<std::int64_t>& count);

}  // namespace hurtrock::db
