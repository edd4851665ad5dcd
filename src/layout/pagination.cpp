#include "layout/pagination.hpp"

#include <algorithm>
#include <cstdlib>

namespace hurtrock::layout {

Pagination paginate(std::int64_t page, std::int64_t per_page, std::int64_t total,
                    const std::function<std::string(std::int64_t)>& url_of) {
  const std::int64_t last = std::max<std::int64_t>(1, (total + per_page - 1) / per_page);
  const std::int64_t current = std::clamp<std::int64_t>(page, 1, last);
  Pagination pagination;
  if (last == 1) return pagination;

  std::int64_t shown_before = 0;
  const auto show = [&](std::int64_t number) {
    pagination.links.push_back({.number = number,
                                .url = url_of(number),
                                .current = number == current,
                                .after_gap = number != shown_before + 1});
    shown_before = number;
  };
  show(1);
  for (std::int64_t number = std::max<std::int64_t>(2, current - 1); number <= std::min(current + 1, last - 1);
       ++number)
    show(number);
  show(last);

  if (current > 1) pagination.previous_url = url_of(current - 1);
  if (current < last) pagination.next_url = url_of(current + 1);
  return pagination;
}

}  // namespace hurtrock::layout
