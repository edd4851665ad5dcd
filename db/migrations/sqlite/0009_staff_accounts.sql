-- The staff's accounts, and what the staff did.

-- Of what admins change: role, and whether the account is switched on. Names and phones are the users' own.
ALTER TABLE users ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX users_of_role ON users (role, id);
CREATE INDEX users_switched_off ON users (id) WHERE active = 0;
CREATE INDEX users_by_phone ON users (phone) WHERE phone IS NOT NULL;

-- When whoever has the session last showed that they know the password.
ALTER TABLE sessions ADD COLUMN proved_at INTEGER;

-- Who is asked to join the staff. A link works once and until expires_at; sent again, it is another link.
CREATE TABLE invitations (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL CONSTRAINT invitations_email_lower CHECK (email = lower(email)),
  name TEXT NOT NULL,
  role TEXT NOT NULL CONSTRAINT invitations_role CHECK (role IN ('staff', 'admin')),
  language TEXT NOT NULL CONSTRAINT invitations_language CHECK (language IN ('id', 'en')),
  token_hash TEXT NOT NULL CONSTRAINT invitations_token_unique UNIQUE,
  state TEXT NOT NULL DEFAULT 'open' CONSTRAINT invitations_state CHECK (state IN ('open', 'accepted', 'withdrawn')),
  invited_by INTEGER REFERENCES users (id),
  created_at INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  user_id INTEGER REFERENCES users (id),
  CONSTRAINT invitations_ended CHECK ((state = 'open') = (ended_at IS NULL)),
  CONSTRAINT invitations_accepted CHECK ((state = 'accepted') = (user_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX invitations_one_open ON invitations (email) WHERE state = 'open';

-- Nobody changes what was written, nor takes it away.
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log BEGIN
  SELECT RAISE(ABORT, 'audit_log is only ever added to');
END;
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log BEGIN
  SELECT RAISE(ABORT, 'audit_log is only ever added to');
END;

-- The orders in which it is read.
DROP INDEX audit_log_newest;
CREATE INDEX audit_log_newest ON audit_log (at, id);
CREATE INDEX audit_log_of_actor ON audit_log (actor_id, at, id);
CREATE INDEX audit_log_of_actor_and_kind ON audit_log (actor_id, subject_kind, at, id);
CREATE INDEX audit_log_of_kind ON audit_log (subject_kind, at, id);
CREATE INDEX audit_log_of_thing ON audit_log (subject_id, at, id);
