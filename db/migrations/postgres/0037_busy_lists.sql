-- What pages of the admin count and look for whenever they are opened.
CREATE INDEX users_there ON users (id) WHERE deleted_at IS NULL;
CREATE INDEX variants_by_small_sku ON variants (lower(sku), id);
