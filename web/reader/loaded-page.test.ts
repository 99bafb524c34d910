import { signal } from '@preact/signals'
import { expect, test, vi } from 'vitest'
import type { Document, PageWithWords } from '../../functions/shared/http/api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import { createLoadedPage } from './loaded-page.ts'

const correctedAt = '2026-11-29T12:00:00.000Z'

/** The document as its page says. */
function documentOf(page: Partial<PageWithWords>): Document {
  const queued = toQueuedDocument({ id: 'd', pages: 2 })
  return { ...queued, pages: queued.pages.map((each) => ({ ...each, status: 'done', ...page })) }
}

function pageOf(text: string, changes: Partial<PageWithWords> = {}): PageWithWords {
  const [page] = documentOf({ text }).pages
  if (!page) throw new Error('Expected a page')
  const words = [{ text, confidence: 90, box: [0, 0, 9, 9] as [number, number, number, number] }]
  return { ...page, words, wordsOmitted: false, ...changes }
}

/** All answers given so far are handled. */
const handled = () => new Promise((resolve) => setTimeout(resolve))

/** A page whose requests are answered by hand, in their order. */
function setUp() {
  const requests: {
    page: number
    reading: string | undefined
    answer: (page: PageWithWords) => void
    fail: (error: Error) => void
    stop: AbortSignal | undefined
  }[] = []
  const document = signal<Document | null>(documentOf({}))
  const page = signal(document.value?.pages[0] ?? null)
  const get = vi.fn((_: string, number: number, reading?: string, stop?: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<PageWithWords>()
    requests.push({ page: number, reading, answer: resolve, fail: reject, stop })
    return promise
  })
  const loadedPage = createLoadedPage({ api: { page: get }, document, page, retryMs: 1 })
  const shown = () => loadedPage.loaded.value?.text
  /** The feed has brought a new state of the document. */
  const change = (to: Partial<PageWithWords>) => {
    document.value = documentOf(to)
    page.value = document.value.pages[0] ?? null
  }
  /** A correction that was just sent is answered. */
  const show = (answer: PageWithWords) => loadedPage.show('d', answer, loadedPage.loaded.peek())
  return {
    ...loadedPage,
    show,
    showSince: loadedPage.show,
    document,
    page,
    requests,
    shown,
    change,
  }
}

test('the answer to a correction is shown without a request, with what was read', async () => {
  const { requests, shown, show, change, loaded } = setUp()
  requests[0]?.answer(pageOf('teh'))
  await expect.poll(shown).toBe('teh')

  show(pageOf('the', { correctedAt }))
  change({ correctedAt })

  expect(shown()).toBe('the')
  expect(loaded.value?.recognized?.[0]?.text).toBe('teh')
  expect(requests).toHaveLength(1)
})

test('an answer from before a correction does not replace it', async () => {
  const { requests, shown, show, change } = setUp()
  requests[0]?.answer(pageOf('teh'))
  await expect.poll(shown).toBe('teh')

  change({ try: 2 })
  show(pageOf('the', { try: 2, correctedAt }))
  requests[1]?.answer(pageOf('teh', { try: 2 }))
  await handled()

  expect(shown()).toBe('the')
})

test('a correction by somebody else is loaded, with what was read', async () => {
  const { requests, shown, change, loaded } = setUp()
  requests[0]?.answer(pageOf('teh'))
  await expect.poll(shown).toBe('teh')

  change({ correctedAt })
  requests[1]?.answer(pageOf('the', { correctedAt }))
  await expect.poll(() => requests.length).toBe(3)
  requests[2]?.answer(pageOf('teh'))

  await expect.poll(shown).toBe('the')
  expect(requests[2]?.reading).toBe('recognized')
  expect(loaded.value?.recognized?.[0]?.text).toBe('teh')
})

test('a page that was turned meanwhile is not shown', async () => {
  const { requests, shown, page, document } = setUp()

  page.value = document.value?.pages[1] ?? null
  requests[1]?.answer(pageOf('second', { page: 2 }))
  await expect.poll(shown).toBe('second')
  requests[0]?.answer(pageOf('first'))
  await handled()

  expect(shown()).toBe('second')
})

test('requests for a page that was turned are aborted', async () => {
  const { requests, page, document } = setUp()

  page.value = document.value?.pages[1] ?? null

  expect(requests.map(({ stop }) => stop?.aborted)).toEqual([true, false])
})

test('a correction by somebody else after mine is loaded, though mine is answered meanwhile', async () => {
  const { requests, shown, show, change } = setUp()
  requests[0]?.answer(pageOf('teh'))
  await expect.poll(shown).toBe('teh')
  const later = '2026-11-29T12:00:01.000Z'

  change({ correctedAt: later })
  show(pageOf('the', { correctedAt }))
  requests[1]?.answer(pageOf('then', { correctedAt: later }))
  await expect.poll(() => requests.length).toBe(3)
  requests[2]?.answer(pageOf('teh'))
  await expect.poll(() => requests.length).toBe(4)
  requests[3]?.answer(pageOf('then', { correctedAt: later }))
  await expect.poll(() => requests.length).toBe(5)
  requests[4]?.answer(pageOf('teh'))

  await expect.poll(shown).toBe('then')
})

test('an answer to my correction does not replace a later one that was loaded meanwhile', async () => {
  const { requests, shown, change, loaded, showSince } = setUp()
  requests[0]?.answer(pageOf('teh'))
  await expect.poll(shown).toBe('teh')
  const since = loaded.peek()
  const later = '2026-11-29T12:00:01.000Z'

  change({ correctedAt: later })
  requests[1]?.answer(pageOf('then', { correctedAt: later }))
  await expect.poll(() => requests.length).toBe(3)
  requests[2]?.answer(pageOf('teh'))
  await expect.poll(shown).toBe('then')
  showSince('d', pageOf('the', { correctedAt }), since)

  expect(shown()).toBe('then')
  expect(requests).toHaveLength(4)
})

test('a failed request is repeated', async () => {
  const { requests, shown } = setUp()

  requests[0]?.fail(new ApiProblem(0, 'no-response', 'The server did not answer'))
  await expect.poll(() => requests.length).toBe(2)
  requests[1]?.answer(pageOf('teh'))

  await expect.poll(shown).toBe('teh')
})

test('a refused request is not repeated', async () => {
  vi.useFakeTimers()
  const { requests } = setUp()

  requests[0]?.fail(new ApiProblem(404, 'not-found', 'There is no such page'))
  await vi.advanceTimersByTimeAsync(10_000)
  vi.useRealTimers()

  expect(requests).toHaveLength(1)
})

test('the answer to a correction of another document is not shown', async () => {
  const { requests, shown, loaded, showSince } = setUp()
  requests[0]?.answer(pageOf('teh'))
  await expect.poll(shown).toBe('teh')

  showSince('other', pageOf('the', { correctedAt }), loaded.peek())

  expect(shown()).toBe('teh')
})
