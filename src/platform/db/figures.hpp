#pragma once

#include "platform/db/db.hpp"

namespace hurtrock::db {

/// What monitoring is told of a database, by every program that has one. `Metrics` is platform/http's, which knows of
/// no database.
template <class Metrics>
void add_figures(Metrics& metrics, const Database::Stats& stats) {
  metrics.gauge("db_connections", "Open connections to the database", stats.open);
  metrics.gauge("db_connections_in_use", "Of these, those in use", stats.in_use);
  metrics.counter("db_waits_total", "Waits for a connection, or for SQLite's writer", stats.waits);
  metrics.counter("db_conflicts_total", "Transactions run again after a conflict", stats.conflicts);
  metrics.counter("db_reconnects_total", "Transactions run again on another connection", stats.reconnects);
  metrics.counter("db_slow_queries_total", "What took longer than SLOW_QUERY_MS", stats.slow);
}

}  // namespace hurtrock::db
