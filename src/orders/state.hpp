#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// The states an order and its payment may be in, and the only ways between them (PRODUCT "Orders"). Pure.
namespace hurtrock::orders {

enum class State : std::uint8_t { kPending, kPaid, kProcessing, kPartiallyShipped, kShipped, kDelivered, kCancelled };

enum class PaymentState : std::uint8_t { kUnpaid, kPending, kPaid, kFailed, kExpired, kPartiallyRefunded, kRefunded };

/// As they stand in the database, the API and the addresses.
std::string_view word(State state);
std::string_view word(PaymentState state);
/// Throws std::invalid_argument for any other word: the database's checks allow no other.
State state_from(std::string_view word);
PaymentState payment_state_from(std::string_view word);
std::optional<State> find_state(std::string_view word);

bool may_become(State from, State to);
bool may_become(PaymentState from, PaymentState to);

/// Paid, or to be paid on delivery: its goods may leave the shop, or have left.
constexpr bool is_confirmed(State state) { return state != State::kPending && state != State::kCancelled; }

constexpr bool is_before_shipment(State state) {
  return state == State::kPending || state == State::kPaid || state == State::kProcessing;
}

}  // namespace hurtrock::orders
