import { expect, test } from 'vitest'
import type { DocumentChange } from '../../functions/shared/http/api.ts'
import { createUnknownChanges } from './unknown-changes.ts'

function change(id: string, status: DocumentChange['status'] = 'queued'): DocumentChange {
  return { id, status, change: 1, at: '2026-11-21T08:00:00Z' }
}

test('the last change of a document finished before its upload response is kept', () => {
  const unknownChanges = createUnknownChanges({ max: 10 })
  unknownChanges.add(change('d'))
  unknownChanges.add(change('d', 'done'))

  const taken = unknownChanges.take('d')

  expect(taken?.status).toBe('done')
  expect(unknownChanges.take('d')).toBeNull()
})

test('only documents newer than the list are counted, without deleted ones', () => {
  const unknownChanges = createUnknownChanges({ max: 10 })
  const count = unknownChanges.countAfter(() => 'd5')

  for (const id of ['d4', 'd6', 'd7', 'd8']) unknownChanges.add(change(id))
  unknownChanges.add(change('d8', 'deleted'))

  expect(count.value).toBe(2)
})

test('the oldest changes beyond max are dropped', () => {
  const unknownChanges = createUnknownChanges({ max: 2 })

  for (const id of ['d1', 'd2', 'd3']) unknownChanges.add(change(id))

  expect(unknownChanges.take('d1')).toBeNull()
  expect(unknownChanges.take('d3')).not.toBeNull()
})
