-- The words of a document's file name, as ../text-search.ts parts them: those of documents that are here already
-- come from ../name-vectors.ts. A name never changes.
ALTER TABLE documents ADD COLUMN name_searched tsvector;
CREATE INDEX documents_name_searched ON documents USING gin (name_searched);
