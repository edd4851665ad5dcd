-- Names as they are looked for, so that nobody has to put all of them into small letters first.
ALTER TABLE products ADD COLUMN small_name TEXT GENERATED ALWAYS AS (lower(name)) VIRTUAL;
CREATE INDEX products_by_small_name ON products (small_name, id);
