-- Sales of finished days in WIB (a day is named by its beginning), added up once. They are made of moments that are
-- written down and stay: an order was placed, was paid, money came, money went back. Without gaps from the day of the
-- first order on; what came after the last of them is added up from the rows themselves.
CREATE TABLE counted_days (
  day INTEGER PRIMARY KEY,
  placed INTEGER NOT NULL
) STRICT;

-- `paid` orders, and of them `first_paid` whose mailbox had paid none before; `received` and `given_back` are what the
-- ledger says of the account `orders`. `method` is the provider of the payment.
CREATE TABLE sales_days (
  day INTEGER NOT NULL REFERENCES counted_days (day),
  method TEXT NOT NULL,
  province TEXT NOT NULL,
  paid INTEGER NOT NULL,
  first_paid INTEGER NOT NULL,
  received INTEGER NOT NULL,
  given_back INTEGER NOT NULL,
  PRIMARY KEY (day, method, province)
) STRICT, WITHOUT ROWID;

-- Pieces and their price on the day they were paid, and on the day their price went back.
CREATE TABLE product_days (
  day INTEGER NOT NULL REFERENCES counted_days (day),
  product_id INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  pieces_back INTEGER NOT NULL,
  amount_back INTEGER NOT NULL,
  PRIMARY KEY (day, product_id)
) STRICT, WITHOUT ROWID;

-- Orders by the moment they were paid, and what the ledger says of a stretch of time.
CREATE INDEX orders_by_payment ON orders (paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX ledger_entries_by_time ON ledger_entries (created_at, id, debit, credit, amount);

-- What waits for somebody's hands.
CREATE INDEX refunds_by_hand ON refunds (order_id) WHERE state = 'by_hand';
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';
CREATE INDEX outbox_mails_dead ON outbox_mails (id) WHERE state = 'dead';

CREATE INDEX products_on_sale ON products (id) WHERE state = 'active';
