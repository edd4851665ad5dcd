-- Transfers of another amount than was asked for. `forgiven`: what an order was paid short of its total by a decision of
-- staff; the shop bears it. Two more kinds of entries: what was booked as received is taken back, and what was forgiven is
-- a loss.
ALTER TABLE payments ADD COLUMN forgiven BIGINT NOT NULL DEFAULT 0
  CONSTRAINT payments_forgiven CHECK (forgiven >= 0 AND forgiven < amount AND (forgiven = 0 OR settles_order = 1));

ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_kind;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_kind CHECK (
  kind IN ('captured', 'capture_undone', 'forgiven', 'refunded', 'refund_came_back', 'moved', 'fee', 'adjusted'));
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_cause;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_cause CHECK (
  (kind IN ('captured', 'capture_undone', 'forgiven', 'refunded', 'refund_came_back')) = (payment_id IS NOT NULL));

-- Transfers that are waited for, and those that staff have to decide on: until they have, nobody else is asked for the same
-- amount, which may be waited for again.
CREATE INDEX payments_of_transfers ON payments (state, amount) WHERE provider = 'bank_transfer';
