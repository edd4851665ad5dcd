-- The chat service's own database.

-- One row. A transaction that writes begins by raising last_change, and so waits for every other one: what it writes
-- carries that number, numbers become visible in their order, and whoever has read up to one reads on from there.
-- Guests are numbered by last_guest.
CREATE TABLE counters (
  id INTEGER NOT NULL PRIMARY KEY CONSTRAINT counters_one_row CHECK (id = 1),
  last_change INTEGER NOT NULL,
  last_guest INTEGER NOT NULL
) STRICT;
INSERT INTO counters (id, last_change, last_guest) VALUES (1, 0, 0);

-- Whoever talks: an account under the number it has at the shop, a guest under a negative number. A guest who has
-- logged in is merged into an account and can do nothing any more.
CREATE TABLE people (
  id INTEGER NOT NULL PRIMARY KEY CONSTRAINT people_id CHECK (id <> 0),
  guest_key TEXT CONSTRAINT people_guest_key_unique UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CONSTRAINT people_role CHECK (role IN ('guest', 'buyer', 'staff', 'admin')),
  merged_into INTEGER REFERENCES people (id),
  created_at INTEGER NOT NULL,
  CONSTRAINT people_guest CHECK ((guest_key IS NOT NULL) = (id < 0) AND (role = 'guest') = (id < 0)),
  CONSTRAINT people_merged CHECK (merged_into IS NULL OR (id < 0 AND merged_into > 0))
) STRICT;

-- A conversation between its owner and the staff. last_seq is the number of its newest message; state_change of the
-- change with which it appeared or its owner, status or assignee changed. waiting_since: the owner waits for an answer.
CREATE TABLE rooms (
  id INTEGER PRIMARY KEY,
  owner_id INTEGER NOT NULL REFERENCES people (id),
  status TEXT NOT NULL CONSTRAINT rooms_status CHECK (status IN ('open', 'resolved', 'archived')),
  assignee_id INTEGER REFERENCES people (id),
  last_seq INTEGER NOT NULL CONSTRAINT rooms_last_seq CHECK (last_seq >= 0),
  waiting_since INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  state_change INTEGER NOT NULL
) STRICT;
CREATE INDEX rooms_of_owner ON rooms (owner_id);
CREATE INDEX rooms_by_activity ON rooms (updated_at, id);
CREATE INDEX rooms_by_change ON rooms (state_change);

-- client_id is the sender's own name for the message: sent again, it is the same message.
CREATE TABLE messages (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL CONSTRAINT messages_seq CHECK (seq >= 1),
  sender_id INTEGER NOT NULL REFERENCES people (id),
  client_id TEXT NOT NULL,
  body TEXT NOT NULL,
  product_slug TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  change_no INTEGER NOT NULL,
  PRIMARY KEY (room_id, seq),
  CONSTRAINT messages_sent_once UNIQUE (room_id, sender_id, client_id),
  CONSTRAINT messages_say_something CHECK (body <> '' OR product_slug <> '')
) STRICT;
CREATE INDEX messages_by_change ON messages (change_no);
CREATE INDEX messages_of_sender ON messages (sender_id);

-- How far somebody has read.
CREATE TABLE read_marks (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  read_seq INTEGER NOT NULL CONSTRAINT read_marks_seq CHECK (read_seq >= 1),
  change_no INTEGER NOT NULL,
  PRIMARY KEY (room_id, person_id)
) STRICT;
CREATE INDEX read_marks_by_change ON read_marks (change_no);
