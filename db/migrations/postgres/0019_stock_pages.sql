-- The staff's pages about stock.

-- Why a level was corrected, and the form that asked for it: sent twice, it corrects once.
ALTER TABLE stock_movements ADD COLUMN cause TEXT NOT NULL DEFAULT ''
  CONSTRAINT stock_movements_cause CHECK (cause = '' OR (reason = 'correction' AND
    cause IN ('counted', 'damaged', 'lost', 'found', 'to_supplier', 'other')));
ALTER TABLE stock_movements ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE stock_movements ADD COLUMN request_key TEXT;
CREATE UNIQUE INDEX stock_movements_requested_once ON stock_movements (request_key) WHERE request_key IS NOT NULL;

-- What is left after each movement is added up in the index.
DROP INDEX stock_movements_of_variant;
CREATE INDEX stock_movements_of_variant ON stock_movements (variant_id, id, delta);

-- The orders of the list of variants.
CREATE INDEX stock_levels_by_free ON stock_levels ((on_hand - reserved), variant_id);
DROP INDEX stock_levels_changed;
CREATE INDEX stock_levels_changed ON stock_levels (changed_at, variant_id);
