import { expect, test, vi } from 'vitest'
import { ApiProblem } from '../api/api-problem.ts'
import { createBulkActions } from './bulk-actions.ts'
import { createNotices } from './notices.ts'

/** Server with failed pages by document; all others were read. */
function setUp({
  failedPages = {} as Record<string, number>,
  waiting = [] as string[],
  refuses = '',
  unread = '',
} = {}) {
  const redriven: string[] = []
  const bulky = new Set<string>()
  let [running, mostAtOnce] = [0, 0]
  const saved: string[] = []
  const notices = createNotices({ showMs: 1_000 })
  const bulk = createBulkActions({
    ...{ notices, follower: { refetch: vi.fn() } },
    save: (_, name) => saved.push(name),
    api: {
      async redrive(id, how) {
        running += 1
        mostAtOnce = Math.max(mostAtOnce, running)
        await Promise.resolve()
        running -= 1
        if (id === refuses) throw new ApiProblem(503, 'disk-full', 'The disk is full')
        if (id === 'deleted') throw new ApiProblem(404, 'unknown-document', 'There is none')
        const pages = how?.pages === 'all' ? 1 : (failedPages[id] ?? 0)
        if (how?.bulk) bulky.add(id)
        if (pages > 0) redriven.push(`${id} ${how?.pages ?? 'failed'}`)
        return { id, status: waiting.includes(id) ? 'processing' : 'done', redrivenPages: pages }
      },
      zip: vi.fn(async ([first]) => {
        if (first === unread) throw new ApiProblem(202, 'not-read-yet', 'Nothing has been read yet')
        return new Blob(['zip'])
      }),
    },
  })
  const texts = () => notices.shown.value.map(({ text }) => text)
  return { bulk, redriven, bulky, saved, notices, texts, atOnce: () => mostAtOnce }
}

test('failed pages are read again, and all pages of documents without one, four at a time', async () => {
  const { bulk, redriven, texts, atOnce } = setUp({ failedPages: { b: 3 } })

  await bulk.redrive(['a', 'b', 'c', 'd', 'e', 'f'])

  expect(redriven.toSorted()).toEqual(['a all', 'b failed', 'c all', 'd all', 'e all', 'f all'])
  expect([atOnce(), texts(), bulk.busy.value]).toEqual([4, ['8 pages on the way'], null])
})

test('of a document that is being read, nothing more is read, and a deleted one is left out', async () => {
  const { bulk, redriven, texts } = setUp({ waiting: ['a'] })

  await bulk.redrive(['a', 'deleted', 'b'])

  expect(redriven).toEqual(['b all'])
  expect(texts()).toEqual(['1 page on the way'])
})

test.each([
  [20, 0],
  [21, 21],
])('of %i documents, %i are read behind single pages of others', async (count, expected) => {
  const { bulk, bulky } = setUp()

  await bulk.redrive(Array.from({ length: count }, (_, id) => `${id}`))

  expect(bulky.size).toBe(expected)
})

test('after a refusal, nothing further is submitted, and the reason is shown', async () => {
  const { bulk, redriven, texts } = setUp({ refuses: 'a' })

  await bulk.redrive(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])

  expect(redriven).not.toContain('i all')
  expect(texts()).toEqual([
    '3 pages on the way',
    'Not everything can be read again: The disk is full',
  ])
  expect(bulk.busy.value).toBeNull()
})

test('a download has at most 1,000 documents in a file', async () => {
  const { bulk, saved } = setUp()

  await bulk.download(
    Array.from({ length: 1001 }, (_, id) => `${id}`),
    'pdf',
  )

  expect(saved).toEqual(['documents.zip', 'documents-2.zip'])
})

test('a file of which nothing has been read yet stops no other download', async () => {
  const { bulk, saved, texts } = setUp({ unread: '0' })

  await bulk.download(
    Array.from({ length: 1001 }, (_, id) => `${id}`),
    'pdf',
  )

  expect(saved).toEqual(['documents-2.zip'])
  expect(texts()).toEqual(['Not everything can be downloaded: Nothing has been read yet'])
})
