#include "app/misspelt.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "platform/core/text.hpp"

namespace hurtrock::app {
namespace {

/// How many letters were left out, added, mistaken, or typed before their neighbour.
std::size_t slips_between(std::string_view typed, std::string_view meant) {
  std::vector<std::vector<std::size_t>> slips(typed.size() + 1, std::vector<std::size_t>(meant.size() + 1));
  for (std::size_t i = 0; i <= typed.size(); ++i)
    for (std::size_t j = 0; j <= meant.size(); ++j) {
      if (i == 0 || j == 0) {
        slips[i][j] = i + j;
        continue;
      }
      const bool is_same = typed[i - 1] == meant[j - 1];
      slips[i][j] = std::min({slips[i - 1][j] + 1, slips[i][j - 1] + 1, slips[i - 1][j - 1] + (is_same ? 0 : 1)});
      if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1])
        slips[i][j] = std::min(slips[i][j], slips[i - 2][j - 2] + 1);
    }
  return slips[typed.size()][meant.size()];
}

}  // namespace

std::optional<std::string> probably_meant(std::string_view typed, const std::set<std::string>& known) {
  constexpr std::size_t kShort = 6, kLongest = 40;
  if (typed.size() > kLongest) return std::nullopt;
  const std::string name = text::lower(typed);
  const auto slips = [&](const std::string& other) { return slips_between(name, text::lower(other)); };
  const auto nearest = std::ranges::min_element(known, {}, slips);
  if (nearest == known.end() || slips(*nearest) > (name.size() <= kShort ? 1U : 2U)) return std::nullopt;
  return *nearest;
}

}  // namespace hurtrock::app
