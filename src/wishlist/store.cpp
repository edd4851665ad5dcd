#include "wishlist/store.hpp"

namespace hurtrock::wishlist::store {

std::optional<WishlistId> find_list(db::Tx& tx, const Owner& owner) {
  return owner.user ? tx.maybe_value<WishlistId>("SELECT id FROM wishlists WHERE user_id = $1", *owner.user)
                    : tx.maybe_value<WishlistId>("SELECT id FROM wishlists WHERE session_id = $1", *owner.session);
}

std::optional<WishlistId> find_shared(db::Tx& tx, std::string_view token) {
  return tx.maybe_value<WishlistId>("SELECT id FROM wishlists WHERE share_token = $1", token);
}

WishlistId open_list(db::Tx& tx, const Owner& owner, Time now) {
  if (owner.user)
    return tx.one<WishlistId>(
        "INSERT INTO wishlists (user_id, updated_at) VALUES ($1, $2) "
        "ON CONFLICT (user_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id",
        *owner.user, now);
  return tx.one<WishlistId>(
      "INSERT INTO wishlists (session_id, updated_at) VALUES ($1, $2) "
      "ON CONFLICT (session_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id",
      *owner.session, now);
}

std::vector<Item> items(db::Tx& tx, WishlistId list) {
  std::vector<Item> found;
  for (const auto& [variant, price, added_at] : tx.all<VariantId, Money, Time>(
           "SELECT variant_id, price_then, added_at FROM wishlist_items WHERE wishlist_id = $1 "
           "ORDER BY added_at DESC, id DESC",
           list))
    found.push_back({variant, price, added_at});
  return found;
}

std::int64_t item_count(db::Tx& tx, WishlistId list) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM wishlist_items WHERE wishlist_id = $1", list);
}

void add_item(db::Tx& tx, WishlistId list, const Item& item) {
  tx.send(
      "INSERT INTO wishlist_items (wishlist_id, variant_id, price_then, added_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (wishlist_id, variant_id) DO NOTHING",
      list, item.variant, item.price_then, item.added_at);
}

void delete_item(db::Tx& tx, WishlistId list, VariantId variant) {
  tx.send("DELETE FROM wishlist_items WHERE wishlist_id = $1 AND variant_id = $2", list, variant);
}

void copy_items(db::Tx& tx, WishlistId source, WishlistId target) {
  tx.send(
      "INSERT INTO wishlist_items (wishlist_id, variant_id, price_then, added_at) "
      "SELECT CAST($1 AS BIGINT), variant_id, price_then, added_at FROM wishlist_items WHERE wishlist_id = $2 "
      "ON CONFLICT (wishlist_id, variant_id) DO NOTHING",
      target, source);
}

void keep_newest(db::Tx& tx, WishlistId list, std::int64_t kept) {
  tx.send(
      "DELETE FROM wishlist_items WHERE wishlist_id = $1 AND id NOT IN "
      "(SELECT id FROM wishlist_items WHERE wishlist_id = $1 ORDER BY added_at DESC, id DESC LIMIT $2)",
      list, kept);
}

void delete_list(db::Tx& tx, WishlistId list) { tx.send("DELETE FROM wishlists WHERE id = $1", list); }

std::optional<std::string> share_token(db::Tx& tx, WishlistId list) {
  return tx.one<std::optional<std::string>>("SELECT share_token FROM wishlists WHERE id = $1", list);
}

void set_share_token(db::Tx& tx, WishlistId list, const std::optional<std::string>& token) {
  tx.send("UPDATE wishlists SET share_token = $1 WHERE id = $2", token, list);
}

}  // namespace hurtrock::wishlist::store
