import { expect, test } from 'vitest'
import { addWithTexts, exampleDocument, exampleKey } from '../contract/examples.ts'
import { alter, newPath, open, runWithStore } from '../sqlite-store.fixture.ts'
import { openStoreDatabase } from './open.ts'
import { version1 } from './version-1.fixture.ts'

/** A file of version 1: document a with a text, a failure and a page in the log; b, not in the log. */
function version1File(): string {
  const path = newPath()
  alter(
    path,
    `${version1}
    INSERT INTO documents (seq, id, status, created_at, finished_at, filename, batch, language)
      VALUES (1, 'gone', 'queued', 1, NULL, NULL, NULL, 'eng'),
             (2, 'a', 'processing', 1000, NULL, 'scan.png', 'b1', 'eng'),
             (3, 'b', 'queued', 2000, NULL, NULL, NULL, 'deu');
    DELETE FROM documents WHERE id = 'gone';
    INSERT INTO pages (page_id, document_seq, page, status, try, width, height, appended_at,
                       finished_at, confidence, engine, model, timings, error_code, error_detail)
      VALUES (5, 2, 1, 'done', 1, 10, 20, 1100, 1200, 90, 'e', 'm',
              '{"decodeMs":1,"recognizeMs":2}', NULL, NULL),
             (6, 2, 2, 'failed', 1, 10, 20, 1100, 1300, NULL, NULL, NULL, NULL, 'timeout', 'Slow.'),
             (7, 2, 3, 'queued', 1, 10, 20, 1100, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
             (8, 3, 1, 'queued', 1, 10, 20, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    INSERT INTO originals (page_id, media_type, image)
      VALUES (5, 'image/png', x'05'), (6, 'image/png', x'06'), (7, 'image/png', x'07'),
             (8, 'image/jpeg', x'08');
    INSERT INTO texts (page_id, words_omitted, text, words) VALUES (5, 1, 'kept words', '[]');
    INSERT INTO idempotency_keys VALUES ('k', 'f', 2, 1000);
    INSERT INTO changes (change, at, document_id, kind, status)
      VALUES (41, 1000, 'a', 'document', 'queued'), (42, 2000, 'b', 'document', 'queued');`,
  )
  return path
}

test('a file of version 1 keeps all that it has', async () => {
  const store = open(version1File())

  expect(await store.document('a')).toMatchObject({
    ...{ status: 'processing', createdAt: new Date(1000), filename: 'scan.png', batch: 'b1' },
    pages: [
      { status: 'done', text: 'kept words', confidence: 90, finishedAt: new Date(1200) },
      { status: 'failed', error: { code: 'timeout', detail: 'Slow.' } },
      { status: 'queued', try: 1 },
    ],
  })
  expect(await store.page('a', 1)).toMatchObject({ words: [], wordsOmitted: true })
  expect(await store.image('a', 2)).toEqual({ mediaType: 'image/png', image: Uint8Array.of(6) })
  expect((await store.documents({ query: 'kept', limit: 9 })).documents).toHaveLength(1)
  expect(await store.changesAfter(0, { limit: 9 })).toMatchObject([{ change: 41 }, { change: 42 }])
})

test('a file of version 1 does all that is new', async () => {
  const store = open(version1File())

  const unappended = await store.unappended(9)
  const latest = await store.latestAppend()
  const submission = await store.submission('b', 1)
  const redriven = await store.redrive('a')
  const lost = await store.requeueLost({ upTo: 3, after: 0 })

  expect(unappended).toEqual([{ documentId: 'b', page: 1, try: 1, claims: 0 }])
  expect(latest).toBe(3)
  expect(submission).toEqual({
    ...{ documentId: 'b', page: 1, try: 1, language: 'deu' },
    ...{ mediaType: 'image/jpeg', image: Uint8Array.of(8) },
  })
  expect(redriven).toEqual([2])
  expect(lost).toBe(1)
  expect(await store.addDocument(exampleDocument({ idempotency: exampleKey() }))).toMatchObject({
    added: false,
    documentId: 'a',
  })
})

/** What version 6 brought. */
const withoutCoverage = 'ALTER TABLE pages DROP COLUMN coverage;'
/** What versions 5 and 6 brought. */
const withoutNames = `
  ${withoutCoverage}
  DROP TRIGGER name_inserted; DROP TRIGGER name_deleted; DROP TABLE name_search;`

/** What was written by version 2, and what it left free. */
async function version2File(): Promise<string> {
  const path = newPath()
  const store = open(path)
  await addWithTexts(store, ['read', null], { id: 'c', language: 'deu' })
  alter(
    path,
    `${withoutNames}
    ALTER TABLE pages DROP COLUMN language;
    ALTER TABLE pages DROP COLUMN text_try;
    CREATE TABLE large AS SELECT randomblob(1000000) AS bytes;
    DROP TABLE large;
    PRAGMA user_version = 2;`,
  )
  return path
}

test('a page that was read under version 2 was read in its document’s language', async () => {
  const store = open(await version2File())

  expect(await store.document('c')).toMatchObject({
    language: 'deu',
    pages: [
      { status: 'done', text: 'read', language: 'deu' },
      { status: 'queued', language: null },
    ],
  })
})

/** What was written by version 3. */
async function version3File(): Promise<string> {
  const path = newPath()
  await addWithTexts(open(path), ['read', null], { id: 'd' })
  alter(path, `${withoutNames} ALTER TABLE pages DROP COLUMN text_try; PRAGMA user_version = 3;`)
  return path
}

test('a page that was read under version 3 keeps its text while it is read once more', async () => {
  const store = open(await version3File())

  const pages = await store.redrive('d', { pages: 'all' })

  expect(pages).toEqual([1])
  expect(await store.document('d')).toMatchObject({
    pages: [
      { status: 'done', text: 'read', try: 1 },
      { status: 'queued', text: null, try: 1 },
    ],
  })
})

/** What was written by version 4. */
async function version4File(): Promise<string> {
  const path = newPath()
  await addWithTexts(open(path), ['read'], { id: 'e', filename: 'harbour.png' })
  await addWithTexts(open(path), [null], { id: 'f', filename: null })
  alter(path, `${withoutNames} PRAGMA user_version = 4;`)
  return path
}

test('a document of version 4 is found by its file name, until it is deleted', async () => {
  const store = open(await version4File())
  const found = async () => (await store.documents({ query: 'harbour', limit: 9 })).documents

  const before = await found()
  await store.deleteDocument('e')
  await store.deleteDocument('f')

  expect(before).toMatchObject([{ id: 'e' }])
  expect(await found()).toEqual([])
})

/** What was written by version 5. */
async function version5File(): Promise<string> {
  const path = newPath()
  await addWithTexts(open(path), ['read'], { id: 'g' })
  alter(path, `${withoutCoverage} PRAGMA user_version = 5;`)
  return path
}

test('the coverage of a page that was read under version 5 is unknown', async () => {
  const store = open(await version5File())

  expect(await store.document('g')).toMatchObject({ pages: [{ text: 'read', coverage: null }] })
})

test('a file of version 2 is not rewritten: it gives space back already', async () => {
  const database = openStoreDatabase(await version2File())

  const free = database.prepare<{ freelist_count: number }>('PRAGMA freelist_count').get()
  database.close()

  expect(free?.freelist_count).toBeGreaterThan(200)
})

test.each([
  [1, async () => version1File()],
  [2, version2File],
  [3, version3File],
  [4, version4File],
  [5, version5File],
])('a file of version %i comes to have the columns and indexes of a new one', async (_, make) => {
  const [older, newer] = [await make(), newPath()].map((path) => openStoreDatabase(path))

  const shapes = [older, newer].map((database) => {
    const shape = database?.prepare(`
      SELECT t.name AS tableName, c.name, c.type, c."notnull", c.dflt_value, c.pk, NULL AS sql
      FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'
      UNION ALL
      SELECT tbl_name, name, type, 0, NULL, 0, trim(sql) FROM sqlite_schema WHERE type <> 'table'
      ORDER BY 1, 2`)
    return shape?.all()
  })
  for (const database of [older, newer]) database?.close()

  expect(shapes[0]).toEqual(shapes[1])
})

test('a file of version 1 can give space back afterwards', () => {
  const database = openStoreDatabase(version1File())

  const mode = database.prepare('PRAGMA auto_vacuum').get()
  database.close()

  expect(mode).toEqual({ auto_vacuum: 2 })
})

test('processes that open a file of version 1 at the same time do not fail', async () => {
  const path = version1File()

  await Promise.all(
    [1, 2, 3].map((id) =>
      runWithStore(path, `await addWithTexts(store, ['new'], { id: 'n${id}' })`),
    ),
  )

  const { documents } = await open(path).documents({ limit: 9 })
  expect(documents.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'n1', 'n2', 'n3'])
})
