-- What the chat service knows a guest by. A key belongs to a session; at login it goes to the account, so that the
-- conversation comes along.
CREATE TABLE chat_guests (
  id INTEGER PRIMARY KEY,
  guest_key TEXT NOT NULL CONSTRAINT chat_guests_key_unique UNIQUE,
  session_id INTEGER CONSTRAINT chat_guests_session_unique UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
  user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  CONSTRAINT chat_guests_one_owner CHECK ((session_id IS NULL) <> (user_id IS NULL))
) STRICT;
CREATE INDEX chat_guests_of_user ON chat_guests (user_id);
