#pragma once

#include <memory>
#include <optional>
#include <string>

#include "orders/orders.hpp"
#include "platform/core/clock.hpp"
#include "sample_data/history.hpp"

namespace hurtrock::sample_data {

/// An order of the past, from the checkout to the doorstep.
struct Purchase {
  orders::NewOrder order;    ///< its state and hold are worked out from what follows
  std::string payment_type;  ///< as the provider calls it: "qris"
  Time placed_at;
  // What is not there has not happened.
  std::optional<Time> given_up_at;  ///< not paid in time; then nothing of the rest
  std::optional<Time> paid_at, packed_at, shipped_at, delivered_at;
};

/// "Dewi Anggraini" has dewi.anggraini@contoh.example.
std::string mailbox_of(const std::string& name);

/// Becomes part of the history, written by the features' own functions. Stock is as before in the end: what was sold
/// came in for it. What is answered holds the order's id once the history has come to when it was placed.
std::shared_ptr<const OrderId> add_purchase(History& history, Purchase purchase);

}  // namespace hurtrock::sample_data
