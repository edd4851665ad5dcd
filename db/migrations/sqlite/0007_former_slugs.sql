-- Every slug that a product has or had. One that was given up goes on leading to its product, so no other may take it:
-- the key sees to that whoever comes first, and the triggers see to it that no writer leaves one out.
CREATE TABLE product_slugs (
  slug TEXT NOT NULL CONSTRAINT product_slugs_unique PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX product_slugs_of_product ON product_slugs (product_id);
INSERT INTO product_slugs (slug, product_id) SELECT slug, id FROM products;

CREATE TRIGGER products_keep_first_slug AFTER INSERT ON products BEGIN
  INSERT INTO product_slugs (slug, product_id) VALUES (NEW.slug, NEW.id);
END;
-- A product may take back what was its own.
CREATE TRIGGER products_keep_slug AFTER UPDATE OF slug ON products WHEN NEW.slug <> OLD.slug BEGIN
  INSERT INTO product_slugs (slug, product_id)
    SELECT NEW.slug, NEW.id
    WHERE NOT EXISTS (SELECT 1 FROM product_slugs WHERE slug = NEW.slug AND product_id = NEW.id);
END;

-- The same of categories.
CREATE TABLE category_slugs (
  slug TEXT NOT NULL CONSTRAINT category_slugs_unique PRIMARY KEY,
  category_id INTEGER NOT NULL REFERENCES categories (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX category_slugs_of_category ON category_slugs (category_id);
INSERT INTO category_slugs (slug, category_id) SELECT slug, id FROM categories;

CREATE TRIGGER categories_keep_first_slug AFTER INSERT ON categories BEGIN
  INSERT INTO category_slugs (slug, category_id) VALUES (NEW.slug, NEW.id);
END;
CREATE TRIGGER categories_keep_slug AFTER UPDATE OF slug ON categories WHEN NEW.slug <> OLD.slug BEGIN
  INSERT INTO category_slugs (slug, category_id)
    SELECT NEW.slug, NEW.id
    WHERE NOT EXISTS (SELECT 1 FROM category_slugs WHERE slug = NEW.slug AND category_id = NEW.id);
END;
