#include "catalog/search/ask.hpp"

#include <xapian.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include "catalog/search/question.hpp"
#include "catalog/search/scores.hpp"
#include "catalog/search/terms.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog::search {
namespace {

constexpr std::size_t kMostWords = 10;
constexpr std::size_t kMostRanked = 1'000;
constexpr std::size_t kMostShorterTexts = 3;
// Of two products that fit alike, the one that more people bought goes first.
constexpr float kBestsellerBonus = 0.1F;

/// Products of the categories that are called as the whole text.
Bitmap in_categories_called(const Snapshot& snapshot, const std::vector<std::string>& names) {
  Bitmap products(snapshot.products().size());
  std::vector<std::string> wanted;
  for (const std::string& name : names) wanted.push_back(english_stem(name));
  for (std::size_t i = 0; i < snapshot.categories().size(); ++i)
    for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish})
      if (std::ranges::find(wanted, english_stem(join(words_of(snapshot.categories()[i].name.in(language))))) !=
          wanted.end())
        products |= snapshot.in_category(static_cast<int>(i));
  return products;
}

/// What puts a product before another, in one number, and the product: compared at once, since half the shop may match.
std::uint64_t precedence(bool is_called_so, float score, std::uint32_t product) {
  // The bits of numbers that are not negative are in their order.
  return std::uint64_t{is_called_so} << 63 | std::uint64_t{std::bit_cast<std::uint32_t>(score)} << 32 | product;
}

/// The most relevant of `matches`, best first. Who types the name of a category wants what is in it: a guitar comes
/// before the strap that is called a guitar strap, however often it says so.
std::vector<std::uint32_t> ranked(const Snapshot& snapshot, const Bitmap& matches, const Scores& scores,
                                  const Bitmap& called_so) {
  std::vector<std::uint64_t> order;
  order.reserve(matches.count());
  const auto place = snapshot.rank(Sort::kBestselling);
  matches.for_each([&](std::size_t product) {
    const float popularity = 1 - static_cast<float>(place[product]) / static_cast<float>(place.size());
    order.push_back(precedence(called_so.test(product), scores.of[product] * (1 + kBestsellerBonus * popularity),
                               static_cast<std::uint32_t>(product)));
  });
  const auto kept = std::min(order.size(), kMostRanked);
  // Tens of thousands may match, of which the best are found first and only then put in order.
  const auto last = order.begin() + static_cast<std::ptrdiff_t>(kept);
  std::ranges::nth_element(order, last, std::greater{});
  std::ranges::sort(order.begin(), last, std::greater{});
  std::vector<std::uint32_t> best;
  best.reserve(kept);
  for (const std::uint64_t one : std::span(order).first(kept)) best.push_back(static_cast<std::uint32_t>(one));
  return best;
}

Bitmap matching(const Scores& scores) {
  return Bitmap::where(scores.of.size(), [&](std::size_t i) { return scores.of[i] > 0; });
}

class Asker {
 public:
  Asker(const Xapian::Database& index, const Snapshot& snapshot, PostingsCache& postings)
      : index_(index), scorer_(index, snapshot, postings), snapshot_(snapshot) {}

  TextMatch match(const Question& question) {
    Scores scores = scorer_.scores(question.every_word());
    if (scores.any) add_where_matching(scores, scorer_.scores(question.whole_text()));
    const Bitmap called_so = in_categories_called(snapshot_, question.whole_names());
    TextMatch match{.products = matching(scores)};
    match.best_first = ranked(snapshot_, match.products, scores, called_so);
    return match;
  }

  /// Whether any product has all the words.
  bool finds_any(const Question& question) { return scorer_.scores(question.every_word()).any; }

  /// The word as it was probably meant; nothing when no name is like it.
  [[nodiscard]] std::optional<Word> corrected(const Word& word, unsigned mistakes) const {
    const std::string better = index_.get_spelling_suggestion(word.joined, mistakes);
    if (better.empty() || !index_.term_exists(better)) return std::nullopt;
    return Word{.joined = better};
  }

 private:
  static void add_where_matching(Scores& scores, const Scores& others) {
    if (!others.any) return;
    // Without branches: which products match is as good as random.
    for (std::size_t i = 0; i < scores.of.size(); ++i) scores.of[i] += scores.of[i] > 0 ? others.of[i] : 0;
  }

  const Xapian::Database& index_;
  Scorer scorer_;
  const Snapshot& snapshot_;
};

/// A word, and as what it stands in the text.
struct Typed {
  Word word;
  std::string text;
};

std::vector<Typed> read(std::string_view text) {
  std::vector<Typed> typed;
  const std::string lower = text::lower(text);
  for (const auto part : text::split(lower, ' '))
    for (Word& word : words_of(part, kMostWords - typed.size()))
      typed.push_back({std::move(word), std::string(text::trim(part))});
  // Fillers stand in descriptions only; without them the text finds what it is about.
  const auto says_nothing = [](const Typed& entry) { return is_filler(entry.word.joined); };
  if (!std::ranges::all_of(typed, says_nothing)) std::erase_if(typed, says_nothing);
  return typed;
}

std::vector<Word> words_in(const std::vector<Typed>& typed) {
  std::vector<Word> words;
  for (const Typed& entry : typed) words.push_back(entry.word);
  return words;
}

std::string text_of(const std::vector<Typed>& typed) {
  std::string text;
  for (const Typed& entry : typed) text += (text.empty() ? "" : " ") + entry.text;
  return text;
}

/// A text with the words in their places that were probably meant.
struct Corrected {
  std::vector<Typed> certain;   ///< of words that no product has
  std::vector<Typed> possible;  ///< and of those that some description mentions, but nothing is called
};

Corrected correct(const Asker& asker, const Question& question, const std::vector<Typed>& typed) {
  Corrected corrected{typed, typed};
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const Question::Known known = question.known(i);
    if (known == Question::Known::kNamed) continue;
    const bool unknown = known == Question::Known::kUnknown;
    // Two mistakes make any other word of a short one.
    const auto better = asker.corrected(typed[i].word, unknown && typed[i].word.joined.size() > 4 ? 2 : 1);
    if (!better) continue;
    corrected.possible[i] = {*better, better->joined};
    if (unknown) corrected.certain[i] = corrected.possible[i];
  }
  return corrected;
}

/// The text without one of its words, as far as that finds something.
std::vector<std::string> shorter_texts(Asker& asker, const Question& question, const std::vector<Typed>& typed) {
  std::vector<std::string> texts;
  if (typed.size() < 2) return texts;
  for (std::size_t i = 0; i < typed.size() && texts.size() < kMostShorterTexts; ++i) {
    if (!asker.finds_any(question.without(i))) continue;
    auto rest = typed;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    texts.push_back(text_of(rest));
  }
  return texts;
}

bool is_nothing(const TextMatch& match) { return match.best_first.empty(); }

}  // namespace

TextMatch ask(const Xapian::Database& index, const Snapshot& snapshot, const Synonyms& synonyms,
              PostingsCache& postings, std::string_view text) {
  const std::vector<Typed> typed = read(text);
  if (typed.empty()) return {.products = Bitmap(snapshot.products().size())};
  Asker asker(index, snapshot, postings);
  const Question as_typed(index, synonyms, words_in(typed));
  const auto [certain, possible] = correct(asker, as_typed, typed);
  const Question as_meant = as_typed.with(words_in(possible));

  TextMatch match = asker.match(as_typed.with(words_in(certain)));
  if (is_nothing(match) && text_of(possible) != text_of(certain)) match = asker.match(as_meant);
  if (text_of(possible) != text_of(typed) && (!is_nothing(match) || asker.finds_any(as_meant)))
    match.did_you_mean = text_of(possible);
  if (is_nothing(match)) match.fewer_words = shorter_texts(asker, as_meant, possible);
  return match;
}

}  // namespace hurtrock::catalog::search
