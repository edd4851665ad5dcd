-- What the staff's editing of the catalogue asks for.

-- Whether anything refers to a product or a variant, which removing one must find out without reading every order.
CREATE INDEX order_lines_of_product ON order_lines (product_id);
CREATE INDEX reviews_of_product ON reviews (product_id);
CREATE INDEX product_images_of_variant ON product_images (variant_id) WHERE variant_id IS NOT NULL;

-- Raised by every change, so that nobody overwrites what they have not seen.
ALTER TABLE suppliers ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
