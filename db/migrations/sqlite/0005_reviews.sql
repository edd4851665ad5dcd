-- Reviews by people who have bought the product; one for each account and product. `order_id` is the delivered order that
-- proves it, `variant_id` what was in it. `version` grows with every change, so that staff decide on what they have read.
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id),
  variant_id INTEGER NOT NULL REFERENCES variants (id),
  user_id INTEGER NOT NULL REFERENCES users (id),
  order_id INTEGER NOT NULL REFERENCES orders (id),
  rating INTEGER NOT NULL CONSTRAINT reviews_rating CHECK (rating BETWEEN 1 AND 5),
  title TEXT NOT NULL CONSTRAINT reviews_title CHECK (length(title) <= 100),
  body TEXT NOT NULL CONSTRAINT reviews_body CHECK (length(body) BETWEEN 1 AND 3000),
  state TEXT NOT NULL DEFAULT 'pending' CONSTRAINT reviews_state CHECK (state IN ('pending', 'published', 'rejected')),
  rejection_reason TEXT NOT NULL DEFAULT '',
  answer TEXT NOT NULL DEFAULT '',
  answered_at INTEGER,
  decided_by INTEGER REFERENCES users (id),
  decided_at INTEGER,
  written_at INTEGER NOT NULL,
  photo_count INTEGER NOT NULL DEFAULT 0 CONSTRAINT reviews_photo_count CHECK (photo_count BETWEEN 0 AND 5),
  helpful_count INTEGER NOT NULL DEFAULT 0 CONSTRAINT reviews_helpful_count CHECK (helpful_count >= 0),
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT reviews_one_each UNIQUE (user_id, product_id),
  CONSTRAINT reviews_rejected_why CHECK ((state = 'rejected') = (rejection_reason <> '')),
  CONSTRAINT reviews_answered CHECK ((answer <> '') = (answered_at IS NOT NULL))
) STRICT;
CREATE INDEX reviews_most_helpful ON reviews (product_id, helpful_count, id) WHERE state = 'published';
CREATE INDEX reviews_newest ON reviews (product_id, written_at, id) WHERE state = 'published';
CREATE INDEX reviews_by_rating ON reviews (product_id, rating, helpful_count, id) WHERE state = 'published';
CREATE INDEX reviews_with_photos ON reviews (product_id, helpful_count, id) WHERE state = 'published' AND photo_count > 0;
CREATE INDEX reviews_queue ON reviews (state, written_at, id);

-- As product_images: `original` is private, `file` the largest of what is served.
CREATE TABLE review_photos (
  id INTEGER PRIMARY KEY,
  review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CONSTRAINT review_photos_position CHECK (position BETWEEN 1 AND 5),
  original TEXT NOT NULL,
  file TEXT NOT NULL DEFAULT '',
  widths TEXT NOT NULL DEFAULT '',
  width INTEGER NOT NULL CONSTRAINT review_photos_width CHECK (width > 0),
  height INTEGER NOT NULL CONSTRAINT review_photos_height CHECK (height > 0),
  state TEXT NOT NULL DEFAULT 'processing'
    CONSTRAINT review_photos_state CHECK (state IN ('processing', 'ready', 'failed')),
  state_since INTEGER NOT NULL,
  failure TEXT NOT NULL DEFAULT '',
  CONSTRAINT review_photos_at_most_five UNIQUE (review_id, position),
  CONSTRAINT review_photos_once UNIQUE (review_id, original)
) STRICT;
CREATE INDEX review_photos_processing ON review_photos (state_since) WHERE state = 'processing';
CREATE INDEX review_photos_by_original ON review_photos (original);
CREATE INDEX review_photos_by_file ON review_photos (file);
-- Files that no row names any more are deleted; product pictures may have the same content.
CREATE INDEX product_images_by_original ON product_images (original) WHERE original IS NOT NULL;
CREATE INDEX product_images_by_file ON product_images (file);

CREATE TABLE review_votes (
  review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (review_id, user_id)
) STRICT;

-- One row. Raised by every vote: pages may lag behind it by some seconds, other than behind catalogue_version.
CREATE TABLE review_votes_version (
  id INTEGER PRIMARY KEY CONSTRAINT review_votes_version_one_row CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO review_votes_version (id, version) VALUES (1, 1);

-- How many published reviews give one star, two, ...; kept with every change of them, so that the read model needs no
-- other table. The average follows.
ALTER TABLE products ADD COLUMN rated_1 INTEGER NOT NULL DEFAULT 0 CONSTRAINT products_rated_1 CHECK (rated_1 >= 0);
ALTER TABLE products ADD COLUMN rated_2 INTEGER NOT NULL DEFAULT 0 CONSTRAINT products_rated_2 CHECK (rated_2 >= 0);
ALTER TABLE products ADD COLUMN rated_3 INTEGER NOT NULL DEFAULT 0 CONSTRAINT products_rated_3 CHECK (rated_3 >= 0);
ALTER TABLE products ADD COLUMN rated_4 INTEGER NOT NULL DEFAULT 0 CONSTRAINT products_rated_4 CHECK (rated_4 >= 0);
ALTER TABLE products ADD COLUMN rated_5 INTEGER NOT NULL DEFAULT 0 CONSTRAINT products_rated_5 CHECK (rated_5 >= 0);
