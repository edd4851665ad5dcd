-- Pieces that are bought and not here yet stay promised in stock_levels.reserved until they arrive (awaited) or are not
-- wanted any more (dropped). Everything else of a committed line has left the stock.
ALTER TABLE reservations ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0
  CONSTRAINT reservations_dropped CHECK (dropped >= 0);
ALTER TABLE reservations ADD COLUMN awaited INTEGER NOT NULL DEFAULT 0
  CONSTRAINT reservations_awaited CHECK (
    awaited >= 0 AND awaited + dropped + returned <= quantity AND (awaited = 0 OR state = 'committed'));
CREATE INDEX reservations_awaited ON reservations (variant_id, order_line_id) WHERE awaited > 0;

-- What of a line was there at once is sold under no reference; what came later, under how many were awaited until then.
DROP INDEX stock_movements_sold_once;
CREATE UNIQUE INDEX stock_movements_sold_once ON stock_movements (order_line_id, reference) WHERE reason = 'sold';
