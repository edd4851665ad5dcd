-- What search engines and messengers are told of a product's page; empty: its name, and the beginning of its description.
ALTER TABLE products ADD COLUMN seo_title_id TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN seo_title_en TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN seo_description_id TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN seo_description_en TEXT NOT NULL DEFAULT '';
