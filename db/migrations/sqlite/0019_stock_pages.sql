-- The staff's pages about stock.

-- Why a level was corrected, and the form that asked for it: sent twice, it corrects once.
ALTER TABLE stock_movements ADD COLUMN cause TEXT NOT NULL DEFAULT ''
  CONSTRAINT stock_movements_cause CHECK (cause = '' OR (reason = 'correction' AND
    cause IN ('counted', 'damaged', 'lost', 'found', 'to_supplier', 'other')));
ALTER TABLE stock_movements ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE stock_movements ADD COLUMN request_key TEXT;
CREATE UNIQUE INDEX stock_movements_requested_once ON stock_movements (request_key) WHERE request_key IS NOT NULL;

-- What is left after each movement is added up in the index.
DROP INDEX stock_movements_of_variant;
CREATE INDEX stock_movements_of_variant ON stock_movements (variant_id, id, delta);

-- The orders of the list of variants.
CREATE INDEX stock_levels_by_free ON stock_levels ((on_hand - reserved), variant_id);
DROP INDEX stock_levels_changed;
CREATE INDEX stock_levels_changed ON stock_levels (changed_at, variant_id);

-- Orders to suppliers. Numbers are for people; they may leave gaps.
CREATE TABLE purchase_order_counters (
  year INTEGER PRIMARY KEY,
  last_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE purchase_orders (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL CONSTRAINT purchase_orders_number_unique UNIQUE,
  supplier_id INTEGER NOT NULL REFERENCES suppliers (id),
  state TEXT NOT NULL CONSTRAINT purchase_orders_state CHECK (
    state IN ('draft', 'ordered', 'partially_received', 'received', 'cancelled')),
  version INTEGER NOT NULL DEFAULT 1,
  expected_at INTEGER,
  note TEXT NOT NULL DEFAULT '',
  request_key TEXT NOT NULL CONSTRAINT purchase_orders_requested_once UNIQUE,
  created_by INTEGER NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  ordered_at INTEGER,
  closed_at INTEGER,
  CONSTRAINT purchase_orders_closed CHECK ((state IN ('received', 'cancelled')) = (closed_at IS NOT NULL)),
  CONSTRAINT purchase_orders_ordered CHECK (
    CASE state WHEN 'draft' THEN ordered_at IS NULL WHEN 'cancelled' THEN 1 = 1 ELSE ordered_at IS NOT NULL END)
) STRICT;
CREATE INDEX purchase_orders_in_state ON purchase_orders (state, id);
CREATE INDEX purchase_orders_of_supplier ON purchase_orders (supplier_id, id);

-- `received` is the sum of what the receptions say of the line; it may be more than was ordered.
CREATE TABLE purchase_order_lines (
  id INTEGER PRIMARY KEY,
  purchase_order_id INTEGER NOT NULL REFERENCES purchase_orders (id),
  position INTEGER NOT NULL,
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  options TEXT NOT NULL,
  quantity INTEGER NOT NULL CONSTRAINT purchase_order_lines_quantity CHECK (quantity BETWEEN 1 AND 100000),
  unit_cost INTEGER NOT NULL CONSTRAINT purchase_order_lines_cost CHECK (unit_cost BETWEEN 0 AND 100000000000),
  received INTEGER NOT NULL DEFAULT 0 CONSTRAINT purchase_order_lines_received CHECK (received >= 0),
  CONSTRAINT purchase_order_lines_variant_unique UNIQUE (purchase_order_id, variant_id)
) STRICT;
CREATE INDEX purchase_order_lines_of_variant ON purchase_order_lines (variant_id, id);

CREATE TABLE purchase_receptions (
  id INTEGER PRIMARY KEY,
  purchase_order_id INTEGER NOT NULL REFERENCES purchase_orders (id),
  note TEXT NOT NULL DEFAULT '',
  request_key TEXT NOT NULL CONSTRAINT purchase_receptions_requested_once UNIQUE,
  received_by INTEGER NOT NULL REFERENCES users (id),
  received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX purchase_receptions_of_order ON purchase_receptions (purchase_order_id, id);

CREATE TABLE purchase_reception_lines (
  id INTEGER PRIMARY KEY,
  reception_id INTEGER NOT NULL REFERENCES purchase_receptions (id),
  order_line_id INTEGER NOT NULL REFERENCES purchase_order_lines (id),
  quantity INTEGER NOT NULL CONSTRAINT purchase_reception_lines_quantity CHECK (quantity BETWEEN 1 AND 100000),
  CONSTRAINT purchase_reception_lines_line_unique UNIQUE (reception_id, order_line_id)
) STRICT;
CREATE INDEX purchase_reception_lines_of_line ON purchase_reception_lines (order_line_id);

-- Each line of a reception raises the stock once.
ALTER TABLE stock_movements ADD COLUMN reception_line_id INTEGER REFERENCES purchase_reception_lines (id)
  CONSTRAINT stock_movements_reception CHECK (reception_line_id IS NULL OR (reason = 'received' AND delta > 0));
CREATE UNIQUE INDEX stock_movements_received_once ON stock_movements (reception_line_id)
  WHERE reception_line_id IS NOT NULL;

-- Counting what is there: everything, or what belongs to one category or supplier.
CREATE TABLE stock_takes (
  id INTEGER PRIMARY KEY,
  category_id INTEGER,  -- which may be gone by now
  supplier_id INTEGER REFERENCES suppliers (id),
  note TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CONSTRAINT stock_takes_state CHECK (state IN ('counting', 'applied', 'cancelled')),
  version INTEGER NOT NULL DEFAULT 1,
  request_key TEXT NOT NULL CONSTRAINT stock_takes_requested_once UNIQUE,
  started_by INTEGER NOT NULL REFERENCES users (id),
  started_at INTEGER NOT NULL,
  ended_by INTEGER REFERENCES users (id),
  ended_at INTEGER,
  CONSTRAINT stock_takes_ended CHECK ((state = 'counting') = (ended_at IS NULL)),
  CONSTRAINT stock_takes_scope CHECK (category_id IS NULL OR supplier_id IS NULL)
) STRICT;

-- `counted` is the sum of the counts; `first_expected` and `expected` are what should have lain on the shelf when the
-- variant was counted first and last: what is on hand, and what is sold and still to be packed.
CREATE TABLE stock_take_lines (
  id INTEGER PRIMARY KEY,
  stock_take_id INTEGER NOT NULL REFERENCES stock_takes (id),
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  counted INTEGER NOT NULL CONSTRAINT stock_take_lines_counted CHECK (counted BETWEEN 0 AND 100000),
  first_expected INTEGER NOT NULL,
  expected INTEGER NOT NULL,
  counted_at INTEGER NOT NULL,
  CONSTRAINT stock_take_lines_variant_unique UNIQUE (stock_take_id, variant_id)
) STRICT;
CREATE INDEX stock_take_lines_of_variant ON stock_take_lines (variant_id);

CREATE TABLE stock_take_counts (
  id INTEGER PRIMARY KEY,
  stock_take_line_id INTEGER NOT NULL REFERENCES stock_take_lines (id),
  pieces INTEGER NOT NULL,
  request_key TEXT NOT NULL CONSTRAINT stock_take_counts_requested_once UNIQUE,
  counted_by INTEGER NOT NULL REFERENCES users (id),
  counted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_take_counts_of_line ON stock_take_counts (stock_take_line_id, id);

-- Each difference moves the stock once.
ALTER TABLE stock_movements ADD COLUMN stock_take_line_id INTEGER REFERENCES stock_take_lines (id)
  CONSTRAINT stock_movements_take CHECK (stock_take_line_id IS NULL OR reason = 'stock_take');
CREATE UNIQUE INDEX stock_movements_taken_once ON stock_movements (stock_take_line_id)
  WHERE stock_take_line_id IS NOT NULL;
