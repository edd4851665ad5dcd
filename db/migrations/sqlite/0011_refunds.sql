-- What has gone back of a payment, or is on its way: nobody can promise more than has come.
ALTER TABLE payments ADD COLUMN refunded INTEGER NOT NULL DEFAULT 0
  CONSTRAINT payments_refunded CHECK (refunded BETWEEN 0 AND captured);
UPDATE payments SET refunded = (SELECT COALESCE(SUM(amount), 0) FROM refunds
  WHERE refunds.payment_id = payments.id AND refunds.state <> 'failed');

-- Pieces whose price has gone back or is on its way, and pieces that will not be sent any more.
ALTER TABLE order_lines ADD COLUMN refunded INTEGER NOT NULL DEFAULT 0
  CONSTRAINT order_lines_refunded CHECK (refunded BETWEEN 0 AND quantity);
ALTER TABLE order_lines ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0
  CONSTRAINT order_lines_withdrawn CHECK (withdrawn BETWEEN 0 AND quantity);

-- Pieces of a sold line that came back into the stock one by one; `released` brings back the others.
ALTER TABLE reservations ADD COLUMN returned INTEGER NOT NULL DEFAULT 0
  CONSTRAINT reservations_returned CHECK (returned BETWEEN 0 AND quantity AND (returned = 0 OR state <> 'held'));

-- One row for every refund of a payment, there before the provider is asked. `refund_key` is its name at the provider and
-- never used twice; of a refund that was made there, it is the provider's name for it after the payment's reference and a
-- slash. `request_key` is the form's, so that a second click is the same refund. While `next_ask_at` is set, a job asks the
-- provider. `transfer_reference`: staff sent the money by hand.
CREATE TABLE refunds_remade (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  payment_id INTEGER NOT NULL REFERENCES payments (id),
  refund_key TEXT NOT NULL CONSTRAINT refunds_key_unique UNIQUE,
  request_key TEXT,
  origin TEXT NOT NULL DEFAULT 'shop' CONSTRAINT refunds_origin CHECK (origin IN ('shop', 'provider')),
  amount INTEGER NOT NULL CONSTRAINT refunds_amount CHECK (amount > 0),
  goods INTEGER NOT NULL DEFAULT 0 CONSTRAINT refunds_goods CHECK (goods >= 0),
  shipping INTEGER NOT NULL DEFAULT 0 CONSTRAINT refunds_shipping CHECK (shipping >= 0),
  state TEXT NOT NULL CONSTRAINT refunds_state CHECK (state IN ('requested', 'sent', 'by_hand', 'succeeded', 'failed')),
  reason TEXT NOT NULL,
  problem TEXT NOT NULL DEFAULT '',
  transfer_reference TEXT,
  created_by INTEGER REFERENCES users (id),
  asks INTEGER NOT NULL DEFAULT 0,
  next_ask_at INTEGER,
  created_at INTEGER NOT NULL,
  settled_at INTEGER,
  CONSTRAINT refunds_request_unique UNIQUE (payment_id, request_key),
  CONSTRAINT refunds_parts CHECK (goods + shipping <= amount),
  CONSTRAINT refunds_asked_while_open CHECK (next_ask_at IS NULL OR state IN ('requested', 'sent')),
  CONSTRAINT refunds_settled CHECK (state NOT IN ('succeeded', 'failed') OR settled_at IS NOT NULL)
) STRICT;
INSERT INTO refunds_remade (id, order_id, payment_id, refund_key, amount, state, reason, created_by, next_ask_at,
  created_at, settled_at)
  SELECT id, order_id, payment_id, refund_key, amount, state, reason, created_by,
    CASE WHEN state IN ('requested', 'sent') THEN created_at END, created_at,
    CASE WHEN state IN ('succeeded', 'failed') THEN COALESCE(settled_at, created_at) END FROM refunds;
DROP TABLE refunds;
ALTER TABLE refunds_remade RENAME TO refunds;
CREATE INDEX refunds_of_order ON refunds (order_id);
CREATE INDEX refunds_of_payment ON refunds (payment_id);
CREATE INDEX refunds_to_ask ON refunds (next_ask_at) WHERE next_ask_at IS NOT NULL;

-- The pieces whose price a refund gives back. `restock`: they go back into the stock once the money has gone back;
-- `restocked` is how many did.
CREATE TABLE refund_lines (
  refund_id INTEGER NOT NULL REFERENCES refunds (id),
  order_line_id INTEGER NOT NULL REFERENCES order_lines (id),
  quantity INTEGER NOT NULL CONSTRAINT refund_lines_quantity CHECK (quantity > 0),
  amount INTEGER NOT NULL CONSTRAINT refund_lines_amount CHECK (amount >= 0),
  restock INTEGER NOT NULL CONSTRAINT refund_lines_restock CHECK (restock IN (0, 1)),
  restocked INTEGER NOT NULL DEFAULT 0 CONSTRAINT refund_lines_restocked CHECK (restocked BETWEEN 0 AND quantity * restock),
  PRIMARY KEY (refund_id, order_line_id)
) STRICT;
CREATE INDEX refund_lines_of_line ON refund_lines (order_line_id);

CREATE INDEX staff_tasks_of_payment ON staff_tasks (payment_id) WHERE resolved_at IS NULL;
