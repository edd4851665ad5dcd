-- Who waits for an answer is counted every few seconds.
CREATE INDEX rooms_waiting ON rooms (waiting_since) WHERE waiting_since IS NOT NULL AND status = 'open';
