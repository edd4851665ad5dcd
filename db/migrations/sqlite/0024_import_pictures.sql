-- Where an import has taken a product's picture from, so that the same file adds nothing twice. A picture that staff have
-- removed is forgotten, and comes back with the next import that names it.
CREATE TABLE product_image_sources (
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  image_id INTEGER NOT NULL REFERENCES product_images (id) ON DELETE CASCADE,
  PRIMARY KEY (product_id, source)
) STRICT;
CREATE INDEX product_image_sources_of_image ON product_image_sources (image_id);

-- What a file of products says of pictures, left in the transaction that writes their product, and taken over by jobs in
-- the order of the ids. `tries` grows with every attempt, whatever comes of it, and never goes back.
CREATE TABLE import_pictures (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES product_imports (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  row_number INTEGER NOT NULL,
  source TEXT NOT NULL,
  alt TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT import_pictures_state CHECK (state IN ('waiting', 'taken', 'failed')),
  tries INTEGER NOT NULL DEFAULT 0,
  failure TEXT NOT NULL DEFAULT '',
  answer_status INTEGER NOT NULL DEFAULT 0,
  since INTEGER NOT NULL,
  CONSTRAINT import_pictures_once UNIQUE (import_id, product_id, source)
) STRICT;
CREATE INDEX import_pictures_by_state ON import_pictures (import_id, state, id);
CREATE INDEX import_pictures_next ON import_pictures (import_id, product_id, tries, id) WHERE state = 'waiting';
CREATE INDEX import_pictures_waiting ON import_pictures (since) WHERE state = 'waiting';
CREATE INDEX import_pictures_of_product ON import_pictures (product_id);
