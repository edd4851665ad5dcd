-- Notifications that were given up or parked are taken up again. `take_up_at`: when next, nothing for never; `take_ups`: how
-- often it has been done. What had been left behind is due at once.
ALTER TABLE payment_events ADD COLUMN take_ups INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment_events ADD COLUMN take_up_at INTEGER;
UPDATE payment_events SET take_up_at = received_at WHERE state <> 'processed';
CREATE INDEX payment_events_due ON payment_events (take_up_at) WHERE take_up_at IS NOT NULL;
