#include "shipping/area_words.hpp"

#include <algorithm>
#include <array>

#include "platform/core/text.hpp"

namespace hurtrock::shipping {
namespace {

constexpr std::size_t kLongestQuery = 100;
constexpr int kMostShortWords = 2;

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_in_word(char c) { return is_letter(c) || is_digit(c) || c == '\''; }

bool names_a_level(std::string_view word) {
  constexpr std::array<std::string_view, 8> kLevels{"kel",       "kelurahan", "desa",     "kec",
                                                    "kecamatan", "prov",      "provinsi", "propinsi"};
  return std::ranges::find(kLevels, word) != kLevels.end();
}

}  // namespace

std::vector<std::string> area_words(std::string_view query) {
  const std::string text = text::lower(text::shorten(query, kLongestQuery));
  std::vector<std::string> words;
  int short_words = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_in_word(text[end])) ++end;
    std::string word = text.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty() || words.size() == kMostAreaWords || std::ranges::find(words, word) != words.end()) continue;
    // Short words fit nearly every name: many of them cost time and narrow nothing down.
    if (word.size() < 3 && ++short_words > kMostShortWords) continue;
    words.push_back(std::move(word));
  }
  if (!std::ranges::all_of(words, names_a_level)) std::erase_if(words, names_a_level);
  std::ranges::sort(words, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  return words;
}

Fit fit(std::string_view name, std::string_view word) {
  Fit best = Fit::kNone;
  for (std::size_t at = name.find(word); at != std::string_view::npos; at = name.find(word, at + 1)) {
    if (at != 0 && is_in_word(name[at - 1])) {
      best = std::min(best, Fit::kInner);
      continue;
    }
    const std::size_t end = at + word.size();
    if (end == name.size() || !is_in_word(name[end])) return Fit::kWhole;
    best = std::min(best, Fit::kPrefix);
  }
  return best;
}

std::uint32_t letters_of(std::string_view lower_case) {
  std::uint32_t bits = 0;
  for (const char c : lower_case) {
    if (is_letter(c))
      bits |= 1U << (c - 'a');
    else if (is_digit(c))
      bits |= 1U << 26;
  }
  return bits;
}

std::string initials(std::string_view lower_case) {
  std::string letters;
  for (std::size_t i = 0; i < lower_case.size(); ++i)
    if (is_in_word(lower_case[i]) && (i == 0 || !is_in_word(lower_case[i - 1]))) letters += lower_case[i];
  return letters;
}

}  // namespace hurtrock::shipping
