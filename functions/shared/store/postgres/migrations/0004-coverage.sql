-- Coverage was not measured before.
ALTER TABLE pages ADD COLUMN coverage double precision;
