-- Accounts whose owners have deleted them. The row stays without anything of the person's, so that orders, the log and
-- reviews go on naming an account and no other account inherits them.
ALTER TABLE users ADD COLUMN deleted_at BIGINT CONSTRAINT users_deleted CHECK (
  deleted_at IS NULL OR (active = 0 AND name = '' AND phone IS NULL AND password_hash IS NULL));

-- The last letter to a mailbox, which is forgotten some time after it was sent.
CREATE INDEX outbox_mails_farewells ON outbox_mails (created_at) WHERE kind = 'account_deleted';

-- What one person has found helpful.
CREATE INDEX review_votes_of_user ON review_votes (user_id, review_id);
