-- Which products changed with which version of the catalogue, so that who has read the one before reads only these. A
-- version without a row here says that anything may have changed. Old versions are removed.
CREATE TABLE catalogue_changes (
  version BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  PRIMARY KEY (version, product_id)
);
