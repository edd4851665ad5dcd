#pragma once

#include <string>
#include <vector>

#include "catalog/search/search_counts.hpp"
#include "platform/db/db.hpp"

namespace hurtrock::catalog::search {

/// The sets of words that mean the same, in the order in which staff wrote them.
std::vector<std::string> synonym_sets(db::Tx& tx);

/// Adds to what is written down. At most kMostTextsADay different texts are kept for a day: whoever sends nonsense
/// without end fills no disk.
void add_counts(db::Tx& tx, const CountedTexts& counted);
inline constexpr std::int64_t kMostTextsADay = 20'000;

void forget_counts_before(db::Tx& tx, Time day);

}  // namespace hurtrock::catalog::search
