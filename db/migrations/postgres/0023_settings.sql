-- What search engines and messengers are told of a product's page; empty: its name, and the beginning of its description.
ALTER TABLE products ADD COLUMN seo_title_id TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN seo_title_en TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN seo_description_id TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN seo_description_en TEXT NOT NULL DEFAULT '';

-- The staff's list of mails: those that wait, and those of a mailbox. The dead and those of an order have their index.
CREATE INDEX outbox_mails_waiting ON outbox_mails (id) WHERE state = 'waiting';
CREATE INDEX outbox_mails_of_address ON outbox_mails (to_address, id);

-- What is being prepared is found by its name without reading all that is on sale.
CREATE INDEX products_hidden ON products (id) WHERE state = 'hidden';
