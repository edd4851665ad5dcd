#pragma once

#include <cstddef>
#include <string_view>

#include "admin/filter_words.hpp"

namespace hurtrock::admin {

/// A field of a list's address that was chosen elsewhere, with a tab, and that a search leaves as it is. Empty value:
/// nothing was chosen.
struct KeptField {
  std::string_view name, value;
};

/// The search above a list that nothing else is typed for.
struct ListSearch {
  std::string_view list;         ///< its path
  std::string_view label;        ///< text of the field
  std::string_view called = {};  ///< text: what the search itself is called; empty: as its field
  KeptField kept = {};
  std::string_view search;
  std::string_view clear_url;            ///< empty: nothing is looked for
  std::size_t longest = kLongestSearch;  ///< characters
};

}  // namespace hurtrock::admin
