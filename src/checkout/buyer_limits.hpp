#pragma once

#include <chrono>
#include <expected>

#include "checkout/place_order.hpp"

/// How much one buyer may order without paying (docs/decisions/0054-open-orders-per-buyer.md).
namespace hurtrock::checkout {

/// Orders that hold their goods unpaid at a time, and new orders within kNewOrdersWithin: of an account or session, and
/// likewise of a mailbox and of a phone number.
constexpr std::int64_t kMostUnpaidOrders = 5;
/// One more, so that whoever was told to cancel one may order in its place.
constexpr std::int64_t kMostNewOrders = 6;
constexpr std::chrono::hours kNewOrdersWithin{1};

/// Whether there is room for one more. Part of the transaction that places it: whoever else would place one for the
/// same buyer waits until it ends. Nothing is asked unless `shop.settings.limit_buyers`.
std::expected<void, NotPlaced> room_for_order(db::Tx& tx, const Services& shop, const Buyer& buyer,
                                              const orders::Contact& contact, Time now);

}  // namespace hurtrock::checkout
