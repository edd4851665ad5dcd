#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "admin/goods_history.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"

namespace hurtrock::admin {

/// What lies in the shop, by category. Every level has to be read to add it up, and any of them may have changed since,
/// so what was added up stands for half a minute and says as of when it is (docs/decisions/0076). One per process; any
/// thread.
class StockWorth {
 public:
  static constexpr std::chrono::seconds kStandsFor{30};

  struct Worth {
    std::int64_t pieces = 0;         ///< on hand
    Money value;                     ///< at the prices of that moment
    std::int64_t pieces_costed = 0;  ///< of them, those that an order to a supplier tells the cost of
    Money cost;                      ///< of those, at the last such cost
  };
  using ByCategory = std::map<std::int64_t, Worth>;
  struct Known {
    Time as_of;
    ByCategory categories;
  };
  /// Others wait while one adds up.
  std::shared_ptr<const Known> known(Time now, const std::function<ByCategory()>& add_up);

 private:
  std::mutex mutex_;
  std::shared_ptr<const Known> known_;
};

/// What a process remembers between reports.
struct ReportMemory {
  GoodsHistory goods = GoodsHistory{};
  StockWorth stock = {};
};

}  // namespace hurtrock::admin
