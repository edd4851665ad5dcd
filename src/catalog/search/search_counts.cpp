#include "catalog/search/search_counts.hpp"

#include <algorithm>

#include "platform/core/text.hpp"

namespace hurtrock::catalog::search {
namespace {

constexpr std::size_t kLongestText = 100;  // characters, as the field takes
constexpr std::ptrdiff_t kFewestDigitsOfANumber = 8;

std::string normalised(std::string_view text) {
  std::string words;
  const std::string lower = text::lower(text);
  for (const auto word : text::split(lower, ' '))
    if (const auto trimmed = text::trim(word); !trimmed.empty()) (words += words.empty() ? "" : " ") += trimmed;
  return std::string(text::shorten(words, kLongestText));
}

bool may_be_personal(std::string_view text) {
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text.contains('@') || digits >= kFewestDigitsOfANumber;
}

}  // namespace

void SearchCounts::add(std::string_view text, std::int64_t found, Time now) {
  std::string words = normalised(text);
  if (words.empty() || !text::is_printable(words) || may_be_personal(words)) return;
  std::pair key{std::move(words), start_of_wib_day(now)};
  const std::lock_guard lock(mutex_);
  auto known = texts_.find(key);
  if (known == texts_.end()) {
    if (texts_.size() == kMostTexts) return;
    known = texts_.emplace(std::move(key), Counted{}).first;
  }
  ++known->second.searches;
  if (found == 0) ++known->second.without_result;
}

CountedTexts SearchCounts::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(texts_, {});
}

void SearchCounts::put_back(CountedTexts counted) {
  const std::lock_guard lock(mutex_);
  for (auto& [key, count] : counted) {
    if (texts_.size() == kMostTexts && !texts_.contains(key)) continue;
    Counted& sum = texts_[key];
    sum.searches += count.searches;
    sum.without_result += count.without_result;
  }
}

}  // namespace hurtrock::catalog::search
