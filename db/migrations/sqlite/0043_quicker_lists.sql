-- Whether a mailbox had paid before: of each paid order of a month, in the list of new buyers and in the sums of a day. The
-- mailbox's index by time of order knows nothing of payments, so that every order of it had to be read.
CREATE INDEX orders_paid_by_email ON orders (email, paid_at, id) WHERE paid_at IS NOT NULL;

-- Which orders were their mailbox's first to be paid, of the days that are counted. `day` is that of the payment. Of the
-- others the orders themselves are asked. sales_days says as many, but for accounts that were deleted before this migration:
-- their orders have no mailbox any more, and all of them are taken for one buyer's here.
CREATE TABLE first_purchases (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id),
  day INTEGER NOT NULL REFERENCES counted_days (day) ON DELETE CASCADE
) STRICT;
CREATE INDEX first_purchases_of_day ON first_purchases (day, order_id);
INSERT INTO first_purchases (order_id, day)
SELECT o.id, c.day FROM counted_days c JOIN orders o ON o.paid_at >= c.day AND o.paid_at < c.day + 86400000000
WHERE NOT EXISTS (SELECT 1 FROM orders e WHERE e.email = o.email AND e.paid_at IS NOT NULL AND (e.paid_at, e.id) < (o.paid_at, o.id));

-- Names and SKUs as they are looked for. In columns of their own, which triggers fill: of a generated column SQLite does not
-- read the index alone, but every row beside it.
DROP INDEX products_by_small_name;
ALTER TABLE products DROP COLUMN small_name;
ALTER TABLE products ADD COLUMN small_name TEXT NOT NULL DEFAULT '';
UPDATE products SET small_name = lower(name);
CREATE INDEX products_by_small_name ON products (small_name, id);
CREATE TRIGGER products_have_small_name AFTER INSERT ON products BEGIN
  UPDATE products SET small_name = lower(NEW.name) WHERE id = NEW.id;
END;
CREATE TRIGGER products_keep_small_name AFTER UPDATE OF name ON products WHEN NEW.name <> OLD.name BEGIN
  UPDATE products SET small_name = lower(NEW.name) WHERE id = NEW.id;
END;

DROP INDEX variants_by_small_sku;
ALTER TABLE variants ADD COLUMN small_sku TEXT NOT NULL DEFAULT '';
UPDATE variants SET small_sku = lower(sku);
CREATE INDEX variants_by_small_sku ON variants (small_sku, id);
CREATE TRIGGER variants_have_small_sku AFTER INSERT ON variants BEGIN
  UPDATE variants SET small_sku = lower(NEW.sku) WHERE id = NEW.id;
END;
CREATE TRIGGER variants_keep_small_sku AFTER UPDATE OF sku ON variants WHEN NEW.sku <> OLD.sku BEGIN
  UPDATE variants SET small_sku = lower(NEW.sku) WHERE id = NEW.id;
END;
