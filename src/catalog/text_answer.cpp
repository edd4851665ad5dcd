#include "catalog/text_answer.hpp"

#include <algorithm>
#include <utility>

namespace hurtrock::catalog {
namespace {

// What many products have is found among these; what few have costs the index little.
constexpr std::size_t kBestsellersLookedAt = 2'000;

/// Turning a page or choosing a filter is still the same search.
bool is_first_look(const Query& query) {
  return query.page == 1 && query.brands.empty() && !query.category && !query.min_price && !query.max_price &&
         !query.in_stock && query.sort == Sort::kRelevance;
}

}  // namespace

TextAnswer answer(const Snapshot& snapshot, const Query& query, TextSearch& search) {
  if (query.text.empty()) return {.found = find(snapshot, query, Specs::kCounted)};
  auto match = search.match(snapshot, query.text);
  TextAnswer answer{.found = match ? find(snapshot, query, *match, Specs::kCounted)
                                   : find(snapshot, query, Specs::kCounted)};
  if (match) {
    answer.did_you_mean = std::move(match->did_you_mean);
    answer.fewer_words = std::move(match->fewer_words);
  }
  if (is_first_look(query)) search.count(query.text, answer.found.total);
  return answer;
}

Suggestions suggest(const Snapshot& snapshot, std::string_view text, std::size_t limit, TextSearch& search) {
  Suggestions suggestions{.products = bestsellers_that_fit(snapshot, text, limit, kBestsellersLookedAt)};
  if (text.empty() || suggestions.products.size() == limit) return suggestions;
  auto match = search.match(snapshot, text);
  if (!match) return suggestions;
  suggestions.products.assign(
      match->best_first.begin(),
      match->best_first.begin() + static_cast<std::ptrdiff_t>(std::min(limit, match->best_first.size())));
  suggestions.did_you_mean = std::move(match->did_you_mean);
  return suggestions;
}

}  // namespace hurtrock::catalog
