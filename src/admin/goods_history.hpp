#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "platform/core/clock.hpp"

namespace hurtrock::admin {

/// What was sold of which product on days that are over, kept in memory so that any stretch of them is added up in
/// milliseconds (docs/decisions/0076). A day is taken from the database when somebody first asks for it: the first
/// report of a year after a start of the process waits half a second for that. One per process; any thread.
class GoodsHistory {
 public:
  /// 24 bytes each, so 120 MB: what a shop sells in sixteen years that sells 800 different products a day.
  static constexpr std::size_t kMostRows = 5'000'000;
  explicit GoodsHistory(std::size_t most_rows = kMostRows) : most_rows_(most_rows) {}

  /// A day as the database has it. Whoever empties the sums has it counted anew, at another moment.
  struct Day {
    Time day, counted_at;
  };
  /// Less those whose price went back; the amount in rupiah.
  struct Goods {
    std::int64_t pieces = 0, amount = 0;
  };
  struct Sold {
    std::int64_t product = 0;
    Goods goods;
  };
  struct Sum {
    std::int64_t product = 0;
    bool sold = false;  ///< there was something, and be it that it adds up to nothing
    Goods now, before;
  };

  class Held;
  using Load = std::function<std::vector<Sold>(Time day)>;
  /// These days, oldest first, and maybe others. What is missing of them is loaded, while others who miss something
  /// wait. Nullptr: they go further back than what can be held.
  std::shared_ptr<const Held> hold(const std::vector<Day>& days, const Load& load);

 private:
  [[nodiscard]] std::shared_ptr<const Held> held() const;
  [[nodiscard]] std::shared_ptr<const Held> with(const Held& old, const std::vector<Day>& days, const Load& load) const;

  const std::size_t most_rows_;
  std::mutex loading_;        ///< taken before the other
  mutable std::mutex mutex_;  ///< only for a moment
  std::shared_ptr<const Held> held_ = std::make_shared<const Held>();
};

/// Never changes.
class GoodsHistory::Held {
 public:
  /// Of each product that was ever held, its days from `from` on apart from those before. A product's place is that of
  /// its number.
  [[nodiscard]] std::vector<Sum> sums(const std::vector<Day>& days, Time from) const;
  [[nodiscard]] std::optional<std::size_t> number_of(std::int64_t product) const;

 private:
  friend class GoodsHistory;
  /// Products are numbered as they are met, so that adding up needs no search.
  struct Row {
    std::uint32_t number = 0;
    Goods goods;
  };
  struct DayRows {
    Time counted_at;
    std::vector<Row> rows;
  };

  [[nodiscard]] bool has(const Day& day) const;
  [[nodiscard]] bool has_all(const std::vector<Day>& days) const;
  [[nodiscard]] bool reaches(const std::vector<Day>& days) const { return days.empty() || days.front().day >= reach_; }
  void put(const Day& day, const std::vector<Sold>& sold);
  void drop_oldest();

  std::map<Time, std::shared_ptr<const DayRows>> days_;
  std::size_t rows_ = 0;
  Time reach_ = Time::min();  ///< days before were too many
  std::vector<std::int64_t> products_;
  std::unordered_map<std::int64_t, std::uint32_t> numbers_;
};

}  // namespace hurtrock::admin
