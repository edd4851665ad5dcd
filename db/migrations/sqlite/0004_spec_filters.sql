-- Which specifications a list can be filtered by. Free wording ("HSH, Ibanez V7/S1/V8") makes no filter.
ALTER TABLE spec_definitions ADD COLUMN filterable INTEGER NOT NULL DEFAULT 0
  CONSTRAINT spec_definitions_filterable CHECK (filterable IN (0, 1));
