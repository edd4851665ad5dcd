#include "catalog/search/synonyms.hpp"

#include <algorithm>

#include "platform/core/text.hpp"

namespace hurtrock::catalog::search {

Synonyms::Synonyms(const std::vector<std::string>& sets) {
  for (const std::string& typed : sets) {
    std::vector<Phrase> set;
    for (const auto part : text::split(typed, ',')) {
      Phrase phrase;
      for (Word& word : words_of(part)) phrase.push_back(std::move(word.joined));
      if (phrase.empty()) continue;
      longest_ = std::max(longest_, phrase.size());
      set.push_back(std::move(phrase));
    }
    for (const Phrase& phrase : set) sets_of_phrase_[phrase].push_back(sets_.size());
    sets_.push_back(std::move(set));
  }
}

std::vector<Synonyms::Found> Synonyms::in(const std::vector<Word>& words) const {
  std::vector<Found> found;
  for (std::size_t first = 0; first < words.size(); ++first) {
    Phrase phrase;
    for (std::size_t i = first; i < words.size() && phrase.size() < longest_; ++i) {
      phrase.push_back(words[i].joined);
      const auto known = sets_of_phrase_.find(phrase);
      if (known == sets_of_phrase_.end()) continue;
      Found& stretch = found.emplace_back(first, phrase.size());
      for (const std::size_t set : known->second)
        std::ranges::copy_if(sets_[set], std::back_inserter(stretch.others),
                             [&](const Phrase& other) { return other != phrase; });
    }
  }
  return found;
}

}  // namespace hurtrock::catalog::search
