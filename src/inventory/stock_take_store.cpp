#include <fmt/format.h>

#include <algorithm>

#include "inventory/inventory.hpp"
#include "inventory/stock_take.hpp"

namespace hurtrock::inventory {
namespace {

constexpr std::pair<TakeState, std::string_view> kStates[] = {
    {TakeState::kCounting, "counting"}, {TakeState::kApplied, "applied"}, {TakeState::kCancelled, "cancelled"}};

void end(db::Tx& tx, StockTakeId take, TakeState state, UserId actor, Time now) {
  tx.send("UPDATE stock_takes SET state = $1, ended_by = $2, ended_at = $3 WHERE id = $4", word(state), actor, now,
          take);
}

struct Difference {
  StockTakeLineId line;
  VariantId variant;
  std::int64_t pieces;
};

/// False, and nothing changed, when there would be less than nothing, or less than is promised.
bool move(db::Tx& tx, const Difference& difference, std::string_view reference, UserId actor, Time now) {
  const auto moved = tx.execute(
      "UPDATE stock_levels SET on_hand = on_hand + $1, changed_at = $2 WHERE variant_id = $3 "
      "AND on_hand + $1 >= 0 AND on_hand + $1 + backorder_limit >= reserved",
      difference.pieces, now, difference.variant);
  if (moved == 0) return false;
  tx.send(
      "INSERT INTO stock_movements (variant_id, delta, reason, reference, stock_take_line_id, actor_id, created_at) "
      "VALUES ($1, $2, 'stock_take', $3, $4, $5, $6)",
      difference.variant, difference.pieces, reference, difference.line, actor, now);
  serve_waiting(tx, difference.variant, now);
  return true;
}

}  // namespace

std::string_view word(TakeState state) {
  return std::ranges::find(kStates, state, &std::pair<TakeState, std::string_view>::first)->second;
}

std::optional<StockTake> find_stock_take(db::Tx& tx, StockTakeId take) {
  auto row = tx.maybe<StockTakeId, std::optional<CategoryId>, std::optional<SupplierId>, std::string, std::string,
                      std::int64_t, UserId, Time, std::optional<Time>>(
      "SELECT id, category_id, supplier_id, note, state, version, started_by, started_at, ended_at FROM stock_takes "
      "WHERE id = $1",
      take);
  if (!row) return std::nullopt;
  auto& [id, category, supplier, note, state, version, started_by, started_at, ended_at] = *row;
  return StockTake{.id = id,
                   .scope = {.category = category, .supplier = supplier},
                   .note = std::move(note),
                   .state = std::ranges::find(kStates, state, &std::pair<TakeState, std::string_view>::second)->first,
                   .version = version,
                   .started_by = started_by,
                   .started_at = started_at,
                   .ended_at = ended_at};
}

std::optional<StockTake> lock_stock_take(db::Tx& tx, StockTakeId take) {
  if (!tx.maybe_value<StockTakeId>("SELECT id FROM stock_takes WHERE id = $1 FOR UPDATE", take)) return std::nullopt;
  return find_stock_take(tx, take);
}

StockTakeId start_stock_take(db::Tx& tx, const Scope& scope, std::string_view note, std::string_view request_key,
                             UserId actor, Time now) {
  tx.send(
      "INSERT INTO stock_takes (category_id, supplier_id, note, state, request_key, started_by, started_at) "
      "VALUES ($1, $2, $3, 'counting', $4, $5, $6) ON CONFLICT (request_key) DO NOTHING",
      scope.category, scope.supplier, note, request_key, actor, now);
  return tx.one<StockTakeId>("SELECT id FROM stock_takes WHERE request_key = $1", request_key);
}

std::expected<std::int64_t, NotCounted> count(db::Tx& tx, const Count& count, Time now) {
  const auto take = lock_stock_take(tx, count.take);
  if (!take) return std::unexpected(NotCounted::kNoSuchTake);
  if (tx.maybe_value<std::int64_t>("SELECT id FROM stock_take_counts WHERE request_key = $1", count.request_key))
    return std::unexpected(NotCounted::kAlready);
  if (take->state != TakeState::kCounting) return std::unexpected(NotCounted::kEnded);
  const auto before = tx.maybe_value<std::int64_t>(
      "SELECT counted FROM stock_take_lines WHERE stock_take_id = $1 AND variant_id = $2", count.take, count.variant);
  const std::int64_t counted = before.value_or(0) + count.pieces;
  if (counted < 0) return std::unexpected(NotCounted::kBelowZero);
  if (counted > kMostCounted) return std::unexpected(NotCounted::kTooMany);
  const auto line = tx.one<StockTakeLineId>(
      "INSERT INTO stock_take_lines (stock_take_id, variant_id, counted, first_expected, expected, counted_at) "
      "VALUES ($1, $2, $3, $4, $4, $5) ON CONFLICT (stock_take_id, variant_id) DO UPDATE SET "
      "counted = excluded.counted, expected = excluded.expected, counted_at = excluded.counted_at RETURNING id",
      count.take, count.variant, counted, count.expected, now);
  tx.send(
      "INSERT INTO stock_take_counts (stock_take_line_id, pieces, request_key, counted_by, counted_at) "
      "VALUES ($1, $2, $3, $4, $5)",
      line, count.pieces, count.request_key, count.actor, now);
  tx.send("UPDATE stock_takes SET version = version + 1 WHERE id = $1", count.take);
  return counted;
}

std::expected<void, NotApplied> apply_stock_take(db::Tx& tx, StockTakeId id, std::int64_t seen_version, UserId actor,
                                                 Time now) {
  using enum NotApplied::Why;
  const auto take = lock_stock_take(tx, id);
  if (!take) return std::unexpected(NotApplied{kNoSuchTake});
  if (take->state == TakeState::kApplied) return std::unexpected(NotApplied{kAlready});
  if (take->state == TakeState::kCancelled) return std::unexpected(NotApplied{kEnded});
  if (take->version != seen_version) return std::unexpected(NotApplied{kChanged});
  NotApplied in_the_way{kPromised};
  const std::string reference = fmt::format("SO-{}", id.value());
  // The order in which stock rows are locked everywhere.
  for (const auto& [line, variant, pieces] : tx.all<StockTakeLineId, VariantId, std::int64_t>(
           "SELECT id, variant_id, counted - expected FROM stock_take_lines "
           "WHERE stock_take_id = $1 AND counted <> expected ORDER BY variant_id",
           id))
    if (!move(tx, {line, variant, pieces}, reference, actor, now)) in_the_way.variants.push_back(variant);
  if (!in_the_way.variants.empty()) return std::unexpected(std::move(in_the_way));
  end(tx, id, TakeState::kApplied, actor, now);
  return {};
}

bool cancel_stock_take(db::Tx& tx, StockTakeId id, UserId actor, Time now) {
  const auto take = lock_stock_take(tx, id);
  if (!take || take->state != TakeState::kCounting) return false;
  end(tx, id, TakeState::kCancelled, actor, now);
  return true;
}

}  // namespace hurtrock::inventory
