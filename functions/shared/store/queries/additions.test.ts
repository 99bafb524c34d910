import { expect, test } from 'vitest'
import { exampleDocument, examplePages } from '../contract/examples.fixture.ts'
import type { Database, NewRow, Transaction } from '../engine.ts'
import { createAdditions } from './additions.ts'
import { createFeed } from './feed.ts'

test('an original belongs to its page in any order of the returned pages', async () => {
  const server = serverOf({
    documents: [{ seq: 7, id: 'a' }],
    pages: [
      { seq: 7, page: 2, pageId: 12 },
      { seq: 7, page: 1, pageId: 11 },
    ],
  })
  const { addDocument } = createAdditions(server)
  const pages = examplePages(2)

  await addDocument(exampleDocument({ id: 'a', pages }))

  expect(server.chunks).toEqual([
    expect.objectContaining({ page_id: 11, bytes: pages[0]?.read(0, 3) }),
    expect.objectContaining({ page_id: 12, bytes: pages[1]?.read(0, 3) }),
  ])
})

/** Engine whose database returns these rows for inserts; also the inserted chunks. */
function serverOf(rows: { documents: unknown[]; pages: unknown[] }) {
  const chunks: NewRow[] = []
  const transaction: Transaction = {
    isRepeated: false,
    dialect: {
      ...{ forUpdate: '', elements: (list) => list, texts: (list) => list },
      ...{ includes: () => '', databaseBytes: '' },
    },
    async insert<Row>(table: string, inserted: NewRow[]) {
      if (table === 'chunks') chunks.push(...inserted)
      if (table === 'documents') return rows.documents as Row[]
      return (table === 'pages' ? rows.pages : []) as Row[]
    },
    all: async () => [],
    get: async () => undefined,
    run: async () => 1,
  }
  const database: Database = {
    ...transaction,
    read: (work) => work(transaction),
    write: (work) => work(transaction),
  }
  const engine = {
    database,
    async lock() {},
    toSearched: (text: string) => text,
    largeOriginals: null,
  }
  const feed = createFeed({ database, async appendChanges() {}, now: () => 0 })
  return { chunks, engine, feed }
}
