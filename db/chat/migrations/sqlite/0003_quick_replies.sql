-- What the staff say often, kept to be put into an answer.
CREATE TABLE quick_replies (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL CONSTRAINT quick_replies_title_unique UNIQUE CONSTRAINT quick_replies_title CHECK (title <> ''),
  body TEXT NOT NULL CONSTRAINT quick_replies_body CHECK (body <> ''),
  updated_at INTEGER NOT NULL
) STRICT;
