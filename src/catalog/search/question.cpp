#include "catalog/search/question.hpp"

#include <xapian.h>

#include <algorithm>

#include "catalog/search/terms.hpp"

namespace hurtrock::catalog::search {
namespace {

// How much each way of having a word counts. Chosen by tests/stores/search_quality_cases.txt.
constexpr double kAsTyped = 1.0;
constexpr double kOfBrand = 3.0;
constexpr double kOfName = 2.0;
constexpr double kOfCategory = 1.5;
constexpr double kByStem = 0.5;
constexpr double kInPieces = 0.7;
constexpr double kByBeginning = 0.5;
constexpr double kBySynonym = 0.8;
constexpr double kAsWhole = 6.0;
constexpr double kAsWholeSynonym = 4.0;

// Of shorter beginnings there are too many.
constexpr std::size_t kShortestBeginning = 2;

Expression of_term(std::string_view where, const std::string& word) {
  return {.kind = Expression::Kind::kTerm, .term = term(where, std::string_view(word).substr(0, kLongestTerm))};
}

Expression beginning_with(std::string_view where, const std::string& word) {
  return {.kind = Expression::Kind::kBeginning, .term = term(where, word)};
}

Expression by_stem(const std::string& word) {
  return scaled(kByStem,
                any_of({of_term(kEnglishStem, english_stem(word)), of_term(kIndonesianStem, indonesian_stem(word))}));
}

/// Category names are asked for by the stem, too: "guitar" is "Guitars". A word that is its own stem is both at once.
Expression by_category(const std::string& word) {
  const std::string stem = english_stem(word);
  if (stem == word) return scaled(2 * kOfCategory, of_term(kInCategory, word));
  return scaled(kOfCategory, any_of({of_term(kInCategory, word), of_term(kInCategory, stem)}));
}

Expression by_name(const std::string& word) {
  return any_of({scaled(kAsTyped, of_term(kAnywhere, word)), scaled(kOfBrand, of_term(kInBrand, word)),
                 scaled(kOfName, of_term(kInName, word)), scaled(kOfName, of_term(kJoined, word)), by_category(word)});
}

/// A synonym is a word of the language, and those rarely stand in brands and models; every way less is time saved where
/// half the shop matches.
Expression by_language(const std::string& word) {
  return any_of({scaled(kAsTyped, of_term(kAnywhere, word)), by_category(word),
                 scaled(kByStem, of_term(kEnglishStem, english_stem(word)))});
}

Expression by_phrase(const Synonyms::Phrase& phrase) {
  std::vector<Expression> words;
  words.reserve(phrase.size());
  for (const std::string& word : phrase) words.push_back(by_language(word));
  return words.size() == 1 ? std::move(words.front()) : all_of(std::move(words));
}

std::string joined(const Synonyms::Phrase& phrase) {
  std::string whole;
  for (const std::string& word : phrase) whole += word;
  return whole;
}

/// Something is called exactly so.
Expression whole(const std::string& text) {
  return best_of({of_term(kWhole, text), of_term(kWholeCategory, english_stem(text))});
}

}  // namespace

Question::Question(const Xapian::Database& index, const Synonyms& synonyms, std::vector<Word> words)
    : index_(index), synonyms_(synonyms), words_(std::move(words)), other_names_(synonyms.in(words_)) {}

Expression Question::every_word() const {
  std::vector<Expression> words;
  words.reserve(words_.size());
  for (std::size_t i = 0; i < words_.size(); ++i) words.push_back(one_word(i));
  return all_of(std::move(words));
}

Expression Question::one_word(std::size_t place) const {
  const Word& word = words_[place];
  std::vector<Expression> ways{by_name(word.joined), by_stem(word.joined)};
  if (!word.pieces.empty()) {
    std::vector<Expression> pieces;
    for (const std::string& piece : word.pieces) pieces.push_back(by_name(piece));
    ways.push_back(scaled(kInPieces, all_of(std::move(pieces))));
  }
  // A word that products have is meant as it stands; any other may be still being typed.
  if (word.joined.size() >= kShortestBeginning && !index_.term_exists(word.joined)) {
    ways.push_back(scaled(kByBeginning, beginning_with(kAnywhere, word.joined)));
    ways.push_back(scaled(kByBeginning * kOfBrand, beginning_with(kInBrand, word.joined)));
  }
  for (const std::string& both : with_neighbours(place)) ways.push_back(by_name(both));
  for (const auto& [first, count, others] : other_names_)
    if (place >= first && place < first + count)
      for (const Synonyms::Phrase& other : others) ways.push_back(scaled(kBySynonym, by_phrase(other)));
  return any_of(std::move(ways));
}

Expression Question::whole_text() const {
  std::vector<Expression> wholes{scaled(kAsWhole, whole(join(words_)))};
  for (const auto& [first, count, others] : other_names_)
    if (count == words_.size())
      for (const Synonyms::Phrase& other : others) wholes.push_back(scaled(kAsWholeSynonym, whole(joined(other))));
  if (words_.size() > 1)
    for (const Word& word : words_) wholes.push_back(whole(word.joined));
  return best_of(std::move(wholes));
}

std::vector<std::string> Question::whole_names() const {
  std::vector<std::string> names{join(words_)};
  for (const auto& [first, count, others] : other_names_)
    if (count == words_.size())
      for (const Synonyms::Phrase& other : others) names.push_back(joined(other));
  return names;
}

Question::Known Question::known(std::size_t place) const {
  const Word& word = words_[place];
  const auto& text = word.joined;
  const bool renamed = std::ranges::any_of(other_names_, [&](const Synonyms::Found& found) {
    return place >= found.first && place < found.first + found.count;
  });
  if (renamed || index_.term_exists(term(kWhole, text)) || index_.term_exists(term(kJoined, text)) ||
      begins_a_term(kInBrand, text) || begins_a_term(kInName, text) || begins_a_term(kInCategory, text) ||
      index_.term_exists(term(kInCategory, english_stem(text))) || has_pieces(word) ||
      std::ranges::any_of(with_neighbours(place), [&](const auto& both) {
        return index_.term_exists(both) || index_.term_exists(term(kJoined, both));
      }))
    return Known::kNamed;
  if (begins_a_term(kAnywhere, text) || index_.term_exists(term(kEnglishStem, english_stem(text))) ||
      index_.term_exists(term(kIndonesianStem, indonesian_stem(text))))
    return Known::kMentioned;
  return Known::kUnknown;
}

bool Question::begins_a_term(std::string_view where, const std::string& word) const {
  if (index_.term_exists(term(where, word))) return true;
  if (word.size() < kShortestBeginning) return false;
  const std::string beginning = term(where, word);
  return index_.allterms_begin(beginning) != index_.allterms_end(beginning);
}

bool Question::has_pieces(const Word& word) const {
  return !word.pieces.empty() && std::ranges::all_of(word.pieces, [&](const std::string& piece) {
    return index_.term_exists(term(kInName, piece)) || index_.term_exists(term(kInBrand, piece));
  });
}

/// "big sky" is written in one by the maker: each of the two may be the other's half.
std::vector<std::string> Question::with_neighbours(std::size_t place) const {
  std::vector<std::string> both;
  if (place > 0) both.push_back(words_[place - 1].joined + words_[place].joined);
  if (place + 1 < words_.size()) both.push_back(words_[place].joined + words_[place + 1].joined);
  return both;
}

Question Question::without(std::size_t word) const {
  std::vector<Word> rest = words_;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(word));
  return with(std::move(rest));
}

}  // namespace hurtrock::catalog::search
