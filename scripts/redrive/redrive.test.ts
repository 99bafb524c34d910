import { expect, test } from 'vitest'
import type { DeadLetter } from '../../functions/shared/http/system-api.ts'
import { ApiError, NoAnswerError } from '../command/ask.ts'
import { redriveAll } from './redrive.ts'

function letter(documentId: string | null, page: number | null = 1): DeadLetter {
  return {
    ...{ source: '/glyphflow/gateway', id: `${documentId}.${page}.1`, type: 'submitted' },
    ...{ documentId, page, try: 1, code: 500, reason: 'Out of memory', destination: null },
    ...{ at: '2026-11-21T08:00:00.000Z', redrivenAt: null },
  }
}

function setUp(letters: DeadLetter[], refuse: Record<string, Error> = {}) {
  const printed: string[] = []
  const redriven: string[] = []
  const dismissed: string[] = []
  const api = {
    deadLetters: async () => letters,
    redrive: async (id: string) => {
      if (refuse[id]) throw refuse[id]
      redriven.push(id)
      return { id, status: 'queued' as const, redrivenPages: 2 }
    },
    deleteDeadLetter: async ({ id }: { id: string }) => {
      if (refuse[id]) throw refuse[id]
      dismissed.push(id)
    },
  }
  const run = ({ dryRun = false, dismiss = false } = {}) =>
    redriveAll({
      ...{ api, options: { since: null, reason: null, dismiss, dryRun } },
      print: (line) => printed.push(line),
    })
  return { printed, redriven, dismissed, run }
}

test('each document is redriven once', async () => {
  const { run, printed, redriven } = setUp([letter('a', 1), letter('a', 2), letter('b')])

  expect(await run()).toBe(true)

  expect(redriven).toEqual(['a', 'b'])
  expect(printed[0]).toBe('2026-11-21T08:00:00.000Z  a/1  500  Out of memory')
  expect(printed.at(-1)).toBe('3 dead letters of 2 documents: 4 pages resent')
})

test('a dry run lists only', async () => {
  const { run, printed, redriven, dismissed } = setUp([letter('a'), letter(null)])

  expect(await run({ dryRun: true, dismiss: true })).toBe(true)

  expect([...redriven, ...dismissed]).toEqual([])
  expect(printed).toHaveLength(3)
  expect(printed.at(-1)).toBe('2 dead letters of 1 document')
})

test('an empty list is reported', async () => {
  const { run, printed } = setUp([])

  expect(await run()).toBe(true)

  expect(printed).toEqual(['0 dead letters of 0 documents'])
})

test('a dead letter without a document is listed, and skipped', async () => {
  const { run, printed, redriven } = setUp([letter(null, null), letter('a')])

  expect(await run()).toBe(true)

  expect(redriven).toEqual(['a'])
  expect(printed[0]).toContain('null.null.1')
  expect(printed.at(-1)).toBe('1 dead letter without a document: --dismiss deletes it')
})

test('dead letters without a document are deleted if asked to, with or without others', async () => {
  const some = setUp([letter(null, 1), letter('a'), letter(null, 2)])
  const only = setUp([letter(null)])

  expect([await some.run({ dismiss: true }), await only.run({ dismiss: true })]).toEqual([
    ...[true, true],
  ])

  expect([some.dismissed, some.redriven]).toEqual([['null.1.1', 'null.2.1'], ['a']])
  expect(some.printed.at(-1)).toBe('2 dead letters without a document: deleted')
  expect(only.printed.slice(1)).toEqual([
    '1 dead letter of 0 documents',
    '1 dead letter without a document: deleted',
  ])
})

test('a letter that cannot be deleted is reported, one deleted meanwhile does not count', async () => {
  const { run, printed, dismissed } = setUp([letter(null, 1), letter(null, 2), letter(null, 3)], {
    'null.1.1': new ApiError(404, 'No dead letter'),
    'null.2.1': new ApiError(503, 'The store is away'),
  })

  expect(await run({ dismiss: true })).toBe(false)

  expect(dismissed).toEqual(['null.3.1'])
  expect(printed).toContain('null.2.1: The store is away')
  expect(printed.at(-1)).toBe('3 dead letters without a document: 1 failed')
})

test('a failed redrive is reported, and the others continue', async () => {
  const full = new ApiError(503, 'The disk is too full to take more')
  const { run, printed, redriven } = setUp([letter('a'), letter('b')], { a: full })

  expect(await run()).toBe(false)

  expect(redriven).toEqual(['b'])
  expect(printed).toContain('a: The disk is too full to take more')
  expect(printed.at(-1)).toMatch('2 pages resent, 1 document failed')
})

test('a deleted document is reported, but does not count as failed', async () => {
  const gone = new ApiError(404, 'There is no document with this id')
  const { run, printed } = setUp([letter('a')], { a: gone })

  expect(await run()).toBe(true)

  expect(printed).toContain('a: There is no document with this id')
})

test('a missing answer ends the command', async () => {
  const { run } = setUp([letter('a'), letter('b')], { a: new NoAnswerError('No answer') })

  await expect(run()).rejects.toThrow(NoAnswerError)
})
