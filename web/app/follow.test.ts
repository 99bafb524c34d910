import { signal } from '@preact/signals'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type {
  Document,
  DocumentChange,
  Page,
  PageWithWords,
} from '../../functions/shared/http/api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import { createLibrary } from '../library/library.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import { createSearch } from '../library/search.ts'
import { createUnknownChanges } from '../live/unknown-changes.ts'
import type { Upload, UploadState } from '../uploads/upload.ts'
import { createFollower } from './follow.ts'

const at = '2026-11-21T08:00:00.000Z'
const queued = toQueuedDocument({ id: 'd', pages: 1 })

function documentChange(status: DocumentChange['status'], change: number) {
  return { kind: 'document' as const, id: 'd', status, change, at }
}

const correctedPage = (page: number): PageWithWords => ({
  ...readPage(page),
  ...{ text: 'corrected', correctedAt: at, words: [], wordsOmitted: false },
})

/** A page as it was read first. */
function readPage(page: number): Page {
  const [first] = queued.pages
  if (!first) throw new Error('Expected a page')
  return { ...first, page, status: 'done', text: 'read' }
}

const done: Document = {
  ...queued,
  ...{ status: 'done', finishedAt: at, changes: 9 },
}

const longDocument: Document = {
  ...{ ...done, changes: 5 },
  pages: Array.from({ length: 30 }, (_, index) => readPage(index + 1)),
}

const pageChange = (page: number, change: number, number = 1) =>
  ({ kind: 'page', id: 'd', page, status: 'done', try: number, change, at }) as const

function setUp() {
  const library = createLibrary()
  const get = vi.fn(async () => done)
  const page = vi.fn(async (_: string, number: number) => correctedPage(number))
  const onEnded = vi.fn()
  const unknownChanges = createUnknownChanges({ max: 10 })
  const follower = createFollower({
    ...{ api: { get, page }, library, onEnded, unknownChanges },
    ...{ search: { remove: () => {} }, batches: { apply: () => {} } },
  })
  const statusOf = (id: string) => library.find(id)?.document.value?.status
  return { library, follower, get, page, onEnded, statusOf, unknownChanges }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a finished document is fetched once for its page change and document change', async () => {
  const { library, follower, get, statusOf } = setUp()
  library.upsert(queued)

  follower.follow({ kind: 'page', id: 'd', page: 1, status: 'done', try: 1, change: 8, at })
  follower.follow(documentChange('done', 9))

  await vi.waitFor(() => expect(statusOf('d')).toBe('done'))
  expect(get).toHaveBeenCalledOnce()
})

test('a document finished before its upload response is fetched after the response', async () => {
  const { library, follower, onEnded, statusOf } = setUp()
  const upload: Upload = {
    key: 'k',
    file: new File(['x'], 'a.png'),
    ...{ others: [], batch: null, language: null, password: null },
    state: signal<UploadState>({ phase: 'accepted' }),
  }
  library.addUploads([upload])

  follower.follow(documentChange('done', 9))
  library.accept(upload, queued)
  follower.track(queued)

  await vi.waitFor(() => expect(statusOf('d')).toBe('done'))
  expect(onEnded).toHaveBeenCalledOnce()
})

test('a document that ended before the response that lists it is fetched', async () => {
  const { library, follower, get, statusOf } = setUp()
  follower.follow(documentChange('done', 9))
  const listed = { ...queued, changes: 8 }

  library.upsert(listed)
  follower.catchUp(listed)

  await vi.waitFor(() => expect(statusOf('d')).toBe('done'))
  expect(get).toHaveBeenCalledOnce()
})

test('changes of unknown documents cause no request, and are counted', () => {
  const { follower, get, unknownChanges } = setUp()

  follower.follow(documentChange('done', 9))

  expect(get).not.toHaveBeenCalled()
  expect(unknownChanges.countAfter(() => '').value).toBe(1)
})

test('a listed document that is not loaded is no newer one, and up to date when it is loaded', async () => {
  const { library, follower, get, statusOf, unknownChanges } = setUp()
  library.upsert(queued).document.value = null

  follower.follow(documentChange('done', 9))
  const before = [get.mock.calls.length, unknownChanges.countAfter(() => '').value]
  library.update(queued)
  follower.catchUp(queued)

  await vi.waitFor(() => expect(statusOf('d')).toBe('done'))
  expect(before).toEqual([0, 0])
})

test('a deleted document is removed from the search results', async () => {
  const library = createLibrary()
  const found = { ...queued, snippet: [] }
  const list = async () => ({ documents: [found], next: null, changes: 1 })
  const search = createSearch({ api: { list }, library, announce: () => {} })
  const follower = createFollower({
    ...{ library, search, batches: { apply: () => {} }, onEnded: () => {} },
    ...{ api: { get: async () => found, page: async () => correctedPage(1) } },
    unknownChanges: createUnknownChanges({ max: 10 }),
  })
  await search.find('word')
  const before = search.results.value.length

  follower.follow(documentChange('deleted', 9))

  expect([before, search.results.value.length]).toEqual([1, 0])
})

test('a document is removed after a deleted change and after a 404', async () => {
  const { library, follower, get, statusOf } = setUp()
  library.show([queued, toQueuedDocument({ id: 'e', pages: 1 })])
  get.mockRejectedValue(new ApiProblem(404, 'unknown-document', 'There is none'))

  follower.follow(documentChange('deleted', 9))
  follower.refetch('e')

  await vi.waitFor(() => expect(statusOf('e')).toBeUndefined())
  expect(library.items.value).toEqual([])
})

test('of a long document, only pages that have changed are fetched', async () => {
  const { library, follower, get, page } = setUp()
  const textOf = (number: number) => library.find('d')?.document.value?.pages[number - 1]?.text
  library.upsert(longDocument)

  follower.follow(pageChange(2, 6))
  follower.follow(pageChange(30, 7, 2))
  follower.follow(pageChange(30, 8, 2))
  await vi.advanceTimersByTimeAsync(500)

  expect([1, 2, 30].map(textOf)).toEqual(['read', 'corrected', 'corrected'])
  expect(page.mock.calls.map(([, number]) => number)).toEqual([2, 30])
  expect([library.find('d')?.document.value?.changes, get.mock.calls.length]).toEqual([8, 0])
  expect(library.find('d')?.document.value?.pages[1]).not.toHaveProperty('words')
})

test('a document of which more has changed is fetched as a whole', async () => {
  const { library, follower, get, page } = setUp()
  library.upsert(longDocument)

  follower.follow(pageChange(2, 6))
  follower.follow(documentChange('partial', 9))
  await vi.advanceTimersByTimeAsync(500)

  const changes = library.find('d')?.document.value?.changes
  expect([changes, get.mock.calls.length, page.mock.calls.length]).toEqual([9, 1, 1])
})

test('pages that could not be fetched are fetched with their document', async () => {
  const { library, follower, get, page } = setUp()
  library.upsert(longDocument)
  page.mockRejectedValueOnce(new Error('gone'))

  follower.follow(pageChange(2, 6))
  await vi.advanceTimersByTimeAsync(3_000)

  expect([library.find('d')?.document.value?.changes, get.mock.calls.length]).toEqual([9, 1])
})
