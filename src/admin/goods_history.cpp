#include "admin/goods_history.hpp"

#include <algorithm>
#include <ranges>

namespace hurtrock::admin {

std::shared_ptr<const GoodsHistory::Held> GoodsHistory::hold(const std::vector<Day>& days, const Load& load) {
  auto now = held();
  if (now->reaches(days) && !now->has_all(days)) {
    const std::lock_guard one_loads(loading_);
    now = held();  // whoever loaded before may have loaded the same
    if (now->reaches(days) && !now->has_all(days)) {
      now = with(*now, days, load);
      const std::lock_guard lock(mutex_);
      held_ = now;
    }
  }
  return now->reaches(days) ? now : nullptr;
}

std::shared_ptr<const GoodsHistory::Held> GoodsHistory::held() const {
  const std::lock_guard lock(mutex_);
  return held_;
}

std::shared_ptr<const GoodsHistory::Held> GoodsHistory::with(const Held& old, const std::vector<Day>& days,
                                                             const Load& load) const {
  auto grown = std::make_shared<Held>(old);
  // The newest first: when there is no room for all, it is the oldest that stay out.
  for (const Day& day : days | std::views::reverse) {
    if (day.day < grown->reach_) break;
    if (grown->has(day)) continue;
    grown->put(day, load(day.day));
    while (grown->rows_ > most_rows_) grown->drop_oldest();
  }
  return grown;
}

bool GoodsHistory::Held::has(const Day& day) const {
  const auto found = days_.find(day.day);
  return found != days_.end() && found->second->counted_at == day.counted_at;
}

bool GoodsHistory::Held::has_all(const std::vector<Day>& days) const {
  return std::ranges::all_of(days, [&](const Day& day) { return has(day); });
}

void GoodsHistory::Held::put(const Day& day, const std::vector<Sold>& sold) {
  auto taken = std::make_shared<DayRows>();
  taken->counted_at = day.counted_at;
  taken->rows.reserve(sold.size());
  for (const auto& [product, goods] : sold) {
    const auto [number, is_new] = numbers_.try_emplace(product, static_cast<std::uint32_t>(products_.size()));
    if (is_new) products_.push_back(product);
    taken->rows.push_back({number->second, goods});
  }
  auto& place = days_[day.day];
  if (place) rows_ -= place->rows.size();
  rows_ += taken->rows.size();
  place = std::move(taken);
}

void GoodsHistory::Held::drop_oldest() {
  const auto oldest = days_.begin();
  rows_ -= oldest->second->rows.size();
  reach_ = oldest->first + std::chrono::days{1};
  days_.erase(oldest);
}

std::vector<GoodsHistory::Sum> GoodsHistory::Held::sums(const std::vector<Day>& days, Time from) const {
  std::vector<Sum> added(products_.size());
  for (std::size_t number = 0; number < products_.size(); ++number) added[number].product = products_[number];
  for (const Day& day : days) {
    const auto side = day.day >= from ? &Sum::now : &Sum::before;
    for (const auto& [number, goods] : days_.at(day.day)->rows) {
      Sum& sum = added[number];
      sum.sold = true;
      (sum.*side).pieces += goods.pieces;
      (sum.*side).amount += goods.amount;
    }
  }
  return added;
}

std::optional<std::size_t> GoodsHistory::Held::number_of(std::int64_t product) const {
  const auto found = numbers_.find(product);
  return found == numbers_.end() ? std::nullopt : std::optional<std::size_t>{found->second};
}

}  // namespace hurtrock::admin
