import { expect, test, vi } from 'vitest'
import { ApiProblem } from '../api/api-problem.ts'
import { createBulkActions } from './bulk-actions.ts'
import { createNotices } from './notices.ts'

/** Server with failed pages by document; all others were read. */
function setUp({ failedPages = {} as Record<string, number>, refuses = '' } = {}) {
  const redriven: string[] = []
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
        const pages = how ? 1 : (failedPages[id] ?? 0)
        if (pages > 0) redriven.push(`${id} ${how?.pages ?? 'failed'}`)
        return { id, status: 'queued', redrivenPages: pages }
      },
      zip: vi.fn(async () => new Blob(['zip'])),
    },
  })
  const texts = () => notices.shown.value.map(({ text }) => text)
  return { bulk, redriven, saved, notices, texts, atOnce: () => mostAtOnce }
}

test('failed pages are read again, and all pages of documents without one, four at a time', async () => {
  const { bulk, redriven, notices, atOnce } = setUp({ failedPages: { b: 3 } })

  await bulk.redrive(['a', 'b', 'c', 'd', 'e', 'f'])

  expect(redriven.toSorted()).toEqual(['a all', 'b failed', 'c all', 'd all', 'e all', 'f all'])
  expect([atOnce(), notices.announced.value, bulk.busy.value]).toEqual([
    ...[4, '8 pages on the way', null],
  ])
})

test('after a refusal, nothing further is submitted, and the reason is shown', async () => {
  const { bulk, redriven, texts } = setUp({ refuses: 'a' })

  await bulk.redrive(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])

  expect(redriven).not.toContain('i all')
  expect(texts()).toEqual(['Not everything can be read again: The disk is full'])
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
