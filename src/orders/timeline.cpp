#include "orders/timeline.hpp"

#include <algorithm>

#include "orders/dates.hpp"

namespace hurtrock::orders {
namespace {

/// When each state was first reached, as the events tell it.
std::string reached_at(const std::vector<Event>& events, State state, const i18n::Texts& texts) {
  const auto event =
      std::ranges::find_if(events, [&](const Event& e) { return e.state_after && *e.state_after == word(state); });
  return event == events.end() ? std::string{} : date_and_time(event->at, texts);
}

}  // namespace

std::vector<TimelineStep> timeline(const Order& order, const std::vector<Event>& events, const i18n::Texts& texts) {
  std::vector<State> path{State::kPending, State::kPaid, State::kProcessing, State::kShipped, State::kDelivered};
  if (order.payment_method == "cod") path = {State::kProcessing, State::kShipped, State::kDelivered};
  if (order.state == State::kPartiallyShipped)
    path.insert(std::ranges::find(path, State::kShipped), State::kPartiallyShipped);

  std::vector<TimelineStep> steps;
  if (order.state == State::kCancelled || order.returned_at) {
    for (const State state : path)
      if (auto at = reached_at(events, state, texts); !at.empty())
        steps.push_back({std::string(status_word(state, order.shipping.is_pickup)), StepState::kDone, std::move(at)});
    steps.push_back(
        {std::string(status_word(order)), StepState::kFailed,
         order.returned_at ? date_and_time(*order.returned_at, texts) : reached_at(events, State::kCancelled, texts)});
    return steps;
  }
  const auto current = std::ranges::find(path, order.state);
  for (auto step = path.begin(); step != path.end(); ++step) {
    const StepState state = step < current                     ? StepState::kDone
                            : step > current                   ? StepState::kUpcoming
                            : order.state == State::kDelivered ? StepState::kDone
                                                               : StepState::kCurrent;
    steps.push_back(
        {std::string(status_word(*step, order.shipping.is_pickup)), state, reached_at(events, *step, texts)});
  }
  return steps;
}

}  // namespace hurtrock::orders
