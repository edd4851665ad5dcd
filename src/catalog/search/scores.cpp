#include "catalog/search/scores.hpp"

#include <xapian.h>

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace hurtrock::catalog::search {
namespace {

using enum Expression::Kind;

constexpr std::size_t kMostEndings = 100;

constexpr auto kSum = [](float a, float b) { return a + b; };
constexpr auto kMaximum = [](float a, float b) { return std::max(a, b); };

template <class F>
void combine(Scores& into, const Scores& other, F&& combined) {
  if (!other.any) return;
  into.any = true;
  for (std::size_t i = 0; i < into.of.size(); ++i) into.of[i] = combined(into.of[i], other.of[i]);
}

/// Keeps what matches both. Without branches: which products match is as good as random.
void intersect(Scores& scores, const Scores& other) {
  unsigned any = 0;
  for (std::size_t i = 0; i < scores.of.size(); ++i) {
    const float mine = scores.of[i], others = other.of[i];
    const unsigned both = static_cast<unsigned>(mine > 0) & static_cast<unsigned>(others > 0);
    scores.of[i] = both != 0 ? mine + others : 0;
    any |= both;
  }
  scores.any = any != 0;
}

}  // namespace

Scores Scorer::none() const { return {.of = std::vector<float>(snapshot_.products().size())}; }

Scores Scorer::scores(const Expression& expression) {
  if (expression.kind == kAll) return all(expression.parts, expression.factor);
  Scores scores = none();
  add(expression, 1, scores);
  return scores;
}

void Scorer::add(const Expression& expression, double factor, Scores& sum) {
  const double scale = factor * expression.factor;
  switch (expression.kind) {
    case kTerm:
      return each(expression.term, scale, sum, kSum);
    case kAny:
      for (const Expression& part : expression.parts) add(part, scale, sum);
      return;
    case kAll:
      return combine(sum, all(expression.parts, scale), kSum);
    case kBeginning:
    case kBest: {
      Scores best = none();
      raise(expression, factor, best);
      return combine(sum, best, kSum);
    }
  }
}

void Scorer::raise(const Expression& expression, double factor, Scores& best) {
  const double scale = factor * expression.factor;
  switch (expression.kind) {
    case kTerm:
      return each(expression.term, scale, best, kMaximum);
    case kBeginning:
      for (const std::string& term : terms_beginning(expression.term)) each(term, scale, best, kMaximum);
      return;
    case kBest:
      for (const Expression& part : expression.parts) raise(part, scale, best);
      return;
    case kAll:
      return combine(best, all(expression.parts, scale), kMaximum);
    case kAny: {
      Scores sum = none();
      add(expression, factor, sum);
      return combine(best, sum, kMaximum);
    }
  }
}

Scores Scorer::all(const std::vector<Expression>& parts, double factor) {
  Scores common = none();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Scores scores = none();
    add(parts[i], factor, scores);
    if (!scores.any) return none();
    if (i == 0)
      common = std::move(scores);
    else
      intersect(common, scores);
    if (!common.any) break;
  }
  return common;
}

std::vector<std::string> Scorer::terms_beginning(const std::string& beginning) const {
  std::vector<std::pair<std::uint32_t, std::string>> terms;
  const auto end = index_.allterms_end(beginning);
  for (auto at = index_.allterms_begin(beginning); at != end; ++at) terms.emplace_back(at.get_termfreq(), *at);
  const auto kept = std::min(terms.size(), kMostEndings);
  std::ranges::partial_sort(terms, terms.begin() + static_cast<std::ptrdiff_t>(kept), std::greater{});
  std::vector<std::string> most_frequent;
  for (auto& [frequency, term] : std::span(terms).first(kept)) most_frequent.push_back(std::move(term));
  return most_frequent;
}

template <class F>
void Scorer::each(const std::string& term, double factor, Scores& scores, F&& combine) {
  const auto postings = postings_.of(index_, term);
  for (const auto& [id, weight] : *postings) {
    // What was hidden or deleted lately may still stand in the index.
    const auto product = snapshot_.find_product(ProductId(id));
    if (!product) continue;
    float& score = scores.of[static_cast<std::size_t>(*product)];
    score = combine(score, static_cast<float>(factor) * weight);
    scores.any = true;
  }
}

}  // namespace hurtrock::catalog::search
