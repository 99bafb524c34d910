import { expect, test } from 'vitest'
import { UnavailableError } from '../../../shared/errors/unavailable-error.ts'
import { createLogger } from '../../../shared/process/logger.ts'
import type { PageTry, StoredSubmission } from '../../../shared/store/values/stored.ts'
import { untraced } from '../../gateway.fixture.ts'
import { createAppend } from './append.ts'

const pages: PageTry[] = [1, 2, 3].map((page) => ({ page, try: 1 }))
const submissionOf = async ({ page, try: number }: PageTry): Promise<StoredSubmission> => ({
  ...{ documentId: 'd', page, try: number, language: 'eng', digest: '', bulk: false },
})

function setUp({ failingPage = 0, markAppended = async () => {} } = {}) {
  const sent: unknown[] = []
  const marked: PageTry[] = []
  const append = createAppend({
    send: async (event) => {
      if (event.pagenumber === failingPage) throw new UnavailableError('down')
      sent.push(event.id)
    },
    store: {
      markAppended: async (_, appended) => {
        await markAppended()
        marked.push(...appended)
      },
    },
    tracing: untraced,
    logger: createLogger('gateway', 'silent'),
  })
  return { append, sent, marked }
}

test('each page is sent, then marked as appended', async () => {
  const { append, sent, marked } = setUp()

  expect(await append('d', pages, submissionOf)).toBe(3)

  expect(sent).toEqual(['d.1.1', 'd.2.1', 'd.3.1'])
  expect(marked).toEqual(pages)
})

test('a page that was deleted, has ended or has another try is skipped', async () => {
  const { append, sent, marked } = setUp()

  const count = await append('d', pages, async (page) => {
    if (page.page === 1) return null
    return submissionOf(page.page === 2 ? { page: 2, try: 2 } : page)
  })

  expect(count).toBe(1)
  expect(sent).toEqual(['d.3.1'])
  expect(marked).toEqual([{ page: 3, try: 1 }])
})

test('pages sent before a failure are marked as appended', async () => {
  const { append, marked } = setUp({ failingPage: 2 })

  await expect(append('d', pages, submissionOf)).rejects.toMatchObject({
    ...{ status: 503, code: 'log-unavailable' },
  })

  expect(marked).not.toContainEqual({ page: 2, try: 1 })
  expect(marked).toContainEqual({ page: 1, try: 1 })
})

test('pages of a long document are marked while others are still to be sent', async () => {
  const { append, marked } = setUp()
  const many = Array.from({ length: 250 }, (_, index) => ({ page: index + 1, try: 1 }))
  const before: number[] = []

  const count = await append('d', many, async (page) => {
    if (page.page % 100 === 1) before.push(marked.length)
    return submissionOf(page)
  })

  expect([count, before, marked.length]).toEqual([250, [0, 100, 200], 250])
})

test('errors of the store are rethrown', async () => {
  const full = new Error('database or disk is full')
  const { append } = setUp({ markAppended: () => Promise.reject(full) })

  await expect(append('d', pages, submissionOf)).rejects.toBe(full)
})
