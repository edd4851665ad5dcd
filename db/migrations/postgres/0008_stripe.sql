-- Cards by Stripe, offered once its keys are configured. A card payment in rupiah has at most twelve digits, two of them
-- behind the comma. A choice that staff have made already stays.
UPDATE payment_settings SET enabled = 1, maximum_total = 9999999999 WHERE provider = 'stripe' AND updated_at = 0;

-- Disputes name a payment by the provider's own name.
CREATE INDEX payments_of_transaction ON payments (provider_transaction) WHERE provider_transaction IS NOT NULL;
