-- Whether a mailbox had paid before: of each paid order of a month, in the list of new buyers and in the sums of a day. The
-- mailbox's index by time of order knows nothing of payments, so that every order of it had to be read.
CREATE INDEX orders_paid_by_email ON orders (email, paid_at, id) WHERE paid_at IS NOT NULL;

-- Which orders were their mailbox's first to be paid, of the days that are counted. `day` is that of the payment. Of the
-- others the orders themselves are asked. sales_days says as many, but for accounts that were deleted before this migration:
-- their orders have no mailbox any more, and all of them are taken for one buyer's here.
CREATE TABLE first_purchases (
  order_id BIGINT PRIMARY KEY REFERENCES orders (id),
  day BIGINT NOT NULL REFERENCES counted_days (day) ON DELETE CASCADE
);
CREATE INDEX first_purchases_of_day ON first_purchases (day, order_id);
INSERT INTO first_purchases (order_id, day)
SELECT o.id, c.day FROM counted_days c JOIN orders o ON o.paid_at >= c.day AND o.paid_at < c.day + 86400000000
WHERE NOT EXISTS (SELECT 1 FROM orders e WHERE e.email = o.email AND e.paid_at IS NOT NULL AND (e.paid_at, e.id) < (o.paid_at, o.id));

-- And by whom an order was paid.
DROP INDEX payments_one_settles;
CREATE UNIQUE INDEX payments_one_settles ON payments (order_id) INCLUDE (provider) WHERE settles_order = 1;

-- SKUs as they are looked for, as names are.
DROP INDEX variants_by_small_sku;
ALTER TABLE variants ADD COLUMN small_sku TEXT NOT NULL GENERATED ALWAYS AS (lower(sku)) STORED;
CREATE INDEX variants_by_small_sku ON variants (small_sku, id);
