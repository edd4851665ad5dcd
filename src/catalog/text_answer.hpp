#pragma once

#include <string>
#include <vector>

#include "catalog/query.hpp"
#include "catalog/text_search.hpp"

namespace hurtrock::catalog {

/// What a list shows, and what it says beside it when it was asked for a text.
struct TextAnswer {
  Found found;
  std::string did_you_mean;
  std::vector<std::string> fewer_words;
};

/// By the index, or, while there is none, by the beginnings of words. Counts the search.
TextAnswer answer(const Snapshot& snapshot, const Query& query, TextSearch& search);

/// At most `limit` products for somebody who is still typing.
struct Suggestions {
  std::vector<int> products;
  std::string did_you_mean;
};
Suggestions suggest(const Snapshot& snapshot, std::string_view text, std::size_t limit, TextSearch& search);

}  // namespace hurtrock::catalog
