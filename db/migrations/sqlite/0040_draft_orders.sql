-- Orders that staff compose for somebody who writes, calls or stands at the counter: what the checkout's form holds, and
-- '' where nothing is known yet. A draft reserves nothing. order_id is the order it has become; user_id the account whose
-- order that is, and none for a guest. Of one form there is one draft, however often it is sent.
CREATE TABLE draft_orders (
  id INTEGER PRIMARY KEY,
  request_key TEXT NOT NULL CONSTRAINT draft_orders_request_unique UNIQUE,
  user_id INTEGER REFERENCES users (id),
  contact_name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  street TEXT NOT NULL,
  area_code TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  address_note TEXT NOT NULL,
  shipping_code TEXT NOT NULL,
  payment_method TEXT NOT NULL CONSTRAINT draft_orders_payment_method CHECK (
    payment_method IN ('', 'stripe', 'midtrans', 'cod', 'bank_transfer')),
  language TEXT NOT NULL CONSTRAINT draft_orders_language CHECK (language IN ('id', 'en')),
  staff_note TEXT NOT NULL,
  created_by INTEGER NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  order_id INTEGER CONSTRAINT draft_orders_order_unique UNIQUE REFERENCES orders (id),
  placed_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT draft_orders_placed CHECK ((order_id IS NULL) = (placed_at IS NULL))
) STRICT;
CREATE INDEX draft_orders_open ON draft_orders (id) WHERE order_id IS NULL;
CREATE INDEX draft_orders_done ON draft_orders (id) WHERE order_id IS NOT NULL;
CREATE INDEX draft_orders_of_user ON draft_orders (user_id) WHERE user_id IS NOT NULL;

-- unit_price_seen is the price that staff were last shown; placing the order at a higher one needs another look.
CREATE TABLE draft_order_lines (
  draft_id INTEGER NOT NULL REFERENCES draft_orders (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  quantity INTEGER NOT NULL CONSTRAINT draft_order_lines_quantity CHECK (quantity BETWEEN 1 AND 999),
  unit_price_seen INTEGER NOT NULL CONSTRAINT draft_order_lines_price CHECK (unit_price_seen >= 0),
  PRIMARY KEY (draft_id, position),
  CONSTRAINT draft_order_lines_once UNIQUE (draft_id, variant_id)
) STRICT;
CREATE INDEX draft_order_lines_of_variant ON draft_order_lines (variant_id);
