-- How many orders a mailbox or a phone number has placed within the hour, and how many of them hold goods unpaid, is
-- asked whenever an order is placed. Those by mailbox and time have their index already.
CREATE INDEX orders_by_phone ON orders (phone, placed_at);
CREATE INDEX orders_unpaid_by_email ON orders (email) WHERE state = 'pending';
CREATE INDEX orders_unpaid_by_phone ON orders (phone) WHERE state = 'pending';
