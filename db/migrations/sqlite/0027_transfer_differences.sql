-- Transfers of another amount than was asked for. `forgiven`: what an order was paid short of its total by a decision of
-- staff; the shop bears it. Two more kinds of entries: what was booked as received is taken back, and what was forgiven is
-- a loss.
ALTER TABLE payments ADD COLUMN forgiven INTEGER NOT NULL DEFAULT 0
  CONSTRAINT payments_forgiven CHECK (forgiven >= 0 AND forgiven < amount AND (forgiven = 0 OR settles_order = 1));

-- SQLite changes no CHECK of a table that stands.
CREATE TABLE ledger_entries_remade (
  id INTEGER PRIMARY KEY,
  entry_key TEXT NOT NULL CONSTRAINT ledger_entries_key_unique UNIQUE,
  kind TEXT NOT NULL CONSTRAINT ledger_entries_kind CHECK (
    kind IN ('captured', 'capture_undone', 'forgiven', 'refunded', 'refund_came_back', 'moved', 'fee', 'adjusted')),
  debit TEXT NOT NULL CONSTRAINT ledger_entries_debit CHECK (
    debit IN ('midtrans', 'stripe', 'bank', 'cash', 'orders', 'buyers', 'fees', 'losses')),
  credit TEXT NOT NULL CONSTRAINT ledger_entries_credit CHECK (
    credit IN ('midtrans', 'stripe', 'bank', 'cash', 'orders', 'buyers', 'fees', 'losses')),
  amount INTEGER NOT NULL CONSTRAINT ledger_entries_amount CHECK (amount > 0),
  payment_id INTEGER REFERENCES payments (id),
  refund_id INTEGER REFERENCES refunds (id),
  note TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES users (id),
  created_at INTEGER NOT NULL,
  CONSTRAINT ledger_entries_two_accounts CHECK (debit <> credit),
  CONSTRAINT ledger_entries_cause CHECK (
    (kind IN ('captured', 'capture_undone', 'forgiven', 'refunded', 'refund_came_back')) = (payment_id IS NOT NULL)),
  CONSTRAINT ledger_entries_refund CHECK ((kind IN ('refunded', 'refund_came_back')) = (refund_id IS NOT NULL))
) STRICT;
INSERT INTO ledger_entries_remade (id, entry_key, kind, debit, credit, amount, payment_id, refund_id, note, created_by,
  created_at)
  SELECT id, entry_key, kind, debit, credit, amount, payment_id, refund_id, note, created_by, created_at
  FROM ledger_entries;
DROP TABLE ledger_entries;
ALTER TABLE ledger_entries_remade RENAME TO ledger_entries;
CREATE INDEX ledger_entries_of_payment ON ledger_entries (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX ledger_entries_of_refund ON ledger_entries (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX ledger_entries_debit_side ON ledger_entries (debit, id, amount);
CREATE INDEX ledger_entries_credit_side ON ledger_entries (credit, id, amount);
CREATE INDEX ledger_entries_by_time ON ledger_entries (created_at, id, debit, credit, amount);

-- Transfers that are waited for, and those that staff have to decide on: until they have, nobody else is asked for the same
-- amount, which may be waited for again.
CREATE INDEX payments_of_transfers ON payments (state, amount) WHERE provider = 'bank_transfer';
