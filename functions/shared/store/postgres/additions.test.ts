import { expect, test } from 'vitest'
import { exampleDocument, examplePages } from '../contract/examples.ts'
import { createAdditions } from './additions.ts'
import type { Database, Queries, Transaction } from './database.ts'
import { createFeed } from './feed.ts'
import type { Values } from './named-values.ts'

test('an original belongs to its page, in whatever order the server returns the pages', async () => {
  const server = serverOf({
    documents: [{ seq: 7, id: 'a' }],
    pages: [
      { seq: 7, page: 2, pageId: 12 },
      { seq: 7, page: 1, pageId: 11 },
    ],
  })
  const { addDocument } = createAdditions({ feed: server.feed })
  const pages = examplePages(2)

  await addDocument(exampleDocument({ id: 'a', pages }))

  expect(server.run).toContainEqual(
    expect.objectContaining({
      ...{ page0: 11, bytes0: pages[0]?.read(0, 3) },
      ...{ page1: 12, bytes1: pages[1]?.read(0, 3) },
    }),
  )
})

/** A feed on a server that returns these rows of what is inserted, and the values of what it has run. */
function serverOf(rows: { documents: unknown[]; pages: unknown[] }) {
  const run: Values[] = []
  const transaction: Transaction = {
    isRepeated: false,
    async all<Row>(sql: string) {
      return (sql.includes('INTO documents') ? rows.documents : rows.pages) as Row[]
    },
    get: async () => undefined,
    async run(_sql, values = {}) {
      run.push(values)
      return 1
    },
  }
  const database: Database = {
    ...transaction,
    read: (work: (snapshot: Queries) => Promise<never>) => work(transaction),
    write: (work: (transaction: Transaction) => Promise<never>) => work(transaction),
  }
  return { run, feed: createFeed({ database, now: () => 0 }) }
}
