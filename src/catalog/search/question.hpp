#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search/expression.hpp"
#include "catalog/search/synonyms.hpp"
#include "catalog/search/words.hpp"

namespace Xapian {
class Database;
}

namespace hurtrock::catalog::search {

/// A text as it is asked of the index.
class Question {
 public:
  Question(const Xapian::Database& index, const Synonyms& synonyms, std::vector<Word> words);

  /// Has every word in some way.
  [[nodiscard]] Expression every_word() const;
  /// Is called, in name or category, what the text as a whole says: more relevant than any other that has the words.
  [[nodiscard]] Expression whole_text() const;

  /// What the whole text says: itself and what means the same, each written as one word.
  [[nodiscard]] std::vector<std::string> whole_names() const;

  enum class Known : std::uint8_t {
    kNamed,      ///< a product, brand or category is called so, or a synonym of it
    kMentioned,  ///< some product has it somewhere
    kUnknown,
  };
  [[nodiscard]] Known known(std::size_t word) const;

  /// The same text with other words in its places; without one of them.
  [[nodiscard]] Question with(std::vector<Word> words) const { return {index_, synonyms_, std::move(words)}; }
  [[nodiscard]] Question without(std::size_t word) const;

 private:
  [[nodiscard]] Expression one_word(std::size_t place) const;
  [[nodiscard]] bool begins_a_term(std::string_view where, const std::string& word) const;
  [[nodiscard]] bool has_pieces(const Word& word) const;
  [[nodiscard]] std::vector<std::string> with_neighbours(std::size_t place) const;

  const Xapian::Database& index_;
  const Synonyms& synonyms_;
  std::vector<Word> words_;
  std::vector<Synonyms::Found> other_names_;
};

}  // namespace hurtrock::catalog::search
