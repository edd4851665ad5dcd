-- From free_shipping_from rupiah of goods on, the shop pays the courier up to this. NULL: what the cheapest one asks.
ALTER TABLE store_profile ADD COLUMN free_shipping_at_most INTEGER
  CONSTRAINT store_profile_free_shipping CHECK (free_shipping_at_most > 0);
