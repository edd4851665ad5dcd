#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ids.hpp"
#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "restock/ids.hpp"

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

/// As reserve() and commit() in one, for an order that waits for no payment. True when all of it lay here; otherwise
/// some pieces may be awaited. On Shortage the caller must roll back.
std::expected<bool, Shortage> sell(db::Tx& tx, OrderId order, std::span<const Wanted> lines, Time now);

/// Locks the stock rows of everything the order has reserved, in order of their variants, until the transaction ends.
/// To be called before whatever else every payment locks, as the counter of invoices.
void lock_stock(db::Tx& tx, OrderId order);

/// The held goods of the order are sold: they leave the stock, with one movement a line. Pieces that were promised
/// beyond the stock stay promised and are awaited. Does nothing for goods that are sold or released already, so any
/// number of calls is one.
void commit(db::Tx& tx, OrderId order, Time now);

/// Gives what is here to orders that have bought more than was, the earliest first; what lies here for an earlier order
/// that is not paid yet stays for it. To be called by whatever brings pieces or sets promised ones free.
void serve_waiting(db::Tx& tx, VariantId variant, Time now);

/// Puts everything back that the order holds or has bought: held and awaited goods become free, sold goods return to
/// the stock with a movement. Exactly once, however often it is called.
void release(db::Tx& tx, OrderId order, Time now);

/// Holds the goods of the order again that were released unsold, all of them. False, and nothing changed, when they
/// cannot all be had any more, or were sold before they were released. The order stands behind those that have
/// reserved since.
[[nodiscard]] bool hold_again(db::Tx& tx, OrderId order, Time now);

/// Another `quantity` pieces of the line, and with them `withdrawn` in all, will not be sent: those that are still
/// awaited are promised no longer. Answers how many they are; the others have left the stock and may be taken back.
std::int64_t let_go(db::Tx& tx, OrderLineId line, std::int64_t withdrawn, std::int64_t quantity, Time now);

/// Sold pieces come back into the stock with a movement that names `reference`. Answers how many: none beyond what was
/// sold and has not come back, and none of an order whose goods were released.
std::int64_t take_back(db::Tx& tx, OrderLineId line, std::int64_t quantity, std::string_view reference, Time now);

// What staff decide of a variant -------------------------------------------------------------------------------------

struct Limits {
  std::int64_t minimum_stock = 0;        ///< at or below: critical
  std::int64_t low_stock_threshold = 0;  ///< at or below: low
  std::int64_t backorder_limit = 0;      ///< how many may be sold that are not there
  bool operator==(const Limits&) const = default;
};

struct Level {
  VariantId variant;
  std::int64_t on_hand = 0, reserved = 0;
  Limits limits;
};
/// Of every variant of the product.
std::vector<Level> levels_of(db::Tx& tx, ProductId product);

/// The first stock of a new variant, `on_hand` at least 0, with a movement that says where it came from.
void open_stock(db::Tx& tx, VariantId variant, std::int64_t on_hand, const Limits& limits, UserId actor, Time now);

/// False, and nothing changed, when more has been promised than the new backorder limit allows.
[[nodiscard]] bool set_limits(db::Tx& tx, VariantId variant, const Limits& limits, Time now);

/// Why a level was wrong.
enum class Cause : std::uint8_t { kCounted, kDamaged, kLost, kFound, kToSupplier, kOther };
constexpr Cause kCauses[] = {Cause::kCounted, Cause::kDamaged,    Cause::kLost,
                             Cause::kFound,   Cause::kToSupplier, Cause::kOther};
std::string_view word(Cause cause);
std::optional<Cause> find_cause(std::string_view word);

constexpr std::int64_t kMostOnHand = 1'000'000;

struct Correction {
  VariantId variant;
  std::int64_t seen = 0;     ///< on hand, as whoever corrects it was shown it
  std::int64_t on_hand = 0;  ///< as it is to be: from 0 to kMostOnHand
  Cause cause = Cause::kOther;
  std::string note;
  std::string request_key;  ///< the same key corrects once
  UserId actor;
};

enum class NotCorrected : std::uint8_t {
  kNoSuchVariant,
  kAlready,   ///< this key has corrected
  kChanged,   ///< it is not the level that was seen any more
  kPromised,  ///< more is promised to orders than there would be
  kNothing,   ///< it would change nothing
};
/// With a movement that says why.
std::expected<void, NotCorrected> correct(db::Tx& tx, const Correction& correction, Time now);

struct Arrival {
  VariantId variant;
  std::int64_t quantity = 0;  ///< at least 1
  ReceptionLineId line;       ///< which arrives once
};
/// Pieces from a supplier, each with a movement that names `reference`.
void receive(db::Tx& tx, std::vector<Arrival> arrivals, std::string_view reference, UserId actor, Time now);

/// Takes away what open_stock() has written, so that the variant can be deleted. False, and nothing changed, when goods
/// have come or gone since, or are promised.
[[nodiscard]] bool close_stock(db::Tx& tx, VariantId variant);

}  // namespace hurtrock::inventory
