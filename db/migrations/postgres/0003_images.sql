-- Uploaded pictures. `file` names the largest variant once there are some, "HASH-1600.webp"; the others differ from it in
-- the width. `widths` lists them all, ascending, separated by spaces; none for drawings, which are sharp at any size.
-- `original` names the file as it was uploaded, in the private folder of originals.
ALTER TABLE product_images ADD COLUMN state TEXT NOT NULL DEFAULT 'ready'
  CONSTRAINT product_images_state CHECK (state IN ('processing', 'ready', 'failed'));
ALTER TABLE product_images ADD COLUMN state_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE product_images ADD COLUMN failure TEXT NOT NULL DEFAULT '';
ALTER TABLE product_images ADD COLUMN original TEXT;
ALTER TABLE product_images ADD COLUMN widths TEXT NOT NULL DEFAULT '';
-- The same picture is not kept twice for a product: an upload that is repeated finds the first one's row.
CREATE UNIQUE INDEX product_images_original ON product_images (product_id, original) WHERE original IS NOT NULL;
CREATE INDEX product_images_processing ON product_images (state_since) WHERE state = 'processing';

-- Raised by every change that staff make to a product's pictures but uploads, so that nobody rearranges what they have not
-- seen.
ALTER TABLE products ADD COLUMN gallery_version BIGINT NOT NULL DEFAULT 1;
