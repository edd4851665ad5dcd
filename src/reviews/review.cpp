#include <algorithm>

#include "platform/core/text.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::reviews {
namespace {

constexpr std::pair<State, std::string_view> kStates[] = {
    {State::kPending, "pending"}, {State::kPublished, "published"}, {State::kRejected, "rejected"}};

}  // namespace

std::string_view word(State state) {
  return std::ranges::find(kStates, state, &std::pair<State, std::string_view>::first)->second;
}

std::optional<State> find_state(std::string_view word) {
  const auto found = std::ranges::find(kStates, word, &std::pair<State, std::string_view>::second);
  return found == std::end(kStates) ? std::nullopt : std::optional{found->first};
}

std::string_view word(Sort sort) {
  switch (sort) {
    case Sort::kHelpful:
      return "helpful";
    case Sort::kNewest:
      return "newest";
    case Sort::kHighest:
      return "highest";
    case Sort::kLowest:
      return "lowest";
  }
  return "";
}

std::string shown_name(std::string_view name) {
  const std::string_view trimmed = text::trim(name);
  const auto space = trimmed.find(' ');
  if (space == std::string_view::npos) return std::string(text::shorten(trimmed, 30));
  const std::string_view rest = text::trim(trimmed.substr(trimmed.rfind(' ')));
  return std::string(text::shorten(trimmed.substr(0, space), 30)) + " " + std::string(text::shorten(rest, 1)) + ".";
}

std::string full_author_of(const Review& review, const i18n::Texts& texts) {
  return review.author_name.empty() ? std::string(texts("reviews.former_buyer")) : review.author_name;
}

std::string shown_author_of(const Review& review, const i18n::Texts& texts) {
  return review.author_name.empty() ? full_author_of(review, texts) : shown_name(review.author_name);
}

}  // namespace hurtrock::reviews
