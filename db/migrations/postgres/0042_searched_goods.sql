-- Names as they are looked for, so that nobody has to put all of them into small letters first.
ALTER TABLE products ADD COLUMN small_name TEXT NOT NULL GENERATED ALWAYS AS (lower(name)) STORED;
CREATE INDEX products_by_small_name ON products (small_name, id);

-- What lists and reports ask of all goods, beside their ids: the tables themselves are ten times as large. PostgreSQL takes
-- what it reads of an expression's index from the index alone only where the column stands there too.
CREATE INDEX products_by_kind ON products (id) INCLUDE (category_id, brand_id, supplier_id, state);
CREATE INDEX variants_by_kind ON variants (id) INCLUDE (product_id, state);
DROP INDEX variants_by_small_sku;
CREATE INDEX variants_by_small_sku ON variants (lower(sku), id) INCLUDE (sku);
