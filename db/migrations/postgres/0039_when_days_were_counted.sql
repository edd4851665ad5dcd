-- What a process keeps in memory of a counted day holds as long as the day is not counted anew; days that were counted
-- before this are 0.
ALTER TABLE counted_days ADD COLUMN counted_at BIGINT NOT NULL DEFAULT 0;
