#pragma once

#include <chrono>
#include <functional>
#include <mutex>

#include "admin/store.hpp"
#include "platform/core/clock.hpp"

namespace hurtrock::admin {

/// How many goods and accounts there are. To count them a database looks at each: of a large shop that takes as long as
/// all else on the overview, and nobody sees one more or less (docs/decisions/0085). One per process; any thread.
class TotalsMemory {
 public:
  /// Up to so many, of both together, are counted anew each time.
  static constexpr std::int64_t kCountedAnew = 20'000;
  static constexpr std::chrono::minutes kStandsFor{1};

  store::Totals known(Time now, const std::function<store::Totals()>& count);

 private:
  std::mutex mutex_;  ///< not held while counting
  Time counted_at_;
  store::Totals totals_;
};

}  // namespace hurtrock::admin
