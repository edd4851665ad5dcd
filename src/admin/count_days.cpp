#include "admin/count_days.hpp"

#include "admin/sales.hpp"

namespace hurtrock::admin {
namespace {

/// Whoever stops the shop waits for a call to end.
constexpr int kMostAtOnce = 300;

}  // namespace

void count_finished_days(db::Database& database, const Clock& clock) {
  for (int counted = 0; counted < kMostAtOnce; ++counted)
    if (!database.write([&](db::Tx& tx) { return store::count_a_day(tx, clock.now()); })) return;
}

}  // namespace hurtrock::admin
