-- The staff's list of products: its orders, and what little stock there is. Each screenful is read from an index, and
-- names are looked through there, where they are a small part of what the table holds.
CREATE INDEX products_by_name ON products (name, id);
CREATE INDEX products_by_change ON products (updated_at, id);
CREATE INDEX products_by_sales ON products (units_sold, id);
CREATE INDEX stock_levels_scarce ON stock_levels (variant_id) WHERE on_hand - reserved <= low_stock_threshold;
