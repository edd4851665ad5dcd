-- Changes to all products that a list of the staff found. `done` of its `products`, those with ids up to `last_product`, are
-- dealt with, which is written in the transaction that deals with them; `kept` of them stay as they are. `request_key` is of
-- the preview that was applied: it is applied once.
CREATE TABLE bulk_runs (
  id INTEGER PRIMARY KEY,
  request_key TEXT NOT NULL CONSTRAINT bulk_runs_request_key_unique UNIQUE,
  kind TEXT NOT NULL CONSTRAINT bulk_runs_kind CHECK (
    kind IN ('percent', 'amount', 'active', 'hidden', 'featured', 'unfeatured', 'category')),
  milli_percent INTEGER NOT NULL DEFAULT 0,
  amount INTEGER NOT NULL DEFAULT 0,
  rounding INTEGER NOT NULL DEFAULT 1,
  category_id INTEGER,
  list_url TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'running' CONSTRAINT bulk_runs_state CHECK (state IN ('running', 'stopped', 'finished')),
  products INTEGER NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  kept INTEGER NOT NULL DEFAULT 0,
  last_product INTEGER NOT NULL DEFAULT 0,
  created_by INTEGER REFERENCES users (id),
  actor_name TEXT NOT NULL,
  remote_address TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  CONSTRAINT bulk_runs_progress CHECK (kept BETWEEN 0 AND done AND done BETWEEN 0 AND products)
) STRICT;
CREATE INDEX bulk_runs_unfinished ON bulk_runs (id) WHERE state <> 'finished';

-- The products of each, with the version that its editor was shown. `reason`: why it stays as it is. They may be gone by
-- their turn.
CREATE TABLE bulk_run_products (
  run_id INTEGER NOT NULL REFERENCES bulk_runs (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  reason TEXT NOT NULL DEFAULT '' CONSTRAINT bulk_run_products_reason CHECK (
    reason IN ('', 'changed', 'price', 'not_ready', 'no_category')),
  PRIMARY KEY (run_id, product_id)
) STRICT;
CREATE INDEX bulk_run_products_kept ON bulk_run_products (run_id, product_id) WHERE reason <> '';
