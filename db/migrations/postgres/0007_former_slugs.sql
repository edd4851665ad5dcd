-- Every slug that a product has or had. One that was given up goes on leading to its product, so no other may take it:
-- the key sees to that whoever comes first, and the triggers see to it that no writer leaves one out.
CREATE TABLE product_slugs (
  slug TEXT NOT NULL CONSTRAINT product_slugs_unique PRIMARY KEY,
  product_id BIGINT NOT NULL REFERENCES products (id) ON DELETE CASCADE
);
CREATE INDEX product_slugs_of_product ON product_slugs (product_id);
INSERT INTO product_slugs (slug, product_id) SELECT slug, id FROM products;

-- A product may take back what was its own.
CREATE FUNCTION keep_product_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO product_slugs (slug, product_id)
    SELECT NEW.slug, NEW.id
    WHERE NOT EXISTS (SELECT 1 FROM product_slugs WHERE slug = NEW.slug AND product_id = NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER products_keep_first_slug AFTER INSERT ON products
  FOR EACH ROW EXECUTE FUNCTION keep_product_slug();
CREATE TRIGGER products_keep_slug AFTER UPDATE OF slug ON products
  FOR EACH ROW WHEN (NEW.slug <> OLD.slug) EXECUTE FUNCTION keep_product_slug();

-- The same of categories.
CREATE TABLE category_slugs (
  slug TEXT NOT NULL CONSTRAINT category_slugs_unique PRIMARY KEY,
  category_id BIGINT NOT NULL REFERENCES categories (id) ON DELETE CASCADE
);
CREATE INDEX category_slugs_of_category ON category_slugs (category_id);
INSERT INTO category_slugs (slug, category_id) SELECT slug, id FROM categories;

CREATE FUNCTION keep_category_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO category_slugs (slug, category_id)
    SELECT NEW.slug, NEW.id
    WHERE NOT EXISTS (SELECT 1 FROM category_slugs WHERE slug = NEW.slug AND category_id = NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER categories_keep_first_slug AFTER INSERT ON categories
  FOR EACH ROW EXECUTE FUNCTION keep_category_slug();
CREATE TRIGGER categories_keep_slug AFTER UPDATE OF slug ON categories
  FOR EACH ROW WHEN (NEW.slug <> OLD.slug) EXECUTE FUNCTION keep_category_slug();
