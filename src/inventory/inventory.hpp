#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// Stock on hand and what is promised of it. Every function is part of the caller's transaction.
namespace hurtrock::inventory {

struct Wanted {
  OrderLineId line;
  VariantId variant;
  std::int64_t quantity;  ///< at least 1
};

struct Shortage {
  VariantId variant;
  std::int64_t available;  ///< what could be had instead
};

/// Holds the goods of one order. Variants are locked in order of their id, so that two orders never wait for each
/// other. On Shortage the caller must roll back: part of the order may already be held.
std::expected<void, Shortage> reserve(db::Tx& tx, OrderId order, std::span<const Wanted> lines, Time now);

/// The held goods of the order are sold: they leave the stock, with one movement a line. Does nothing for goods that
/// are sold or released already, so any number of calls is one.
void commit(db::Tx& tx, OrderId order, Time now);

/// Puts everything back that the order holds or has bought: held goods become free, sold goods return to the stock with
/// a movement. Exactly once, however often it is called.
void release(db::Tx& tx, OrderId order, Time now);

/// Sold pieces come back into the stock with a movement that names `reference`. Answers how many: none beyond what was
/// sold and has not come back, and none of an order whose goods were released.
std::int64_t take_back(db::Tx& tx, OrderLineId line, std::int64_t quantity, std::string_view reference, Time now);

}  // namespace hurtrock::inventory
