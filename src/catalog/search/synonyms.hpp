#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search/words.hpp"

namespace hurtrock::catalog::search {

/// Words that mean the same to a customer. Immutable; any thread.
class Synonyms {
 public:
  using Phrase = std::vector<std::string>;  ///< joined words

  Synonyms() = default;
  /// Each set as the table has it: phrases separated by commas, "efek, pedal efek, effect".
  explicit Synonyms(const std::vector<std::string>& sets);

  /// A stretch of what was typed, and what else it could have been called.
  struct Found {
    std::size_t first, count;  ///< words
    std::vector<Phrase> others;
  };
  [[nodiscard]] std::vector<Found> in(const std::vector<Word>& words) const;

  bool operator==(const Synonyms&) const = default;

 private:
  std::vector<std::vector<Phrase>> sets_;
  std::map<Phrase, std::vector<std::size_t>> sets_of_phrase_;
  std::size_t longest_ = 0;  // words of a phrase
};

}  // namespace hurtrock::catalog::search
