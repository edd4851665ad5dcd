#include "inventory/inventory.hpp"

#include <optional>

namespace hurtrock::inventory {

std::vector<Level> levels_of(db::Tx& tx, ProductId product) {
  std::vector<Level> levels;
  for (const auto& [variant, on_hand, reserved, minimum, low, backorder] :
       tx.all<VariantId, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
           "SELECT s.variant_id, s.on_hand, s.reserved, s.minimum_stock, s.low_stock_threshold, s.backorder_limit "
           "FROM variants v JOIN stock_levels s ON s.variant_id = v.id WHERE v.product_id = $1 ORDER BY v.id",
           product))
    levels.push_back({variant, on_hand, reserved, {minimum, low, backorder}});
  return levels;
}

void open_stock(db::Tx& tx, VariantId variant, std::int64_t on_hand, const Limits& limits, UserId actor, Time now) {
  tx.send(
      "INSERT INTO stock_levels (variant_id, on_hand, minimum_stock, low_stock_threshold, backorder_limit, changed_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      variant, on_hand, limits.minimum_stock, limits.low_stock_threshold, limits.backorder_limit, now);
  if (on_hand > 0)
    tx.send(
        "INSERT INTO stock_movements (variant_id, delta, reason, actor_id, created_at) "
        "VALUES ($1, $2, 'initial', $3, $4)",
        variant, on_hand, actor ? std::optional{actor} : std::nullopt, now);
}

bool set_limits(db::Tx& tx, VariantId variant, const Limits& limits, Time now) {
  return tx.execute(
             "UPDATE stock_levels SET minimum_stock = $1, low_stock_threshold = $2, backorder_limit = $3, "
             "changed_at = $4 WHERE variant_id = $5 AND reserved <= on_hand + $3",
             limits.minimum_stock, limits.low_stock_threshold, limits.backorder_limit, now, variant) == 1;
}

bool close_stock(db::Tx& tx, VariantId variant) {
  if (tx.one<bool>("SELECT CASE WHEN EXISTS (SELECT 1 FROM stock_movements WHERE variant_id = $1 AND "
                   "reason <> 'initial') OR EXISTS (SELECT 1 FROM stock_levels WHERE variant_id = $1 AND reserved > 0) "
                   "THEN 1 ELSE 0 END",
                   variant))
    return false;
  tx.send("DELETE FROM stock_movements WHERE variant_id = $1", variant);
  tx.send("DELETE FROM stock_levels WHERE variant_id = $1", variant);
  return true;
}

}  // namespace hurtrock::inventory
