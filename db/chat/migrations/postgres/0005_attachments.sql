-- A picture or document that somebody has put into a room; its files lie in a folder of that name. said: a message
-- names it; one that none names after a day is forgotten.
CREATE TABLE attachments (
  id TEXT NOT NULL PRIMARY KEY,
  room_id BIGINT NOT NULL REFERENCES rooms (id),
  sender_id BIGINT NOT NULL REFERENCES people (id),
  kind TEXT NOT NULL CONSTRAINT attachments_kind CHECK (kind IN ('picture', 'pdf')),
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  widths TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  said SMALLINT NOT NULL CONSTRAINT attachments_said CHECK (said IN (0, 1)),
  created_at BIGINT NOT NULL,
  CONSTRAINT attachments_size CHECK ((kind = 'picture') = (width > 0 AND height > 0))
);
CREATE INDEX attachments_of_sender ON attachments (sender_id);
CREATE INDEX attachments_unsaid ON attachments (created_at) WHERE said = 0;

-- A message may consist of an attachment alone.
ALTER TABLE messages ADD COLUMN attachment_id TEXT CONSTRAINT messages_attachment_once UNIQUE REFERENCES attachments (id);
ALTER TABLE messages DROP CONSTRAINT messages_say_something;
ALTER TABLE messages ADD CONSTRAINT messages_say_something
  CHECK (body <> '' OR product_slug <> '' OR attachment_id IS NOT NULL);
