-- A note of the staff has the key of its form: a second press writes no second one, the same words later do.
ALTER TABLE order_events ADD COLUMN request_key TEXT;
CREATE UNIQUE INDEX order_events_requested_once ON order_events (order_id, request_key) WHERE request_key IS NOT NULL;
