#include "cart/store.hpp"

namespace hurtrock::cart {

std::int64_t count(db::Tx& tx, const Owner& owner) {
  return tx.one<std::int64_t>(
      owner.user
          ? "SELECT CAST(COALESCE(SUM(i.quantity), 0) AS BIGINT) FROM carts c JOIN cart_items i ON i.cart_id = c.id "
            "WHERE c.user_id = $1"
          : "SELECT CAST(COALESCE(SUM(i.quantity), 0) AS BIGINT) FROM carts c JOIN cart_items i ON i.cart_id = c.id "
            "WHERE c.session_id = $1",
      owner.user ? owner.user->value() : owner.session->value());
}

CartId lock(db::Tx& tx, const Owner& owner, Time now) { return store::open_cart(tx, owner, now); }

void accept_prices(db::Tx& tx, const Owner& owner) {
  if (const auto cart = store::find_cart(tx, owner))
    tx.send(
        "UPDATE cart_items SET unit_price_seen = (SELECT v.price FROM variants v WHERE v.id = cart_items.variant_id) "
        "WHERE cart_id = $1",
        *cart);
}

void clear(db::Tx& tx, CartId cart) { tx.send("DELETE FROM cart_items WHERE cart_id = $1", cart); }

void forget(db::Tx& tx, UserId user) { tx.send("DELETE FROM carts WHERE user_id = $1", user); }

void merge(db::Tx& tx, SessionId session, UserId user, Time now) {
  const Owner visitor{.user = std::nullopt, .session = session};
  if (!store::find_cart(tx, visitor)) return;
  // Locked, so that what another tab is adding at this moment comes along or stays, and is not lost in between.
  const CartId source = store::open_cart(tx, visitor, now);
  const CartId target = store::open_cart(tx, {.user = user, .session = std::nullopt}, now);
  tx.send(
      "INSERT INTO cart_items (cart_id, variant_id, quantity, unit_price_seen, added_at) "
      "SELECT CAST($1 AS BIGINT), variant_id, quantity, unit_price_seen, added_at FROM cart_items WHERE cart_id = $2 "
      "ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = "
      "CASE WHEN cart_items.quantity + excluded.quantity > 999 THEN 999 ELSE cart_items.quantity + excluded.quantity "
      "END",
      target, source);
  tx.send("DELETE FROM carts WHERE id = $1", source);
  tx.send(
      "DELETE FROM cart_items WHERE cart_id = $1 AND id NOT IN "
      "(SELECT id FROM cart_items WHERE cart_id = $1 ORDER BY added_at DESC, id DESC LIMIT $2)",
      target, kMostLines);
}

namespace store {

std::optional<CartId> find_cart(db::Tx& tx, const Owner& owner) {
  return owner.user ? tx.maybe_value<CartId>("SELECT id FROM carts WHERE user_id = $1", *owner.user)
                    : tx.maybe_value<CartId>("SELECT id FROM carts WHERE session_id = $1", *owner.session);
}

CartId open_cart(db::Tx& tx, const Owner& owner, Time now) {
  if (owner.user)
    return tx.one<CartId>(
        "INSERT INTO carts (user_id, updated_at) VALUES ($1, $2) "
        "ON CONFLICT (user_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id",
        *owner.user, now);
  return tx.one<CartId>(
      "INSERT INTO carts (session_id, updated_at) VALUES ($1, $2) "
      "ON CONFLICT (session_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id",
      *owner.session, now);
}

std::vector<Item> items(db::Tx& tx, CartId cart) {
  std::vector<Item> found;
  for (const auto& [id, variant, quantity, price] : tx.all<CartItemId, VariantId, std::int64_t, Money>(
           "SELECT id, variant_id, quantity, unit_price_seen FROM cart_items WHERE cart_id = $1 ORDER BY added_at, id",
           cart))
    found.push_back({id, variant, quantity, price});
  return found;
}

std::optional<Item> find_item(db::Tx& tx, CartId cart, CartItemId item) {
  const auto row = tx.maybe<VariantId, std::int64_t, Money>(
      "SELECT variant_id, quantity, unit_price_seen FROM cart_items WHERE id = $1 AND cart_id = $2", item, cart);
  if (!row) return std::nullopt;
  const auto& [variant, quantity, price] = *row;
  return Item{item, variant, quantity, price};
}

std::int64_t quantity_of(db::Tx& tx, CartId cart, VariantId variant) {
  return tx
      .maybe_value<std::int64_t>("SELECT quantity FROM cart_items WHERE cart_id = $1 AND variant_id = $2", cart,
                                 variant)
      .value_or(0);
}

void put_item(db::Tx& tx, CartId cart, VariantId variant, std::int64_t quantity, Money price, Time now) {
  tx.send(
      "INSERT INTO cart_items (cart_id, variant_id, quantity, unit_price_seen, added_at) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity",
      cart, variant, quantity, price, now);
}

void set_item(db::Tx& tx, CartItemId item, std::int64_t quantity) {
  tx.send("UPDATE cart_items SET quantity = $1 WHERE id = $2", quantity, item);
}

bool delete_item(db::Tx& tx, CartId cart, CartItemId item) {
  return tx.execute("DELETE FROM cart_items WHERE id = $1 AND cart_id = $2", item, cart) == 1;
}

std::int64_t line_count(db::Tx& tx, CartId cart) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM cart_items WHERE cart_id = $1", cart);
}

}  // namespace store
}  // namespace hurtrock::cart
