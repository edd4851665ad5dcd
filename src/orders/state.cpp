#include "orders/state.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace hurtrock::orders {
namespace {

constexpr std::pair<State, std::string_view> kStates[] = {
    {State::kPending, "pending"},       {State::kPaid, "paid"},
    {State::kProcessing, "processing"}, {State::kPartiallyShipped, "partially_shipped"},
    {State::kShipped, "shipped"},       {State::kDelivered, "delivered"},
    {State::kCancelled, "cancelled"},
};

constexpr std::pair<PaymentState, std::string_view> kPaymentStates[] = {
    {PaymentState::kUnpaid, "unpaid"},     {PaymentState::kPending, "pending"},
    {PaymentState::kPaid, "paid"},         {PaymentState::kFailed, "failed"},
    {PaymentState::kExpired, "expired"},   {PaymentState::kPartiallyRefunded, "partially_refunded"},
    {PaymentState::kRefunded, "refunded"},
};

}  // namespace

std::string_view word(State state) { return kStates[static_cast<std::size_t>(state)].second; }
std::string_view word(PaymentState state) { return kPaymentStates[static_cast<std::size_t>(state)].second; }

std::optional<State> find_state(std::string_view word) {
  for (const auto& [state, name] : kStates)
    if (name == word) return state;
  return std::nullopt;
}

State state_from(std::string_view word) {
  if (const auto state = find_state(word)) return *state;
  throw std::invalid_argument("order state '" + std::string(word) + "'");
}

PaymentState payment_state_from(std::string_view word) {
  for (const auto& [state, name] : kPaymentStates)
    if (name == word) return state;
  throw std::invalid_argument("payment state '" + std::string(word) + "'");
}

bool may_become(State from, State to) {
  using enum State;
  switch (from) {
    case kPending:
      return to == kPaid || to == kCancelled;
    case kPaid:
      return to == kProcessing || to == kCancelled;
    case kProcessing:
      return to == kPartiallyShipped || to == kShipped || to == kCancelled;
    case kPartiallyShipped:
      return to == kPartiallyShipped || to == kShipped;
    case kShipped:
      return to == kDelivered;
    case kCancelled:
      // By money that comes after the hold has ended, while the goods can still be had.
      return to == kPaid;
    case kDelivered:
      return false;
  }
  return false;
}

bool may_become(PaymentState from, PaymentState to) {
  using enum PaymentState;
  switch (from) {
    // Failed and expired attempts leave the order payable, so the next attempt begins from there.
    case kUnpaid:
    case kPending:
    case kFailed:
    case kExpired:
      return to != from && (to == kPending || to == kPaid || to == kFailed || to == kExpired);
    case kPaid:
      return to == kPartiallyRefunded || to == kRefunded;
    case kPartiallyRefunded:
      return to == kPartiallyRefunded || to == kRefunded;
    case kRefunded:
      return false;
  }
  return false;
}

}  // namespace hurtrock::orders
