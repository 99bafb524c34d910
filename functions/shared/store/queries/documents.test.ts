import { expect, onTestFinished, test } from 'vitest'
import { addWithTexts, textResult } from '../contract/examples.fixture.ts'
import type { Engine } from '../engine.ts'
import { createDatabase } from '../sqlite/database.ts'
import { appendChanges } from '../sqlite/feed.ts'
import { openConnections } from '../sqlite/opening/open.ts'
import { newPath, open } from '../sqlite/store.fixture.ts'
import type { Store } from '../store.ts'
import { createDocuments } from './documents.ts'
import { createFeed } from './feed.ts'

/** Store whose search finds the documents `seqs`, and runs `meanwhile` before it reads them. */
function openFound(seqs: number[], meanwhile: (store: Store) => Promise<unknown>) {
  const path = newPath()
  const store = open(path)
  const { writer, reader } = openConnections(path)
  onTestFinished(() => {
    for (const connection of [reader, writer]) connection.close()
  })
  const database = createDatabase({ writer, reader })
  const feed = createFeed({ database, appendChanges, now: Date.now })
  const search: Engine['search'] = async (_phrases, _options, read) => {
    await meanwhile(store)
    const ranked = seqs.map((seq) => ({ seq, bestPage: 1 }))
    return database.read((snapshot) => read(snapshot, ranked))
  }
  return { store, documents: createDocuments({ engine: { database, search }, feed }).documents }
}

test('a follower of the feed from a search sees the changes made during the search', async () => {
  const { store, documents } = openFound([], (store) =>
    addWithTexts(store, ['a word'], { id: 'late' }),
  )

  const { changes } = await documents({ query: 'word', limit: 10 })

  const seen = await store.changesAfter(changes, { limit: 10 })
  expect(seen).toContainEqual(expect.objectContaining({ documentId: 'late', status: 'done' }))
})

test('a document that ended during a search has its latest state in the result', async () => {
  const { store, documents } = openFound([1], (store) =>
    store.applyResult(textResult('a', { text: 'word' })),
  )
  await addWithTexts(store, [null], { id: 'a' })

  const list = await documents({ query: 'word', limit: 10 })

  const { latest } = await store.feedBounds()
  expect(list.documents).toMatchObject([{ id: 'a', status: 'done', changes: latest }])
})

test('a found document is left out if it was deleted or has another status by then', async () => {
  const { store, documents } = openFound([1, 2, 3], async (store) => {
    await store.deleteDocument('deleted')
    await store.applyResult(textResult('ended', { text: 'word' }))
  })
  for (const id of ['deleted', 'ended', 'kept']) await addWithTexts(store, [null], { id })

  const list = await documents({ query: 'word', status: 'queued', limit: 10 })

  expect(list.documents.map(({ id }) => id)).toEqual(['kept'])
})
