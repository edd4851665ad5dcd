-- The staff's list of payments, newest first: all of them, of one provider, in one state.
CREATE INDEX payments_newest ON payments (created_at, id);
CREATE INDEX payments_of_provider ON payments (provider, created_at, id);
CREATE INDEX payments_in_state ON payments (state, created_at, id);
