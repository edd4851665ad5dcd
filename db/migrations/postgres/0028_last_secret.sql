-- A fingerprint of the SESSION_SECRET that a shop was last started with, which tells nothing about it: every process on
-- this database has to have the same.
CREATE TABLE last_secret (
  id BIGINT PRIMARY KEY CONSTRAINT last_secret_one_row CHECK (id = 1),
  fingerprint TEXT NOT NULL
);
