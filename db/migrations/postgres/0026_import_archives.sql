-- The ZIP of pictures that was sent for a file of products, in the folder of imports until it is removed.
CREATE TABLE import_archives (
  import_id BIGINT PRIMARY KEY REFERENCES product_imports (id) ON DELETE CASCADE,
  file TEXT NOT NULL CONSTRAINT import_archives_file_unique UNIQUE,
  file_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  removed_at BIGINT
);
CREATE INDEX import_archives_present ON import_archives (created_at) WHERE removed_at IS NULL;

-- What is in it, in its order. `name_key` is by what the rows of the file of products name it; no two that can be used have
-- the same. `named`: the newest check has met it in a row.
CREATE TABLE import_archive_files (
  import_id BIGINT NOT NULL REFERENCES import_archives (import_id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  size BIGINT NOT NULL,
  crc BIGINT NOT NULL,
  fault TEXT NOT NULL DEFAULT '',
  named SMALLINT NOT NULL DEFAULT 0 CONSTRAINT import_archive_files_named CHECK (named IN (0, 1)),
  PRIMARY KEY (import_id, position)
);
CREATE UNIQUE INDEX import_archive_files_of_name ON import_archive_files (import_id, name_key) WHERE fault = '';
