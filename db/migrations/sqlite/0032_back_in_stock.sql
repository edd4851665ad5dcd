-- Who wants to hear when a variant that is sold out is there again. A mailbox waits for a variant once. What has ended
-- stays for a while: those who were told have a head start on those behind them, and what a mailbox has asked for is
-- counted.
CREATE TABLE stock_wishes (
  id INTEGER PRIMARY KEY,
  variant_id INTEGER NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  language TEXT NOT NULL CONSTRAINT stock_wishes_language CHECK (language IN ('id', 'en')),
  state TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT stock_wishes_state CHECK (state IN ('waiting', 'told', 'withdrawn')),
  asked_at INTEGER NOT NULL,
  ended_at INTEGER,
  CONSTRAINT stock_wishes_ended CHECK ((state = 'waiting') = (ended_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX stock_wishes_once ON stock_wishes (email, variant_id) WHERE state = 'waiting';
CREATE INDEX stock_wishes_queue ON stock_wishes (variant_id, id) WHERE state = 'waiting';
CREATE INDEX stock_wishes_told ON stock_wishes (variant_id, ended_at) WHERE state = 'told';
CREATE INDEX stock_wishes_of_mailbox ON stock_wishes (email);

-- Their mails are forgotten some time after they were written.
CREATE INDEX outbox_mails_back_in_stock ON outbox_mails (created_at) WHERE kind = 'back_in_stock';
