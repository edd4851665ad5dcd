-- A picture or document that somebody has put into a room; its files lie in a folder of that name. said: a message
-- names it; one that none names after a day is forgotten.
CREATE TABLE attachments (
  id TEXT NOT NULL PRIMARY KEY,
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  sender_id INTEGER NOT NULL REFERENCES people (id),
  kind TEXT NOT NULL CONSTRAINT attachments_kind CHECK (kind IN ('picture', 'pdf')),
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  widths TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  said INTEGER NOT NULL CONSTRAINT attachments_said CHECK (said IN (0, 1)),
  created_at INTEGER NOT NULL,
  CONSTRAINT attachments_size CHECK ((kind = 'picture') = (width > 0 AND height > 0))
) STRICT;
CREATE INDEX attachments_of_sender ON attachments (sender_id);
CREATE INDEX attachments_unsaid ON attachments (created_at) WHERE said = 0;

-- A message may consist of an attachment alone: SQLite changes a condition by making the table anew.
CREATE TABLE messages_new (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL CONSTRAINT messages_seq CHECK (seq >= 1),
  sender_id INTEGER NOT NULL REFERENCES people (id),
  client_id TEXT NOT NULL,
  body TEXT NOT NULL,
  product_slug TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  change_no INTEGER NOT NULL,
  attachment_id TEXT CONSTRAINT messages_attachment_once UNIQUE REFERENCES attachments (id),
  PRIMARY KEY (room_id, seq),
  CONSTRAINT messages_sent_once UNIQUE (room_id, sender_id, client_id),
  CONSTRAINT messages_say_something CHECK (body <> '' OR product_slug <> '' OR attachment_id IS NOT NULL)
) STRICT;
INSERT INTO messages_new (room_id, seq, sender_id, client_id, body, product_slug, sent_at, change_no)
SELECT room_id, seq, sender_id, client_id, body, product_slug, sent_at, change_no FROM messages;
DROP TABLE messages;
ALTER TABLE messages_new RENAME TO messages;
CREATE INDEX messages_by_change ON messages (change_no);
CREATE INDEX messages_of_sender ON messages (sender_id);
