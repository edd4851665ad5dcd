-- What somebody would like to have. A list belongs to a session, or to an account, as a cart does. share_token is the
-- secret part of the address under which its owner lets others see it; none: nobody else does.
CREATE TABLE wishlists (
  id INTEGER PRIMARY KEY,
  session_id INTEGER CONSTRAINT wishlists_session_unique UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
  user_id INTEGER CONSTRAINT wishlists_user_unique UNIQUE REFERENCES users (id) ON DELETE CASCADE,
  share_token TEXT CONSTRAINT wishlists_share_token_unique UNIQUE,
  updated_at INTEGER NOT NULL,
  CONSTRAINT wishlists_one_owner CHECK ((session_id IS NULL) <> (user_id IS NULL))
) STRICT;

-- price_then is what the variant cost when it was put on the list.
CREATE TABLE wishlist_items (
  id INTEGER PRIMARY KEY,
  wishlist_id INTEGER NOT NULL REFERENCES wishlists (id) ON DELETE CASCADE,
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  price_then INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  CONSTRAINT wishlist_items_variant_unique UNIQUE (wishlist_id, variant_id)
) STRICT;
CREATE INDEX wishlist_items_of_variant ON wishlist_items (variant_id);
