#include "admin/totals_memory.hpp"

namespace hurtrock::admin {

store::Totals TotalsMemory::known(Time now, const std::function<store::Totals()>& count) {
  {
    const std::scoped_lock lock{mutex_};
    // A clock that was set back may have any time.
    if (totals_.products + totals_.accounts > kCountedAnew && std::chrono::abs(now - counted_at_) < kStandsFor)
      return totals_;
  }
  const store::Totals counted = count();
  const std::scoped_lock lock{mutex_};
  counted_at_ = now;
  totals_ = counted;
  return counted;
}

}  // namespace hurtrock::admin
