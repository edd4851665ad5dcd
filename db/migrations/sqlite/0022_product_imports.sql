-- Files of products that staff have sent. `run` grows with every check and every import of the same file; `done` of its
-- `products` are dealt with in the present one, which is written in the transaction that deals with them.
CREATE TABLE product_imports (
  id INTEGER PRIMARY KEY,
  file TEXT NOT NULL CONSTRAINT product_imports_file_unique UNIQUE,
  file_name TEXT NOT NULL,
  encoding TEXT NOT NULL,
  delimiter TEXT NOT NULL,
  column_set TEXT NOT NULL CONSTRAINT product_imports_column_set CHECK (
    column_set IN ('own', 'woocommerce', 'shopify')),
  settings_json TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'columns' CONSTRAINT product_imports_state CHECK (
    state IN ('columns', 'checking', 'checked', 'running', 'finished', 'cancelled', 'failed')),
  run INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL,
  products INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  refused_rows INTEGER NOT NULL DEFAULT 0,
  failure TEXT NOT NULL DEFAULT '',
  failure_row INTEGER NOT NULL DEFAULT 0,
  created_by INTEGER REFERENCES users (id),
  actor_name TEXT NOT NULL,
  remote_address TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  CONSTRAINT product_imports_progress CHECK (done BETWEEN 0 AND products)
) STRICT;

-- What a run says of rows: those that it refuses, each with what is wrong in both languages, and of a check the first
-- that it would create or change.
CREATE TABLE product_import_notes (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES product_imports (id) ON DELETE CASCADE,
  run INTEGER NOT NULL,
  kind TEXT NOT NULL CONSTRAINT product_import_notes_kind CHECK (kind IN ('created', 'changed', 'refused')),
  row_number INTEGER NOT NULL,
  row_offset INTEGER NOT NULL,
  row_length INTEGER NOT NULL,
  subject TEXT NOT NULL,
  column_title TEXT NOT NULL DEFAULT '',
  text_id TEXT NOT NULL DEFAULT '',
  text_en TEXT NOT NULL DEFAULT '',
  before_json TEXT NOT NULL DEFAULT 'null',
  after_json TEXT NOT NULL DEFAULT 'null'
) STRICT;
CREATE INDEX product_import_notes_of_run ON product_import_notes (import_id, run, kind, id);
