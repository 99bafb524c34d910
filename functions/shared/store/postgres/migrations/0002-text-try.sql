-- A page's try is its latest, status what became of that one, and text_try the one that its text is of, null
-- while it has none: a page that has its text and is read once more is queued, with a text_try below its try;
-- once it has ended it is done, whatever came of that try.

ALTER TABLE pages ADD COLUMN text_try integer;
-- A page's try was that of its text once it was done.
UPDATE pages SET text_try = try WHERE status = 'done';
