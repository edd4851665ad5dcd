-- Transfers to the shop's own accounts. Each is told by its amount, so no two that are waited for have the same.
CREATE UNIQUE INDEX payments_transfer_amount ON payments (amount) WHERE provider = 'bank_transfer' AND state = 'pending';

-- Pictures by which buyers prove a transfer; `file` is below DATA_DIR/proofs and shown to staff only. At most one of an
-- attempt waits for them.
CREATE TABLE transfer_proofs (
  id INTEGER PRIMARY KEY,
  payment_id INTEGER NOT NULL REFERENCES payments (id),
  file TEXT NOT NULL,
  sender_bank TEXT NOT NULL,
  sender_name TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT transfer_proofs_state CHECK (state IN ('waiting', 'accepted', 'declined', 'replaced')),
  reason TEXT NOT NULL DEFAULT '',
  sent_at INTEGER NOT NULL,
  decided_at INTEGER,
  decided_by INTEGER REFERENCES users (id),
  CONSTRAINT transfer_proofs_decided CHECK ((state = 'waiting') = (decided_at IS NULL))
) STRICT;
CREATE INDEX transfer_proofs_of_payment ON transfer_proofs (payment_id, id);
CREATE UNIQUE INDEX transfer_proofs_one_waits ON transfer_proofs (payment_id) WHERE state = 'waiting';
