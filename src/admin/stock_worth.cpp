#include "admin/stock_worth.hpp"

#include <chrono>

namespace hurtrock::admin {

std::shared_ptr<const StockWorth::Known> StockWorth::known(Time now, const std::function<ByCategory()>& add_up) {
  const std::lock_guard lock(mutex_);
  // Whoever waited here has an earlier time than the one who added up; a clock that was set back may have any.
  if (!known_ || std::chrono::abs(now - known_->as_of) >= kStandsFor)
    known_ = std::make_shared<const Known>(Known{now, add_up()});
  return known_;
}

}  // namespace hurtrock::admin
