#include "orders/state.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <utility>

namespace hurtrock::orders {
namespace {

constexpr State kStates[] = {State::kPending, State::kPaid,      State::kProcessing, State::kPartiallyShipped,
                             State::kShipped, State::kDelivered, State::kCancelled};
constexpr PaymentState kPaymentStates[] = {
    PaymentState::kUnpaid,  PaymentState::kPending,           PaymentState::kPaid,    PaymentState::kFailed,
    PaymentState::kExpired, PaymentState::kPartiallyRefunded, PaymentState::kRefunded};

TEST(OrderState, only_the_listed_ways_exist) {
  using enum State;
  const std::set<std::pair<State, State>> ways{
      {kPending, kPaid},
      {kPaid, kProcessing},
      {kProcessing, kPartiallyShipped},
      {kProcessing, kShipped},
      {kPartiallyShipped, kPartiallyShipped},  // another parcel, and still not the last
      {kPartiallyShipped, kShipped},
      {kShipped, kDelivered},
      {kPending, kCancelled},
      {kPaid, kCancelled},
      {kProcessing, kCancelled},
      {kCancelled, kPaid},  // its hold had ended, and the money came after all
  };
  for (const State from : kStates)
    for (const State to : kStates)
      EXPECT_EQ(may_become(from, to), ways.contains({from, to})) << word(from) << " -> " << word(to);
}

TEST(OrderState, an_order_can_be_cancelled_exactly_until_something_was_shipped) {
  for (const State from : kStates)
    EXPECT_EQ(may_become(from, State::kCancelled), is_before_shipment(from)) << word(from);
}

TEST(PaymentStates, money_that_came_only_goes_back_as_a_refund) {
  using enum PaymentState;
  for (const PaymentState from : {kPaid, kPartiallyRefunded, kRefunded})
    for (const PaymentState to : kPaymentStates) {
      const bool is_refund = to == kPartiallyRefunded || to == kRefunded;
      EXPECT_EQ(may_become(from, to), from != kRefunded && is_refund) << word(from) << " -> " << word(to);
    }
}

TEST(PaymentStates, a_payment_that_failed_or_expired_may_be_tried_again) {
  using enum PaymentState;
  const std::set<PaymentState> reachable{kPending, kPaid, kFailed, kExpired};
  for (const PaymentState from : {kUnpaid, kPending, kFailed, kExpired})
    for (const PaymentState to : kPaymentStates)
      EXPECT_EQ(may_become(from, to), to != from && reachable.contains(to)) << word(from) << " -> " << word(to);
}

TEST(OrderState, every_word_names_its_state) {
  for (const State state : kStates) EXPECT_EQ(state_from(word(state)), state);
  for (const PaymentState state : kPaymentStates) EXPECT_EQ(payment_state_from(word(state)), state);
}

TEST(OrderState, an_unknown_word_is_no_state) {
  EXPECT_FALSE(find_state("lost"));
  EXPECT_THROW(state_from("lost"), std::invalid_argument);
  EXPECT_THROW(payment_state_from("lost"), std::invalid_argument);
}

}  // namespace
}  // namespace hurtrock::orders
