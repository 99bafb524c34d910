ALTER TABLE originals ADD COLUMN digest text NOT NULL DEFAULT '';
