import { expect, test } from 'vitest'
import type { Document, DocumentList } from '../../functions/shared/http/api.ts'
import { createLibrary } from '../library/library.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import { createNearby } from './nearby.ts'

function documentOf(id: string, finishedAt: string | null = '2026-11-21T08:00:00Z'): Document {
  return { ...toQueuedDocument({ id, pages: 1 }), changes: 1, finishedAt }
}

type Answer = (documents: Document[], next?: string) => void

/** A library with these documents; requests and waits are ended by hand. */
function setUp(documents: Document[], { open = '', around = { loaded: 0, kept: 0 } } = {}) {
  const library = createLibrary({ used: () => new Set() })
  library.show(documents)
  const asked: { ids: string; answer: Answer; fail: () => void }[] = []
  const waits: { callback: () => void; ms: number }[] = []
  const gone: string[] = []
  const nearby = createNearby({
    ...{ library, isOpen: (id) => id === open, onGone: (id) => gone.push(id), onLoaded: () => {} },
    wait: (callback, ms) => waits.push({ callback, ms }),
    around,
    api: {
      list: ({ ids = '' }) => {
        const { promise, resolve, reject } = Promise.withResolvers<DocumentList>()
        const answer: Answer = (found, next) =>
          resolve({
            documents: found.map((document) => ({ ...document, snippet: null })),
            ...{ next: next ?? null, changes: 1 },
          })
        asked.push({ ids, answer, fail: () => reject(new Error('gone')) })
        return promise
      },
    },
  })
  const near = (from: number, to: number) => {
    const entries = library.items.value.map((item) => ({ item }))
    nearby.set(entries, from, to)
  }
  const loaded = () =>
    library.items.value.filter(({ document }) => document.value).map(({ id }) => id)
  const settle = () => {
    for (const { callback } of waits.splice(0)) callback()
  }
  return { library, near, loaded, asked, settle, waits, gone }
}

const abc = ['a', 'b', 'c'].map((id) => documentOf(id))

test('documents far from the view are dropped, and loaded again when they come near', async () => {
  const { near, loaded, asked, settle } = setUp(abc)

  near(0, 1)
  const far = loaded()
  near(1, 3)
  const atOnce = asked.length
  settle()
  asked[0]?.answer([documentOf('c'), documentOf('b')])

  await expect.poll(loaded).toEqual(['b', 'c'])
  expect([far, atOnce, asked.map(({ ids }) => ids)]).toEqual([['a'], 0, ['b,c']])
})

test('some more are loaded than are shown, and some more are kept', async () => {
  const documents = ['a', 'b', 'c', 'd'].map((id) => documentOf(id))
  const { near, loaded, asked, settle } = setUp(documents, { around: { loaded: 1, kept: 2 } })

  near(0, 1)
  const kept = loaded()
  near(1, 2)
  near(4, 4)
  settle()

  expect(kept).toEqual(['a', 'b', 'c'])
  expect(asked.map(({ ids }) => ids)).toEqual(['d'])
})

test('unfinished documents, an open one, and files stay', () => {
  const { library, near, loaded } = setUp([documentOf('a', null), ...abc.slice(1)], { open: 'b' })

  near(0, 0)

  expect(loaded()).toEqual(['a', 'b'])
  expect(library.items.value).toHaveLength(3)
})

test('what has left the view before the answer is not loaded, and the next is', async () => {
  const { near, loaded, asked, settle } = setUp(abc)
  near(0, 0)
  near(0, 1)
  settle()
  near(2, 3)

  asked[0]?.answer([documentOf('a')])
  await expect.poll(() => asked[1]?.ids).toBe('c')
  asked[1]?.answer([documentOf('c')])

  await expect.poll(loaded).toEqual(['c'])
})

test('a document that was not answered is gone', async () => {
  const { library, near, asked, settle, gone } = setUp(abc)
  near(0, 0)
  near(0, 2)
  settle()

  asked[0]?.answer([documentOf('a')])

  await expect.poll(() => gone).toEqual(['b'])
  expect(library.items.value[0]?.document.value?.id).toBe('a')
})

test('documents that an answer has no place for are asked for again', async () => {
  const { near, loaded, asked, settle, gone } = setUp(abc)
  near(0, 0)
  near(0, 2)
  settle()

  asked[0]?.answer([documentOf('a')], 'b')
  await expect.poll(() => asked[1]?.ids).toBe('b')
  asked[1]?.answer([documentOf('b')])

  await expect.poll(loaded).toEqual(['a', 'b'])
  expect(gone).toEqual([])
})

test('entries that the library dropped or replaced meanwhile are not asked for again', async () => {
  const { library, near, asked, settle, gone } = setUp(abc)
  near(0, 0)
  near(0, 2)
  settle()

  library.show([])
  library.sweep()
  library.show([documentOf('b')])
  asked[0]?.answer(abc.slice(0, 2))
  await new Promise((resolve) => setTimeout(resolve))

  expect([asked.map(({ ids }) => ids), gone]).toEqual([['a,b'], []])
})

test('a failed request is repeated', async () => {
  const { near, loaded, asked, settle, waits } = setUp(abc)
  near(0, 0)
  near(0, 1)
  settle()

  asked[0]?.fail()
  await expect.poll(() => waits.map(({ ms }) => ms)).toEqual([4000])
  settle()
  asked[1]?.answer([documentOf('a')])

  await expect.poll(loaded).toEqual(['a'])
})
