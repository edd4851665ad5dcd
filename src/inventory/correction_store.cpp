#include <algorithm>
#include <utility>

#include "inventory/inventory.hpp"

namespace hurtrock::inventory {
namespace {

constexpr std::pair<Cause, std::string_view> kWords[] = {
    {Cause::kCounted, "counted"}, {Cause::kDamaged, "damaged"},        {Cause::kLost, "lost"},
    {Cause::kFound, "found"},     {Cause::kToSupplier, "to_supplier"}, {Cause::kOther, "other"}};

}  // namespace

std::string_view word(Cause cause) {
  return std::ranges::find(kWords, cause, &std::pair<Cause, std::string_view>::first)->second;
}

std::optional<Cause> find_cause(std::string_view word) {
  const auto found = std::ranges::find(kWords, word, &std::pair<Cause, std::string_view>::second);
  return found == std::end(kWords) ? std::nullopt : std::optional{found->first};
}

std::expected<void, NotCorrected> correct(db::Tx& tx, const Correction& correction, Time now) {
  const auto level = tx.maybe<std::int64_t, std::int64_t, std::int64_t>(
      "SELECT on_hand, reserved, backorder_limit FROM stock_levels WHERE variant_id = $1 FOR UPDATE",
      correction.variant);
  if (!level) return std::unexpected(NotCorrected::kNoSuchVariant);
  const auto& [on_hand, reserved, backorder] = *level;
  // Behind the lock: of two that came at once the second finds what the first has written.
  if (tx.maybe_value<std::int64_t>("SELECT 1 FROM stock_movements WHERE request_key = $1", correction.request_key))
    return std::unexpected(NotCorrected::kAlready);
  if (on_hand != correction.seen) return std::unexpected(NotCorrected::kChanged);
  if (on_hand == correction.on_hand) return std::unexpected(NotCorrected::kNothing);
  if (correction.on_hand + backorder < reserved) return std::unexpected(NotCorrected::kPromised);
  tx.send("UPDATE stock_levels SET on_hand = $1, changed_at = $2 WHERE variant_id = $3", correction.on_hand, now,
          correction.variant);
  tx.send(
      "INSERT INTO stock_movements (variant_id, delta, reason, cause, note, request_key, actor_id, created_at) "
      "VALUES ($1, $2, 'correction', $3, $4, $5, $6, $7)",
      correction.variant, correction.on_hand - on_hand, word(correction.cause), correction.note, correction.request_key,
      correction.actor ? std::optional{correction.actor} : std::nullopt, now);
  serve_waiting(tx, correction.variant, now);
  return {};
}

void receive(db::Tx& tx, std::vector<Arrival> arrivals, std::string_view reference, UserId actor, Time now) {
  // The order in which stock rows are locked everywhere.
  std::ranges::sort(arrivals, {}, &Arrival::variant);
  for (const Arrival& arrival : arrivals) {
    tx.send("UPDATE stock_levels SET on_hand = on_hand + $1, changed_at = $2 WHERE variant_id = $3", arrival.quantity,
            now, arrival.variant);
    tx.send(
        "INSERT INTO stock_movements (variant_id, delta, reason, reference, reception_line_id, actor_id, created_at) "
        "VALUES ($1, $2, 'received', $3, $4, $5, $6)",
        arrival.variant, arrival.quantity, reference, arrival.line, actor, now);
    serve_waiting(tx, arrival.variant, now);
  }
}

}  // namespace hurtrock::inventory
