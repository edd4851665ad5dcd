-- The second step of the staff's login: a code that changes every half minute (RFC 6238).

-- secret_box holds the key, sealed. It counts once a first code has confirmed it; last_step is the newest half minute
-- whose code was taken: none is taken twice.
CREATE TABLE second_steps (
  user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret_box TEXT NOT NULL,
  last_step INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  confirmed_at INTEGER
) STRICT;

-- For whoever has lost the device. Each works once; hashed like a password.
CREATE TABLE recovery_codes (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES second_steps (user_id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX recovery_codes_of_user ON recovery_codes (user_id);
