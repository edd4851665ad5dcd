-- Filters of the staff's lists that somebody keeps under a name. list is a word of admin::FilteredList; query is what
-- stands behind the question mark of the list's address, as the list itself writes it. shared: colleagues see it, too.
CREATE TABLE saved_filters (
  id INTEGER PRIMARY KEY,
  owner_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  list TEXT NOT NULL,
  name TEXT NOT NULL CONSTRAINT saved_filters_name_length CHECK (length(name) BETWEEN 1 AND 60),
  query TEXT NOT NULL CONSTRAINT saved_filters_query_length CHECK (length(query) BETWEEN 1 AND 4000),
  shared INTEGER NOT NULL CONSTRAINT saved_filters_shared CHECK (shared IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
-- One's own names differ in more than capitals.
CREATE UNIQUE INDEX saved_filters_name_unique ON saved_filters (owner_id, list, lower(name));
CREATE INDEX saved_filters_shared_on_list ON saved_filters (list) WHERE shared = 1;
