#include "restock/restock.hpp"

#include <algorithm>

namespace hurtrock::restock {
namespace {

constexpr std::pair<State, std::string_view> kWords[] = {{State::kDraft, "draft"},
                                                         {State::kOrdered, "ordered"},
                                                         {State::kPartiallyReceived, "partially_received"},
                                                         {State::kReceived, "received"},
                                                         {State::kCancelled, "cancelled"}};

}  // namespace

std::string_view word(State state) {
  return std::ranges::find(kWords, state, &std::pair<State, std::string_view>::first)->second;
}

std::optional<State> find_state(std::string_view word) {
  const auto found = std::ranges::find(kWords, word, &std::pair<State, std::string_view>::second);
  return found == std::end(kWords) ? std::nullopt : std::optional{found->first};
}

Money Order::total() const {
  Money sum;
  for (const Line& line : lines) sum += line.ordered.unit_cost * line.ordered.quantity;
  return sum;
}

bool Order::is_short() const {
  return state == State::kReceived && std::ranges::any_of(lines, [](const Line& line) { return line.left() > 0; });
}

std::int64_t suggested_quantity(std::int64_t free, std::int64_t low_stock_threshold, std::int64_t on_order) {
  return std::clamp<std::int64_t>(2 * low_stock_threshold - free - on_order, 1, kMostPieces);
}

}  // namespace hurtrock::restock
