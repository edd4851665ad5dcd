#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ids.hpp"
#include "catalog/ids.hpp"
#include "inventory/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// Counting what is there. Several people count at once and their counts add up; each is compared with what should have
/// lain on the shelf at that moment, so that what is sold or delivered before the take is applied makes no difference.
/// Every function is part of the caller's transaction.
namespace hurtrock::inventory {

/// What is counted: everything, or what belongs to one category or supplier.
struct Scope {
  std::optional<CategoryId> category;
  std::optional<SupplierId> supplier;  ///< not both
};

enum class TakeState : std::uint8_t { kCounting, kApplied, kCancelled };
std::string_view word(TakeState state);

struct StockTake {
  StockTakeId id;
  Scope scope;
  std::string note;
  TakeState state = TakeState::kCounting;
  std::int64_t version = 0;  ///< raised by every count
  UserId started_by;
  Time started_at;
  std::optional<Time> ended_at;
};
std::optional<StockTake> find_stock_take(db::Tx& tx, StockTakeId take);
/// Locked until the transaction ends: what is read of the shelf after that is what the next count is compared with.
std::optional<StockTake> lock_stock_take(db::Tx& tx, StockTakeId take);

/// The same key starts one.
StockTakeId start_stock_take(db::Tx& tx, const Scope& scope, std::string_view note, std::string_view request_key,
                             UserId actor, Time now);

constexpr std::int64_t kMostCounted = 100'000;

struct Count {
  StockTakeId take;  ///< locked
  VariantId variant;
  std::int64_t pieces = 1;    ///< from -kMostCounted to kMostCounted: added to what has been counted; 0: there are none
  std::int64_t expected = 0;  ///< that should be on the shelf now
  std::string request_key;    ///< the same key counts once
  UserId actor;
};
enum class NotCounted : std::uint8_t {
  kNoSuchTake,
  kEnded,      ///< it has been applied or cancelled
  kAlready,    ///< this key has counted
  kBelowZero,  ///< more would be taken back than has been counted
  kTooMany,
};
/// Answers how many have been counted of the variant by now.
std::expected<std::int64_t, NotCounted> count(db::Tx& tx, const Count& count, Time now);

struct NotApplied {
  enum class Why : std::uint8_t {
    kNoSuchTake,
    kAlready,   ///< it has been applied
    kEnded,     ///< it has been cancelled
    kChanged,   ///< somebody has counted since it was looked at
    kPromised,  ///< more of a variant is promised to orders than there would be, or less than nothing would be left
  } why;
  std::vector<VariantId> variants = {};  ///< that are in the way
};
/// Every difference becomes a movement, or none does.
std::expected<void, NotApplied> apply_stock_take(db::Tx& tx, StockTakeId take, std::int64_t seen_version, UserId actor,
                                                 Time now);
/// Nothing comes of what was counted. False when it has ended already.
bool cancel_stock_take(db::Tx& tx, StockTakeId take, UserId actor, Time now);

}  // namespace hurtrock::inventory
