#include "catalog/search/words.hpp"

#include <algorithm>
#include <iterator>

#include "platform/core/text.hpp"

namespace hurtrock::catalog::search {
namespace {

constexpr std::string_view kFillers[] = {"a",   "an", "atau", "buat", "dan", "dari",  "dengan", "di",
                                         "for", "in", "ke",   "of",   "on",  "or",    "pada",   "and",
                                         "the", "to", "utk",  "yang", "yg",  "untuk", "with"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_latin(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "les-paul-24k" -> "les", "paul", "24", "k".
std::vector<std::string> pieces_of(std::string_view slug) {
  std::vector<std::string> pieces(1);
  for (std::size_t i = 0; i < slug.size(); ++i) {
    const bool border = i > 0 && is_digit(slug[i]) != is_digit(slug[i - 1]);
    if ((slug[i] == '-' || border) && !pieces.back().empty()) pieces.emplace_back();
    if (slug[i] != '-') pieces.back() += slug[i];
  }
  return pieces;
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::vector<Word> words_of(std::string_view text, std::size_t most) {
  std::vector<Word> words;
  while (words.size() < most) {
    const auto* const begin = std::ranges::find_if_not(text, is_blank);
    if (begin == text.end()) break;
    const auto* const end = std::find_if(begin, text.end(), is_blank);
    const std::string_view typed(begin, end);
    text = std::string_view(end, text.end());

    const std::string slug = text::slug(typed);
    // A slug is never empty: it says "x" where there is nothing to say.
    if (slug == "x" && std::ranges::none_of(typed, is_latin)) continue;
    Word word;
    word.pieces = pieces_of(slug);
    for (const std::string& piece : word.pieces) word.joined += piece;
    if (word.pieces.size() == 1) word.pieces.clear();
    words.push_back(std::move(word));
  }
  return words;
}

std::string join(const std::vector<Word>& words) {
  std::string joined;
  for (const Word& word : words) joined += word.joined;
  return joined;
}

bool is_filler(std::string_view word) { return std::ranges::find(kFillers, word) != std::end(kFillers); }

}  // namespace hurtrock::catalog::search
