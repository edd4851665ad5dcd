-- What has gone back of a payment, or is on its way: nobody can promise more than has come.
ALTER TABLE payments ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0
  CONSTRAINT payments_refunded CHECK (refunded BETWEEN 0 AND captured);
UPDATE payments SET refunded = (SELECT COALESCE(SUM(amount), 0) FROM refunds
  WHERE refunds.payment_id = payments.id AND refunds.state <> 'failed');

-- Pieces whose price has gone back or is on its way, and pieces that will not be sent any more.
ALTER TABLE order_lines ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0
  CONSTRAINT order_lines_refunded CHECK (refunded BETWEEN 0 AND quantity);
ALTER TABLE order_lines ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0
  CONSTRAINT order_lines_withdrawn CHECK (withdrawn BETWEEN 0 AND quantity);

-- Pieces of a sold line that came back into the stock one by one; `released` brings back the others.
ALTER TABLE reservations ADD COLUMN returned BIGINT NOT NULL DEFAULT 0
  CONSTRAINT reservations_returned CHECK (returned BETWEEN 0 AND quantity AND (returned = 0 OR state <> 'held'));

-- One row for every refund of a payment, there before the provider is asked. `refund_key` is its name at the provider and
-- never used twice; of a refund that was made there, it is the provider's name for it after the payment's reference and a
-- slash. `request_key` is the form's, so that a second click is the same refund. While `next_ask_at` is set, a job asks the
-- provider. `transfer_reference`: staff sent the money by hand.
ALTER TABLE refunds ADD COLUMN request_key TEXT;
ALTER TABLE refunds ADD COLUMN origin TEXT NOT NULL DEFAULT 'shop'
  CONSTRAINT refunds_origin CHECK (origin IN ('shop', 'provider'));
ALTER TABLE refunds ADD COLUMN goods BIGINT NOT NULL DEFAULT 0 CONSTRAINT refunds_goods CHECK (goods >= 0);
ALTER TABLE refunds ADD COLUMN shipping BIGINT NOT NULL DEFAULT 0 CONSTRAINT refunds_shipping CHECK (shipping >= 0);
ALTER TABLE refunds ADD COLUMN problem TEXT NOT NULL DEFAULT '';
ALTER TABLE refunds ADD COLUMN transfer_reference TEXT;
ALTER TABLE refunds ADD COLUMN asks BIGINT NOT NULL DEFAULT 0;
ALTER TABLE refunds ADD COLUMN next_ask_at BIGINT;
ALTER TABLE refunds DROP CONSTRAINT refunds_state;
ALTER TABLE refunds ADD CONSTRAINT refunds_state CHECK (
  state IN ('requested', 'sent', 'by_hand', 'succeeded', 'failed'));
UPDATE refunds SET next_ask_at = created_at WHERE state IN ('requested', 'sent');
UPDATE refunds SET settled_at = CASE WHEN state IN ('succeeded', 'failed') THEN COALESCE(settled_at, created_at) END;
ALTER TABLE refunds ADD CONSTRAINT refunds_request_unique UNIQUE (payment_id, request_key);
ALTER TABLE refunds ADD CONSTRAINT refunds_parts CHECK (goods + shipping <= amount);
ALTER TABLE refunds ADD CONSTRAINT refunds_asked_while_open CHECK (
  next_ask_at IS NULL OR state IN ('requested', 'sent'));
ALTER TABLE refunds ADD CONSTRAINT refunds_settled CHECK (
  state NOT IN ('succeeded', 'failed') OR settled_at IS NOT NULL);
CREATE INDEX refunds_to_ask ON refunds (next_ask_at) WHERE next_ask_at IS NOT NULL;

-- The pieces whose price a refund gives back. `restock`: they go back into the stock once the money has gone back;
-- `restocked` is how many did.
CREATE TABLE refund_lines (
  refund_id BIGINT NOT NULL REFERENCES refunds (id),
  order_line_id BIGINT NOT NULL REFERENCES order_lines (id),
  quantity BIGINT NOT NULL CONSTRAINT refund_lines_quantity CHECK (quantity > 0),
  amount BIGINT NOT NULL CONSTRAINT refund_lines_amount CHECK (amount >= 0),
  restock SMALLINT NOT NULL CONSTRAINT refund_lines_restock CHECK (restock IN (0, 1)),
  restocked BIGINT NOT NULL DEFAULT 0 CONSTRAINT refund_lines_restocked CHECK (restocked BETWEEN 0 AND quantity * restock),
  PRIMARY KEY (refund_id, order_line_id)
);
CREATE INDEX refund_lines_of_line ON refund_lines (order_line_id);

CREATE INDEX staff_tasks_of_payment ON staff_tasks (payment_id) WHERE resolved_at IS NULL;
