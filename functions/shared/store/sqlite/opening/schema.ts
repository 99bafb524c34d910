import { tablesOf } from '../../tables.ts'

export const schemaVersion = 13

const tables = tablesOf({
  id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  change: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  ...{ bigint: 'INTEGER', integer: 'INTEGER', boolean: 'INTEGER', double: 'REAL' },
  ...{ bytes: 'BLOB', searched: 'TEXT' },
  chunkPage: '',
  options: 'STRICT',
})

/**
 * The tables of a store (../../tables.ts), and full-text indexes of `searched` and `name_searched`. These are the terms
 * of a text and of a file name (../search/text-search.ts): FTS5's ascii tokenizer splits them at spaces, unchanged.
 * Prefixes of up to three characters have an index of their own, since they match many words.
 *
 * Chunks of a large document are saved before it, and the chunks of every document are deleted after it, a few at a
 * time: chunks without an original belong to a deleted or a new document.
 */
export const schema = `
  ${tables}
  CREATE INDEX pages_queued ON pages (bulk, append_number) WHERE status = 'queued';
  CREATE INDEX pages_ended ON pages (bulk, append_number) WHERE status <> 'queued';

  CREATE VIRTUAL TABLE text_search USING fts5 (
    searched, content = 'texts', content_rowid = 'page_id',
    tokenize = 'ascii', prefix = '1 2 3'
  );
  CREATE TRIGGER text_inserted AFTER INSERT ON texts BEGIN
    INSERT INTO text_search (rowid, searched) VALUES (new.page_id, new.searched);
  END;
  CREATE TRIGGER text_updated AFTER UPDATE ON texts BEGIN
    INSERT INTO text_search (text_search, rowid, searched)
    VALUES ('delete', old.page_id, old.searched);
    INSERT INTO text_search (rowid, searched) VALUES (new.page_id, new.searched);
  END;
  CREATE TRIGGER text_deleted AFTER DELETE ON texts BEGIN
    INSERT INTO text_search (text_search, rowid, searched)
    VALUES ('delete', old.page_id, old.searched);
  END;

  -- sqlite_sequence keeps the last number after its change was deleted: https://sqlite.org/autoinc.html
  CREATE VIEW feed (latest) AS
    SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0);

  CREATE VIRTUAL TABLE name_search USING fts5 (
    name_searched, content = 'documents', content_rowid = 'seq',
    tokenize = 'ascii', prefix = '1 2 3'
  );
  CREATE TRIGGER name_inserted AFTER INSERT ON documents BEGIN
    INSERT INTO name_search (rowid, name_searched) VALUES (new.seq, new.name_searched);
  END;
  CREATE TRIGGER name_deleted AFTER DELETE ON documents BEGIN
    INSERT INTO name_search (name_search, rowid, name_searched)
    VALUES ('delete', old.seq, old.name_searched);
  END;
`
