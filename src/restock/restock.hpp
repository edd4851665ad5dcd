#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accounts/ids.hpp"
#include "catalog/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"
#include "restock/ids.hpp"

/// What the shop orders from its suppliers, and what of it has come. Every function is part of the caller's
/// transaction.
namespace hurtrock::restock {

enum class State : std::uint8_t {
  kDraft,    ///< may be changed
  kOrdered,  ///< the supplier has it
  kPartiallyReceived,
  kReceived,  ///< nothing more is waited for
  kCancelled,
};
constexpr State kStates[] = {State::kDraft, State::kOrdered, State::kPartiallyReceived, State::kReceived,
                             State::kCancelled};
std::string_view word(State state);
std::optional<State> find_state(std::string_view word);

constexpr std::int64_t kMostPieces = 100'000;   ///< of one line
constexpr Money kHighestCost{100'000'000'000};  ///< of one piece
constexpr std::size_t kMostLines = 200;

struct LineDraft {
  VariantId variant;               ///< each once
  std::string sku, name, options;  ///< as the supplier is to read them
  std::int64_t quantity = 1;       ///< from 1 to kMostPieces
  Money unit_cost;                 ///< from 0, not known, to kHighestCost
  bool operator==(const LineDraft&) const = default;
};

struct Draft {
  SupplierId supplier;
  std::optional<Time> expected_at;  ///< midnight in WIB of the day
  std::string note;
  std::vector<LineDraft> lines;  ///< at most kMostLines
};

struct Line {
  PurchaseLineId id;
  LineDraft ordered;
  std::int64_t received = 0;  ///< may be more than was ordered
  [[nodiscard]] std::int64_t left() const { return received < ordered.quantity ? ordered.quantity - received : 0; }
};

struct Order {
  PurchaseOrderId id;
  std::string number;  ///< "PO-2026-0007"
  State state = State::kDraft;
  std::int64_t version = 0;
  SupplierId supplier;
  std::optional<Time> expected_at;
  std::string note;
  Time created_at;
  std::optional<Time> ordered_at, closed_at;
  std::vector<Line> lines;

  [[nodiscard]] Money total() const;  ///< of what was ordered
  /// Whether nothing more is waited for though not everything has come.
  [[nodiscard]] bool is_short() const;
};
std::optional<Order> find(db::Tx& tx, std::string_view number);

enum class Refusal : std::uint8_t {
  kNoSuchOrder,
  kAlready,     ///< what was asked for is so already: a second click, or a colleague was faster
  kChanged,     ///< the order is not what the page showed any more
  kNotAllowed,  ///< its state has no way there
  kEmpty,       ///< no lines to order, no pieces to receive
  kTooMany,     ///< more than was ordered, and nobody has said that this is right
  kNoSuchLine,
};

struct Created {
  std::string number;
  bool is_new = true;  ///< false: the same key has made it before
};
/// A draft. The same key makes one.
Created create(db::Tx& tx, const Draft& draft, std::string_view request_key, UserId actor, Time now);

/// An order as the page showed it that somebody decided on.
struct Seen {
  std::string number;
  std::int64_t version = 0;
};
using Done = std::expected<void, Refusal>;

/// Drafts only. The supplier stays.
Done change(db::Tx& tx, const Seen& seen, const Draft& draft);
/// draft -> ordered.
Done place(db::Tx& tx, const Seen& seen, Time now);

struct Arrived {
  PurchaseLineId line;
  std::int64_t quantity = 1;  ///< from 1 to kMostPieces
};
struct Reception {
  std::vector<Arrived> pieces;  ///< each line once
  std::string note;             ///< such as the number of the delivery note
  bool may_be_more = false;     ///< more than was ordered is right
  std::string request_key;      ///< the same key receives once
  UserId actor;
};
/// The pieces have come: they are in the stock, each line with a movement that names the order.
Done receive(db::Tx& tx, const Seen& seen, const Reception& reception, Time now);

/// What has not come will not come any more. An order of which nothing has come is cancelled.
Done close(db::Tx& tx, const Seen& seen, Time now);
/// Of which nothing has come.
Done cancel(db::Tx& tx, const Seen& seen, Time now);

struct ReceptionRecord {
  Time received_at;
  UserId actor;
  std::string note;
  std::vector<std::pair<PurchaseLineId, std::int64_t>> pieces;
};
/// In the order they came.
std::vector<ReceptionRecord> receptions_of(db::Tx& tx, PurchaseOrderId order);

struct Supply {
  std::int64_t on_order = 0;       ///< pieces that suppliers still owe
  std::optional<Money> last_cost;  ///< of one piece, when it was last ordered; none: never
};
/// In the order of `variants`.
std::vector<Supply> supply_of(db::Tx& tx, std::span<const VariantId> variants);

/// How many to order of a variant so that twice its low-stock threshold is there once they have come; at least 1. Pure.
std::int64_t suggested_quantity(std::int64_t free, std::int64_t low_stock_threshold, std::int64_t on_order);

}  // namespace hurtrock::restock
