-- The shop's core. Times are microseconds since 1970 in UTC, money is whole rupiah, flags are 0 or 1, weights are grams,
-- lengths millimetres. Names that people see come in Indonesian (_id) and English (_en).

-- Accounts -----------------------------------------------------------------------------------------------------------

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL CONSTRAINT users_email_unique UNIQUE,
  name TEXT NOT NULL,
  phone TEXT,
  password_hash TEXT,
  role TEXT NOT NULL DEFAULT 'buyer' CONSTRAINT users_role CHECK (role IN ('buyer', 'staff', 'admin')),
  active INTEGER NOT NULL DEFAULT 1 CONSTRAINT users_active CHECK (active IN (0, 1)),
  language TEXT NOT NULL DEFAULT 'id' CONSTRAINT users_language CHECK (language IN ('id', 'en')),
  email_verified_at INTEGER,
  created_at INTEGER NOT NULL,
  last_login_at INTEGER,
  CONSTRAINT users_email_lower CHECK (email = lower(email))
) STRICT;

CREATE TABLE addresses (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  recipient TEXT NOT NULL,
  phone TEXT NOT NULL,
  street TEXT NOT NULL,
  area_code TEXT NOT NULL,
  postal_code TEXT,
  note TEXT,
  is_default INTEGER NOT NULL DEFAULT 0 CONSTRAINT addresses_is_default CHECK (is_default IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX addresses_of_user ON addresses (user_id);
CREATE UNIQUE INDEX addresses_one_default ON addresses (user_id) WHERE is_default = 1;

-- A session's cookie holds a random token; only its SHA-256 is stored.
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  token_hash TEXT NOT NULL CONSTRAINT sessions_token_unique UNIQUE,
  user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  remote_address TEXT NOT NULL,
  user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Mailbox verification and password reset links.
CREATE TABLE account_tokens (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CONSTRAINT account_tokens_purpose CHECK (purpose IN ('verify_email', 'reset_password')),
  token_hash TEXT NOT NULL CONSTRAINT account_tokens_unique UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX account_tokens_of_user ON account_tokens (user_id, purpose);

-- Failed attempts per account (throttle key "login:<mailbox>", "reset:<mailbox>", ...), for growing delays.
CREATE TABLE throttles (
  throttle_key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX throttles_age ON throttles (updated_at);

-- Catalogue ----------------------------------------------------------------------------------------------------------

CREATE TABLE brands (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL CONSTRAINT brands_slug_unique UNIQUE,
  name TEXT NOT NULL CONSTRAINT brands_name_unique UNIQUE
) STRICT;

CREATE TABLE categories (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES categories (id),
  slug TEXT NOT NULL CONSTRAINT categories_slug_unique UNIQUE,
  name_id TEXT NOT NULL,
  name_en TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  active INTEGER NOT NULL DEFAULT 1 CONSTRAINT categories_active CHECK (active IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT categories_not_own_parent CHECK (parent_id <> id)
) STRICT;
CREATE INDEX categories_children ON categories (parent_id, position);

CREATE TABLE suppliers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT suppliers_name_unique UNIQUE,
  contact_name TEXT,
  phone TEXT,
  email TEXT,
  address TEXT,
  active INTEGER NOT NULL DEFAULT 1 CONSTRAINT suppliers_active CHECK (active IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL CONSTRAINT products_slug_unique UNIQUE,
  name TEXT NOT NULL,
  model TEXT NOT NULL,
  brand_id INTEGER NOT NULL REFERENCES brands (id),
  category_id INTEGER NOT NULL REFERENCES categories (id),
  supplier_id INTEGER REFERENCES suppliers (id),
  description_id TEXT NOT NULL,
  description_en TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'active' CONSTRAINT products_state CHECK (state IN ('active', 'hidden', 'archived')),
  featured INTEGER NOT NULL DEFAULT 0 CONSTRAINT products_featured CHECK (featured IN (0, 1)),
  units_sold INTEGER NOT NULL DEFAULT 0 CONSTRAINT products_units_sold CHECK (units_sold >= 0),
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX products_of_brand ON products (brand_id);
CREATE INDEX products_of_category ON products (category_id);
CREATE INDEX products_of_supplier ON products (supplier_id);
CREATE INDEX products_newest ON products (created_at);

CREATE TABLE variants (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id),
  sku TEXT NOT NULL CONSTRAINT variants_sku_unique UNIQUE,
  position INTEGER NOT NULL DEFAULT 0,
  price INTEGER NOT NULL CONSTRAINT variants_price CHECK (price > 0 AND price <= 100000000000),
  compare_at_price INTEGER CONSTRAINT variants_compare_at CHECK (compare_at_price > price),
  weight_g INTEGER NOT NULL CONSTRAINT variants_weight CHECK (weight_g > 0 AND weight_g <= 1000000),
  length_mm INTEGER NOT NULL CONSTRAINT variants_length CHECK (length_mm > 0 AND length_mm <= 10000),
  width_mm INTEGER NOT NULL CONSTRAINT variants_width CHECK (width_mm > 0 AND width_mm <= 10000),
  height_mm INTEGER NOT NULL CONSTRAINT variants_height CHECK (height_mm > 0 AND height_mm <= 10000),
  state TEXT NOT NULL DEFAULT 'active' CONSTRAINT variants_state CHECK (state IN ('active', 'archived')),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX variants_of_product ON variants (product_id, position);

-- What tells the variants of one product apart: finish, orientation, strings.
CREATE TABLE variant_options (
  variant_id INTEGER NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name_id TEXT NOT NULL,
  name_en TEXT NOT NULL,
  value_id TEXT NOT NULL,
  value_en TEXT NOT NULL,
  PRIMARY KEY (variant_id, position)
) STRICT;

-- `file` names a picture in the media folder. A picture without variant belongs to all of them.
CREATE TABLE product_images (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  variant_id INTEGER REFERENCES variants (id) ON DELETE CASCADE,
  file TEXT NOT NULL,
  width INTEGER NOT NULL CONSTRAINT product_images_width CHECK (width > 0),
  height INTEGER NOT NULL CONSTRAINT product_images_height CHECK (height > 0),
  alt_id TEXT NOT NULL,
  alt_en TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  is_thumbnail INTEGER NOT NULL DEFAULT 0 CONSTRAINT product_images_is_thumbnail CHECK (is_thumbnail IN (0, 1))
) STRICT;
CREATE INDEX product_images_of_product ON product_images (product_id, position);
CREATE UNIQUE INDEX product_images_one_thumbnail ON product_images (product_id) WHERE is_thumbnail = 1;

CREATE TABLE spec_definitions (
  id INTEGER PRIMARY KEY,
  spec_key TEXT NOT NULL CONSTRAINT spec_definitions_key_unique UNIQUE,
  name_id TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT spec_definitions_kind CHECK (kind IN ('number', 'text')),
  unit TEXT
) STRICT;

-- Numbers are thousandths of the definition's unit, so that 25.5 inches needs no fraction.
CREATE TABLE product_specs (
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  definition_id INTEGER NOT NULL REFERENCES spec_definitions (id),
  position INTEGER NOT NULL,
  number_milli INTEGER,
  text_id TEXT,
  text_en TEXT,
  PRIMARY KEY (product_id, definition_id),
  CONSTRAINT product_specs_one_kind CHECK (
    (number_milli IS NOT NULL AND text_id IS NULL AND text_en IS NULL) OR
    (number_milli IS NULL AND text_id IS NOT NULL AND text_en IS NOT NULL))
) STRICT;

-- One row. Raised in the transaction of every change that the read model must see.
CREATE TABLE catalogue_version (
  id INTEGER PRIMARY KEY CONSTRAINT catalogue_version_one_row CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO catalogue_version (id, version) VALUES (1, 1);

-- Inventory ----------------------------------------------------------------------------------------------------------

-- The sum of a variant's movements is its on_hand. What may be sold now is on_hand + backorder_limit - reserved.
CREATE TABLE stock_levels (
  variant_id INTEGER PRIMARY KEY REFERENCES variants (id),
  on_hand INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_on_hand CHECK (on_hand >= 0),
  reserved INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_reserved CHECK (reserved >= 0),
  backorder_limit INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_backorder_limit CHECK (backorder_limit >= 0),
  minimum_stock INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_minimum CHECK (minimum_stock >= 0),
  low_stock_threshold INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_low_threshold CHECK (low_stock_threshold >= 0),
  changed_at INTEGER NOT NULL,
  CONSTRAINT stock_not_oversold CHECK (reserved <= on_hand + backorder_limit)
) STRICT;
CREATE INDEX stock_levels_changed ON stock_levels (changed_at);

-- Carts --------------------------------------------------------------------------------------------------------------

CREATE TABLE carts (
  id INTEGER PRIMARY KEY,
  session_id INTEGER CONSTRAINT carts_session_unique UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
  user_id INTEGER CONSTRAINT carts_user_unique UNIQUE REFERENCES users (id) ON DELETE CASCADE,
  updated_at INTEGER NOT NULL,
  CONSTRAINT carts_one_owner CHECK ((session_id IS NULL) <> (user_id IS NULL))
) STRICT;

-- unit_price_seen is the price the buyer was last shown; charging more needs another look.
CREATE TABLE cart_items (
  id INTEGER PRIMARY KEY,
  cart_id INTEGER NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  quantity INTEGER NOT NULL CONSTRAINT cart_items_quantity CHECK (quantity BETWEEN 1 AND 999),
  unit_price_seen INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  CONSTRAINT cart_items_variant_unique UNIQUE (cart_id, variant_id)
) STRICT;
CREATE INDEX cart_items_of_variant ON cart_items (variant_id);

-- Shipping -----------------------------------------------------------------------------------------------------------

-- Chargeable weight is rounded up to whole kilograms once it exceeds the last one by more than rounding_tolerance_g.
CREATE TABLE shipping_services (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT shipping_services_code_unique UNIQUE,
  courier TEXT NOT NULL,
  name TEXT NOT NULL,
  base_price INTEGER NOT NULL CONSTRAINT shipping_services_base CHECK (base_price >= 0),
  price_per_kg INTEGER NOT NULL CONSTRAINT shipping_services_per_kg CHECK (price_per_kg >= 0),
  volumetric_divisor INTEGER NOT NULL CONSTRAINT shipping_services_divisor CHECK (volumetric_divisor > 0),
  rounding_tolerance_g INTEGER NOT NULL DEFAULT 0
    CONSTRAINT shipping_services_tolerance CHECK (rounding_tolerance_g BETWEEN 0 AND 999),
  max_weight_g INTEGER,
  min_days INTEGER NOT NULL,
  max_days INTEGER NOT NULL,
  is_pickup INTEGER NOT NULL DEFAULT 0 CONSTRAINT shipping_services_pickup CHECK (is_pickup IN (0, 1)),
  active INTEGER NOT NULL DEFAULT 1 CONSTRAINT shipping_services_active CHECK (active IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT shipping_services_days CHECK (min_days >= 0 AND max_days >= min_days)
) STRICT;

CREATE TABLE shipping_zone_prices (
  service_id INTEGER NOT NULL REFERENCES shipping_services (id) ON DELETE CASCADE,
  province_code TEXT NOT NULL,
  base_price INTEGER NOT NULL CONSTRAINT shipping_zone_base CHECK (base_price >= 0),
  price_per_kg INTEGER NOT NULL CONSTRAINT shipping_zone_per_kg CHECK (price_per_kg >= 0),
  extra_days INTEGER NOT NULL DEFAULT 0 CONSTRAINT shipping_zone_days CHECK (extra_days >= 0),
  PRIMARY KEY (service_id, province_code)
) STRICT;

-- Orders -------------------------------------------------------------------------------------------------------------

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL CONSTRAINT orders_number_unique UNIQUE,
  user_id INTEGER REFERENCES users (id),
  session_id INTEGER REFERENCES sessions (id) ON DELETE SET NULL,
  state TEXT NOT NULL CONSTRAINT orders_state CHECK (
    state IN ('pending', 'paid', 'processing', 'partially_shipped', 'shipped', 'delivered', 'cancelled')),
  payment_state TEXT NOT NULL CONSTRAINT orders_payment_state CHECK (
    payment_state IN ('unpaid', 'pending', 'paid', 'failed', 'expired', 'partially_refunded', 'refunded')),
  payment_method TEXT NOT NULL CONSTRAINT orders_payment_method CHECK (
    payment_method IN ('stripe', 'midtrans', 'cod', 'bank_transfer')),
  language TEXT NOT NULL CONSTRAINT orders_language CHECK (language IN ('id', 'en')),
  contact_name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  street TEXT NOT NULL,
  area_code TEXT NOT NULL,
  kelurahan TEXT NOT NULL,
  kecamatan TEXT NOT NULL,
  kota TEXT NOT NULL,
  provinsi TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  address_note TEXT NOT NULL,
  note TEXT NOT NULL,
  shipping_code TEXT NOT NULL,
  shipping_name TEXT NOT NULL,
  shipping_courier TEXT NOT NULL,
  shipping_min_days INTEGER NOT NULL,
  shipping_max_days INTEGER NOT NULL,
  chargeable_weight_g INTEGER NOT NULL,
  goods_total INTEGER NOT NULL CONSTRAINT orders_goods_total CHECK (goods_total > 0),
  shipping_total INTEGER NOT NULL CONSTRAINT orders_shipping_total CHECK (shipping_total >= 0),
  fee_total INTEGER NOT NULL DEFAULT 0 CONSTRAINT orders_fee_total CHECK (fee_total >= 0),
  discount_total INTEGER NOT NULL DEFAULT 0 CONSTRAINT orders_discount_total CHECK (discount_total >= 0),
  total INTEGER NOT NULL,
  hold_until INTEGER,
  placed_at INTEGER NOT NULL,
  paid_at INTEGER,
  cancelled_at INTEGER,
  delivered_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT orders_total_adds_up CHECK (total = goods_total + shipping_total + fee_total - discount_total),
  CONSTRAINT orders_total_positive CHECK (total > 0),
  CONSTRAINT orders_pending_is_held CHECK (state <> 'pending' OR hold_until IS NOT NULL),
  CONSTRAINT orders_paid_at CHECK (
    payment_state NOT IN ('paid', 'partially_refunded', 'refunded') OR paid_at IS NOT NULL)
) STRICT;
CREATE INDEX orders_of_user ON orders (user_id, placed_at);
CREATE INDEX orders_of_session ON orders (session_id);
CREATE INDEX orders_newest ON orders (placed_at);
CREATE INDEX orders_by_state ON orders (state, placed_at);
CREATE INDEX orders_by_payment_state ON orders (payment_state, placed_at);
CREATE INDEX orders_by_both_states ON orders (payment_state, state, placed_at);
CREATE INDEX orders_by_email ON orders (email, placed_at);
CREATE INDEX orders_holds ON orders (hold_until) WHERE state = 'pending';

CREATE TABLE order_lines (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  position INTEGER NOT NULL,
  product_id INTEGER NOT NULL REFERENCES products (id),
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  options TEXT NOT NULL,
  quantity INTEGER NOT NULL CONSTRAINT order_lines_quantity CHECK (quantity > 0),
  unit_price INTEGER NOT NULL CONSTRAINT order_lines_unit_price CHECK (unit_price > 0),
  line_total INTEGER NOT NULL,
  weight_g INTEGER NOT NULL,
  CONSTRAINT order_lines_total_adds_up CHECK (line_total = quantity * unit_price),
  CONSTRAINT order_lines_position_unique UNIQUE (order_id, position)
) STRICT;
CREATE INDEX order_lines_of_variant ON order_lines (variant_id);

-- What happened to an order, in order, never changed afterwards.
CREATE TABLE order_events (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor_kind TEXT NOT NULL CONSTRAINT order_events_actor CHECK (actor_kind IN ('buyer', 'staff', 'system', 'gateway')),
  actor_id INTEGER REFERENCES users (id),
  state_before TEXT,
  state_after TEXT,
  payment_state_before TEXT,
  payment_state_after TEXT,
  detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX order_events_of_order ON order_events (order_id, id);

-- One checkout request is one order, however often it is sent. The answer is kept for repeats once it is final.
CREATE TABLE checkout_requests (
  scope TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  answer TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (scope, idempotency_key)
) STRICT;
CREATE INDEX checkout_requests_age ON checkout_requests (created_at);
CREATE INDEX checkout_requests_of_order ON checkout_requests (order_id);

CREATE TABLE reservations (
  order_line_id INTEGER PRIMARY KEY REFERENCES order_lines (id),
  order_id INTEGER NOT NULL REFERENCES orders (id),
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  quantity INTEGER NOT NULL CONSTRAINT reservations_quantity CHECK (quantity > 0),
  state TEXT NOT NULL CONSTRAINT reservations_state CHECK (state IN ('held', 'committed', 'released')),
  created_at INTEGER NOT NULL,
  settled_at INTEGER,
  CONSTRAINT reservations_settled CHECK ((state = 'held') = (settled_at IS NULL))
) STRICT;
CREATE INDEX reservations_of_order ON reservations (order_id);
CREATE INDEX reservations_held ON reservations (variant_id) WHERE state = 'held';

CREATE TABLE stock_movements (
  id INTEGER PRIMARY KEY,
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  delta INTEGER NOT NULL CONSTRAINT stock_movements_delta CHECK (delta <> 0),
  reason TEXT NOT NULL CONSTRAINT stock_movements_reason CHECK (
    reason IN ('initial', 'received', 'sold', 'returned', 'correction', 'stock_take')),
  order_line_id INTEGER REFERENCES order_lines (id),
  reference TEXT NOT NULL DEFAULT '',
  actor_id INTEGER REFERENCES users (id),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_movements_of_variant ON stock_movements (variant_id, id);
CREATE INDEX stock_movements_of_line ON stock_movements (order_line_id);
CREATE UNIQUE INDEX stock_movements_sold_once ON stock_movements (order_line_id) WHERE reason = 'sold';

CREATE TABLE shipments (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  position INTEGER NOT NULL,
  courier TEXT NOT NULL,
  tracking_number TEXT NOT NULL,
  shipped_at INTEGER NOT NULL,
  delivered_at INTEGER,
  created_by INTEGER REFERENCES users (id),
  CONSTRAINT shipments_position_unique UNIQUE (order_id, position)
) STRICT;
CREATE INDEX shipments_by_tracking ON shipments (tracking_number);

CREATE TABLE shipment_lines (
  shipment_id INTEGER NOT NULL REFERENCES shipments (id),
  order_line_id INTEGER NOT NULL REFERENCES order_lines (id),
  quantity INTEGER NOT NULL CONSTRAINT shipment_lines_quantity CHECK (quantity > 0),
  PRIMARY KEY (shipment_id, order_line_id)
) STRICT;
CREATE INDEX shipment_lines_of_line ON shipment_lines (order_line_id);

CREATE TABLE invoice_counters (
  year INTEGER PRIMARY KEY,
  last_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE invoices (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL CONSTRAINT invoices_order_unique UNIQUE REFERENCES orders (id),
  year INTEGER NOT NULL,
  sequence INTEGER NOT NULL CONSTRAINT invoices_sequence CHECK (sequence > 0),
  number TEXT NOT NULL CONSTRAINT invoices_number_unique UNIQUE,
  total INTEGER NOT NULL,
  tax_base INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  CONSTRAINT invoices_year_sequence_unique UNIQUE (year, sequence)
) STRICT;

-- Payments -----------------------------------------------------------------------------------------------------------

-- One row for every attempt to have an order paid. `reference` is our name for it at the provider. The row is there
-- before the provider is asked; lease_until keeps two workers from opening it at once.
CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  attempt INTEGER NOT NULL CONSTRAINT payments_attempt CHECK (attempt > 0),
  provider TEXT NOT NULL CONSTRAINT payments_provider CHECK (
    provider IN ('stripe', 'midtrans', 'cod', 'bank_transfer')),
  reference TEXT NOT NULL CONSTRAINT payments_reference_unique UNIQUE,
  amount INTEGER NOT NULL CONSTRAINT payments_amount CHECK (amount > 0),
  state TEXT NOT NULL CONSTRAINT payments_state CHECK (
    state IN ('opening', 'open', 'pending', 'challenge', 'paid', 'failed', 'expired', 'cancelled', 'mismatch',
              'partially_refunded', 'refunded', 'disputed')),
  settles_order INTEGER NOT NULL DEFAULT 0 CONSTRAINT payments_settles_order CHECK (settles_order IN (0, 1)),
  captured INTEGER NOT NULL DEFAULT 0 CONSTRAINT payments_captured CHECK (captured >= 0),
  redirect_url TEXT,
  token TEXT,
  provider_transaction TEXT,
  payment_type TEXT,
  lease_until INTEGER,
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  paid_at INTEGER,
  CONSTRAINT payments_attempt_unique UNIQUE (order_id, attempt),
  CONSTRAINT payments_open_has_address CHECK (state <> 'open' OR redirect_url IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX payments_one_settles ON payments (order_id) WHERE settles_order = 1;
CREATE INDEX payments_unsettled ON payments (updated_at)
  WHERE state IN ('opening', 'open', 'pending', 'challenge', 'failed');

-- What providers told us, each thing once. Processed by a job after it has been stored.
CREATE TABLE payment_events (
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  event_identity TEXT NOT NULL,
  reference TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT payment_events_state CHECK (state IN ('received', 'processed', 'parked')),
  outcome TEXT NOT NULL DEFAULT '',
  received_at INTEGER NOT NULL,
  processed_at INTEGER,
  CONSTRAINT payment_events_identity_unique UNIQUE (provider, event_identity)
) STRICT;
CREATE INDEX payment_events_of_reference ON payment_events (reference);
CREATE INDEX payment_events_open ON payment_events (state, received_at) WHERE state <> 'processed';

CREATE TABLE refunds (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  payment_id INTEGER NOT NULL REFERENCES payments (id),
  refund_key TEXT NOT NULL CONSTRAINT refunds_key_unique UNIQUE,
  amount INTEGER NOT NULL CONSTRAINT refunds_amount CHECK (amount > 0),
  state TEXT NOT NULL CONSTRAINT refunds_state CHECK (state IN ('requested', 'sent', 'succeeded', 'failed')),
  reason TEXT NOT NULL,
  created_by INTEGER REFERENCES users (id),
  created_at INTEGER NOT NULL,
  settled_at INTEGER
) STRICT;
CREATE INDEX refunds_of_order ON refunds (order_id);
CREATE INDEX refunds_of_payment ON refunds (payment_id);

-- What staff must look at: amounts that differ, money that came after a cancellation, forged or unknown events.
CREATE TABLE staff_tasks (
  id INTEGER PRIMARY KEY,
  task_key TEXT NOT NULL CONSTRAINT staff_tasks_key_unique UNIQUE,
  kind TEXT NOT NULL,
  order_id INTEGER REFERENCES orders (id),
  payment_id INTEGER REFERENCES payments (id),
  detail TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  resolved_at INTEGER,
  resolved_by INTEGER REFERENCES users (id)
) STRICT;
CREATE INDEX staff_tasks_open ON staff_tasks (created_at) WHERE resolved_at IS NULL;

-- secret_box holds the provider's keys as sealed JSON; nothing reads them but the gateway's wiring.
CREATE TABLE payment_settings (
  provider TEXT PRIMARY KEY CONSTRAINT payment_settings_provider CHECK (
    provider IN ('stripe', 'midtrans', 'cod', 'bank_transfer')),
  enabled INTEGER NOT NULL CONSTRAINT payment_settings_enabled CHECK (enabled IN (0, 1)),
  environment TEXT NOT NULL DEFAULT 'sandbox' CONSTRAINT payment_settings_environment CHECK (
    environment IN ('sandbox', 'production')),
  public_options TEXT NOT NULL DEFAULT '{}',
  secret_box TEXT,
  minimum_total INTEGER NOT NULL DEFAULT 0,
  maximum_total INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO payment_settings (provider, enabled, minimum_total, maximum_total, updated_at) VALUES
  ('midtrans', 1, 1, NULL, 0),
  ('cod', 1, 1, 10000000, 0),
  ('stripe', 0, 10000, NULL, 0),
  ('bank_transfer', 0, 10000, NULL, 0);

-- Shop ---------------------------------------------------------------------------------------------------------------

CREATE TABLE store_profile (
  id INTEGER PRIMARY KEY CONSTRAINT store_profile_one_row CHECK (id = 1),
  name TEXT NOT NULL,
  street TEXT NOT NULL,
  city TEXT NOT NULL,
  province TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  phone TEXT NOT NULL,
  whatsapp TEXT NOT NULL,
  email TEXT NOT NULL,
  tax_number TEXT NOT NULL DEFAULT '',
  free_shipping_from INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  updated_at INTEGER NOT NULL
) STRICT;

-- Minutes after midnight in WIB; no row means closed. Weekday 0 is Sunday.
CREATE TABLE opening_hours (
  weekday INTEGER PRIMARY KEY CONSTRAINT opening_hours_weekday CHECK (weekday BETWEEN 0 AND 6),
  opens_minute INTEGER NOT NULL,
  closes_minute INTEGER NOT NULL,
  CONSTRAINT opening_hours_order CHECK (0 <= opens_minute AND opens_minute < closes_minute AND closes_minute <= 1440)
) STRICT;

-- Jobs and mail ------------------------------------------------------------------------------------------------------

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  dedup_key TEXT CONSTRAINT jobs_dedup_unique UNIQUE,
  payload TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT jobs_state CHECK (state IN ('waiting', 'done', 'dead')),
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL,
  lease_until INTEGER,
  lease_owner TEXT,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'waiting';
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE state <> 'waiting';

CREATE TABLE schedules (
  name TEXT PRIMARY KEY,
  next_run_at INTEGER NOT NULL
) STRICT;

-- event_key makes a mail for one event exist once, whoever asks for it how often.
CREATE TABLE outbox_mails (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  event_key TEXT NOT NULL CONSTRAINT outbox_mails_event_unique UNIQUE,
  order_id INTEGER REFERENCES orders (id),
  to_address TEXT NOT NULL,
  to_name TEXT NOT NULL,
  language TEXT NOT NULL CONSTRAINT outbox_mails_language CHECK (language IN ('id', 'en')),
  subject TEXT NOT NULL,
  body_html TEXT NOT NULL,
  body_text TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT outbox_mails_state CHECK (state IN ('waiting', 'sent', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  lease_until INTEGER,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER
) STRICT;
CREATE INDEX outbox_mails_due ON outbox_mails (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX outbox_mails_of_order ON outbox_mails (order_id);
CREATE INDEX outbox_mails_newest ON outbox_mails (created_at);

-- Who did what. Rows are only ever added.
CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_id INTEGER REFERENCES users (id),
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  before_json TEXT,
  after_json TEXT,
  remote_address TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_log_newest ON audit_log (at);
CREATE INDEX audit_log_of_subject ON audit_log (subject_kind, subject_id, id);
