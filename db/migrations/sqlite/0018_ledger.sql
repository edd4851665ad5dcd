-- Double entry. Every row moves an amount out of the account `credit` into the account `debit`, so that the sum over
-- all accounts is nothing by construction. Rows are only ever added. midtrans, stripe, bank and cash are where money
-- is; orders and buyers whose it is: what orders have earned, and what must go back; fees and losses are what it cost.
CREATE TABLE ledger_entries (
  id INTEGER PRIMARY KEY,
  entry_key TEXT NOT NULL CONSTRAINT ledger_entries_key_unique UNIQUE,
  kind TEXT NOT NULL CONSTRAINT ledger_entries_kind CHECK (
    kind IN ('captured', 'refunded', 'refund_came_back', 'moved', 'fee', 'adjusted')),
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
  CONSTRAINT ledger_entries_cause CHECK ((kind IN ('captured', 'refunded', 'refund_came_back')) = (payment_id IS NOT NULL)),
  CONSTRAINT ledger_entries_refund CHECK ((kind IN ('refunded', 'refund_came_back')) = (refund_id IS NOT NULL))
) STRICT;
CREATE INDEX ledger_entries_of_payment ON ledger_entries (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX ledger_entries_of_refund ON ledger_entries (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX ledger_entries_debit_side ON ledger_entries (debit, id, amount);
CREATE INDEX ledger_entries_credit_side ON ledger_entries (credit, id, amount);

-- What the shop has taken and given back before there was a ledger.
INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, created_at)
  SELECT 'captured:' || id, 'captured',
    CASE provider WHEN 'cod' THEN 'cash' WHEN 'bank_transfer' THEN 'bank' ELSE provider END,
    CASE settles_order WHEN 1 THEN 'orders' ELSE 'buyers' END, captured, id, COALESCE(paid_at, updated_at)
  FROM payments WHERE captured > 0;
INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, refund_id, created_at)
  SELECT 'refund:' || r.id || ':0', 'refunded', CASE p.settles_order WHEN 1 THEN 'orders' ELSE 'buyers' END,
    CASE WHEN r.transfer_reference IS NOT NULL THEN 'bank' WHEN p.provider = 'cod' THEN 'cash'
      WHEN p.provider = 'bank_transfer' THEN 'bank' ELSE p.provider END, r.amount, p.id, r.id, r.settled_at
  FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.state = 'succeeded';

-- What the accounts had got less what they had given with the entry `counted_to` and all before it, so that a balance
-- needs the entries since then only.
CREATE TABLE ledger_balances (
  account TEXT PRIMARY KEY,
  balance INTEGER NOT NULL DEFAULT 0,
  counted_to INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO ledger_balances (account) VALUES
  ('midtrans'), ('stripe'), ('bank'), ('cash'), ('orders'), ('buyers'), ('fees'), ('losses');

-- Our ledger held against a provider's own account, a day at a time. Payments are compared in the order of their ids, so
-- that whoever goes on after a crash knows where.
CREATE TABLE reconciliations (
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL CONSTRAINT reconciliations_provider CHECK (provider IN ('stripe', 'midtrans')),
  day_begins_at INTEGER NOT NULL,
  day_ends_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'running' CONSTRAINT reconciliations_state CHECK (
    state IN ('running', 'finished', 'unfinished')),
  last_payment_id INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  compared INTEGER NOT NULL DEFAULT 0,
  ours INTEGER NOT NULL DEFAULT 0,
  theirs INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  CONSTRAINT reconciliations_day_unique UNIQUE (provider, day_begins_at),
  CONSTRAINT reconciliations_ended CHECK ((state = 'running') = (ended_at IS NULL))
) STRICT;
CREATE INDEX reconciliations_newest ON reconciliations (day_begins_at, id);

-- What differed. Amounts are what the provider still holds of the payment: what came less what went back.
CREATE TABLE reconciliation_findings (
  id INTEGER PRIMARY KEY,
  reconciliation_id INTEGER NOT NULL REFERENCES reconciliations (id),
  kind TEXT NOT NULL CONSTRAINT reconciliation_findings_kind CHECK (
    kind IN ('amount', 'unknown_here', 'no_answer', 'charged_back')),
  payment_id INTEGER REFERENCES payments (id),
  reference TEXT NOT NULL,
  ours INTEGER NOT NULL,
  theirs INTEGER NOT NULL,
  healed INTEGER NOT NULL CONSTRAINT reconciliation_findings_healed CHECK (healed IN (0, 1)),
  found_at INTEGER NOT NULL,
  CONSTRAINT reconciliation_findings_once UNIQUE (reconciliation_id, reference)
) STRICT;

-- Which payments a day has to look at.
CREATE INDEX payments_touched ON payments (provider, updated_at);
