import { expect, test, vi } from 'vitest'
import type { DeadLetter } from '../../functions/shared/http/system-api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import { createDeadLetters } from './dead-letters.ts'

const letter = (documentId: string | null): DeadLetter => ({
  ...{ source: '/s', id: `${documentId}.1.1`, type: 't', documentId, page: 1, try: 1 },
  ...{ code: 500, reason: 'r', destination: null, redrivenAt: null },
  at: '2026-11-21T08:00:00.000Z',
})

/** Letters of these documents, two in each part of the list; `refuse` gives the error of a redrive. */
function open(documents: (string | null)[], refuse: (id: string) => Error | null = () => null) {
  const redriven: string[] = []
  const dismissed: string[] = []
  const notices = { announce: vi.fn(), show: vi.fn() }
  const deadLetters = createDeadLetters({
    api: {
      deadLetters: async ({ cursor = '0' }) => {
        const from = Number(cursor)
        const next = from + 2 < documents.length ? `${from + 2}` : null
        return { deadLetters: documents.slice(from, from + 2).map(letter), next }
      },
      redrive: async (id) => {
        const error = refuse(id)
        if (error) throw error
        redriven.push(id)
        return { id, status: 'queued', redrivenPages: 3 }
      },
      deleteDeadLetter: async ({ id }) => {
        const error = refuse(id)
        if (error) throw error
        dismissed.push(id)
      },
    },
    notices,
  })
  return { deadLetters, redriven, dismissed, notices }
}

test('all documents of all letters are redriven, each once', async () => {
  const { deadLetters, redriven, notices } = open(['a', 'b', 'a', null, 'c'])

  await deadLetters.readAllAgain()

  expect(redriven).toEqual(['a', 'b', 'c'])
  expect(notices.announce).toHaveBeenCalledWith('9 pages on the way')
  expect(deadLetters.progress.value).toBeNull()
})

test('a document that was deleted meanwhile is passed over', async () => {
  const gone = new ApiProblem(404, 'unknown-document', 'No such document')
  const { deadLetters, redriven } = open(['a', 'b'], (id) => (id === 'a' ? gone : null))

  await deadLetters.readAllAgain()

  expect(redriven).toEqual(['b'])
})

test('a refusal ends it, and is shown', async () => {
  const full = new ApiProblem(503, 'disk-full', 'The disk is full')
  const { deadLetters, redriven, notices } = open(['a', 'b', 'c'], (id) =>
    id === 'b' ? full : null,
  )

  await deadLetters.readAllAgain()

  expect(redriven).toEqual(['a'])
  expect(notices.show).toHaveBeenCalledWith('Not all can be read again: The disk is full')
  expect(deadLetters.progress.value).toBeNull()
})

test('a second request while it runs does nothing', async () => {
  const { deadLetters, redriven } = open(['a'])

  await Promise.all([deadLetters.readAllAgain(), deadLetters.readAllAgain()])

  expect(redriven).toEqual(['a'])
})

test('a letter without a document is dismissed, unless the server refuses', async () => {
  const full = new ApiProblem(503, 'store-unavailable', 'The store is away')
  const gone = new ApiProblem(404, 'unknown-dead-letter', 'No such dead letter')
  const errors: Record<string, Error> = { 'away.1.1': full, 'gone.1.1': gone }
  const { deadLetters, dismissed, notices } = open([null], (id) => errors[id] ?? null)

  await deadLetters.dismiss(letter(null))
  await deadLetters.dismiss(letter('gone'))
  await deadLetters.dismiss(letter('away'))

  expect(dismissed).toEqual(['null.1.1'])
  expect(deadLetters.letters.value).toHaveLength(1)
  expect(notices.show.mock.calls).toEqual([['It cannot be dismissed: The store is away']])
})
