#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hurtrock::layout {

/// Links to the pages of a list: always the first, the last and the neighbours of the current one.
struct Pagination {
  struct Link {
    std::int64_t number = 0;
    std::string url;
    bool current = false;
    bool after_gap = false;  ///< pages were left out before this one
  };
  std::vector<Link> links;             ///< empty: everything fits on one page and nothing is shown
  std::string previous_url, next_url;  ///< empty at the ends
};

/// `page` counts from 1 and is brought into range; `url_of` makes the address of a page.
Pagination paginate(std::int64_t page, std::int64_t per_page, std::int64_t total,
                    const std::function<std::string(std::int64_t)>& url_of);

}  // namespace hurtrock::layout
