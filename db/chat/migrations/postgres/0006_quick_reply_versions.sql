-- Grows with every change, so that whoever saves or removes a reply that has changed since they opened it is told.
ALTER TABLE quick_replies ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
