-- Money that a bank took back, or was asked to. `disputed_at`: when we first heard so; it stays once staff have said what
-- became of the money, so that the same news disputes it once.
ALTER TABLE payments ADD COLUMN disputed_at INTEGER;
UPDATE payments SET disputed_at = updated_at WHERE state = 'disputed';
-- From now on staff say what became of it before anything of it moves: what was ticked off without that is asked again.
UPDATE staff_tasks SET resolved_at = NULL, resolved_by = NULL
  WHERE kind = 'payment_withdrawn' AND payment_id IN (SELECT id FROM payments WHERE state = 'disputed');

-- Goods of an order paid on delivery that came back without having been taken. The order stays shipped, for only what has
-- not left the shop is cancelled. `came_back`: those of the line's pieces that went back into the stock; the others are
-- written off.
ALTER TABLE orders ADD COLUMN returned_at INTEGER;
ALTER TABLE order_lines ADD COLUMN came_back INTEGER NOT NULL DEFAULT 0
  CONSTRAINT order_lines_came_back CHECK (came_back BETWEEN 0 AND quantity);
