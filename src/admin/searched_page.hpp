#pragma once

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// Which page of a list that is short for a database and long for a screen: suppliers, synonyms. It is searched by
/// words and turned by numbers; skipping its first pages costs nothing.
struct SearchedPage {
  static constexpr std::int64_t kRows = 50, kLast = 1'000;

  std::string search;     ///< at most kLongestSearch characters, trimmed
  std::int64_t page = 1;  ///< from 1 to kLast

  /// From the query; what cannot be read counts as not said.
  static SearchedPage read(const http::Fields& query);
  [[nodiscard]] std::int64_t skipped() const { return (page - 1) * kRows; }
  /// Of `list`, "/admin/suppliers".
  [[nodiscard]] std::string address(std::string_view list) const;
};

/// The search above such a list and the ways below it.
struct SearchedPageView {
  std::string list, search;
  std::string clear_url;               ///< empty: nothing is looked for
  std::string previous_url, next_url;  ///< empty at the ends
};

/// Takes away the row too many that says that there are others.
template <class Rows>
SearchedPageView turned(const SearchedPage& asked, std::string_view list, Rows& rows) {
  SearchedPageView view{.list = std::string(list),
                        .search = asked.search,
                        .clear_url = asked.search.empty() ? std::string{} : std::string(list),
                        .previous_url = {},
                        .next_url = {}};
  if (asked.page > 1) view.previous_url = SearchedPage{asked.search, asked.page - 1}.address(list);
  if (std::ssize(rows) > SearchedPage::kRows) {
    rows.pop_back();
    if (asked.page < SearchedPage::kLast) view.next_url = SearchedPage{asked.search, asked.page + 1}.address(list);
  }
  return view;
}

}  // namespace hurtrock::admin
