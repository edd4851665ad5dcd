#include "back_in_stock/store.hpp"

namespace hurtrock::back_in_stock::store {

bool is_waiting(db::Tx& tx, std::string_view email, VariantId variant) {
  return tx
      .maybe_value<std::int64_t>(
          "SELECT 1 FROM stock_wishes WHERE email = $1 AND variant_id = $2 AND state = 'waiting'", email, variant)
      .has_value();
}

std::int64_t count_of(db::Tx& tx, std::string_view email) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM stock_wishes WHERE email = $1", email);
}

void add(db::Tx& tx, const Wish& wish, Time now) {
  tx.send(
      "INSERT INTO stock_wishes (variant_id, email, language, asked_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (email, variant_id) WHERE state = 'waiting' DO NOTHING",
      wish.variant, wish.email, i18n::code(wish.language), now);
}

std::vector<std::pair<StockWishId, VariantId>> waiting_of(db::Tx& tx, std::string_view email) {
  std::vector<std::pair<StockWishId, VariantId>> found;
  for (const auto& [id, variant] : tx.all<StockWishId, VariantId>(
           "SELECT id, variant_id FROM stock_wishes WHERE email = $1 AND state = 'waiting' ORDER BY id LIMIT $2", email,
           kMostOfMailbox))
    found.emplace_back(id, variant);
  return found;
}

bool withdraw(db::Tx& tx, std::string_view email, StockWishId wish, Time now) {
  return tx.execute(
             "UPDATE stock_wishes SET state = 'withdrawn', ended_at = $1 WHERE id = $2 AND email = $3 "
             "AND state = 'waiting'",
             now, wish, email) == 1;
}

void withdraw_all(db::Tx& tx, std::string_view email, Time now) {
  tx.send("UPDATE stock_wishes SET state = 'withdrawn', ended_at = $1 WHERE email = $2 AND state = 'waiting'", now,
          email);
}

void delete_of(db::Tx& tx, std::string_view email) { tx.send("DELETE FROM stock_wishes WHERE email = $1", email); }

std::int64_t lock_free_pieces(db::Tx& tx, VariantId variant) {
  return tx
      .maybe_value<std::int64_t>("SELECT on_hand - reserved FROM stock_levels WHERE variant_id = $1 FOR UPDATE",
                                 variant)
      .value_or(0);
}

std::int64_t told_since(db::Tx& tx, VariantId variant, Time since) {
  return tx.one<std::int64_t>(
      "SELECT COUNT(*) FROM stock_wishes WHERE variant_id = $1 AND state = 'told' AND ended_at > $2", variant, since);
}

std::vector<VariantId> variants_to_tell(db::Tx& tx, Time told_since, std::int64_t limit) {
  std::vector<VariantId> found;
  for (const auto& [variant] : tx.all<VariantId>(
           "SELECT s.variant_id FROM stock_levels s JOIN variants v ON v.id = s.variant_id "
           "JOIN products p ON p.id = v.product_id "
           "WHERE s.variant_id IN (SELECT variant_id FROM stock_wishes WHERE state = 'waiting') "
           "AND s.on_hand > s.reserved AND v.state = 'active' AND p.state = 'active' "
           "AND (SELECT COUNT(*) FROM stock_wishes t WHERE t.variant_id = s.variant_id AND t.state = 'told' "
           "AND t.ended_at > $1) < $2 * (s.on_hand - s.reserved) ORDER BY s.variant_id LIMIT $3",
           told_since, kToldPerPiece, limit))
    found.push_back(variant);
  return found;
}

std::vector<Waiter> first_waiters(db::Tx& tx, VariantId variant, std::int64_t limit) {
  std::vector<Waiter> found;
  for (auto& [id, email, language] : tx.all<StockWishId, std::string, std::string>(
           "SELECT id, email, language FROM stock_wishes WHERE variant_id = $1 AND state = 'waiting' "
           "ORDER BY id LIMIT $2",
           variant, limit))
    found.push_back({.id = id,
                     .email = std::move(email),
                     .language = language == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian});
  return found;
}

bool mark_told(db::Tx& tx, StockWishId wish, Time now) {
  return tx.execute("UPDATE stock_wishes SET state = 'told', ended_at = $1 WHERE id = $2 AND state = 'waiting'", now,
                    wish) == 1;
}

void delete_unsold(db::Tx& tx) {
  tx.send(
      "DELETE FROM stock_wishes WHERE state = 'waiting' AND variant_id IN (SELECT v.id FROM variants v "
      "JOIN products p ON p.id = v.product_id WHERE v.state = 'archived' OR p.state = 'archived')");
}

void delete_asked_before(db::Tx& tx, Time before) {
  tx.send("DELETE FROM stock_wishes WHERE state = 'waiting' AND asked_at < $1", before);
}

void delete_ended_before(db::Tx& tx, Time before) { tx.send("DELETE FROM stock_wishes WHERE ended_at < $1", before); }

}  // namespace hurtrock::back_in_stock::store
