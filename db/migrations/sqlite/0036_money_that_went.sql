-- Money that a bank took back, or was asked to. `disputed_at`: when we first heard so; it stays once staff have said what
-- became of the money, so that the same news disputes it once.
ALTER TABLE payments ADD COLUMN disputed_at INTEGER;
UPDATE payments SET disputed_at = updated_at WHERE state = 'disputed';
