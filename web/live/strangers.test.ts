import { expect, test } from 'vitest'
import type { DocumentChange } from '../../functions/shared/http/api.ts'
import { createStrangers } from './strangers.ts'

function change(id: string, status: DocumentChange['status'] = 'queued'): DocumentChange {
  return { id, status, change: 1, at: '2026-11-21T08:00:00Z' }
}

test('a document that finished before its upload was answered is not missed', () => {
  const strangers = createStrangers({ max: 10 })
  strangers.note(change('d'))
  strangers.note(change('d', 'done'))

  const taken = strangers.take('d')

  expect(taken?.status).toBe('done')
  expect(strangers.take('d')).toBeNull()
})

test('only what came after the list was loaded is counted, and not what is deleted', () => {
  const strangers = createStrangers({ max: 10 })
  const count = strangers.countAfter(() => 'd5')

  for (const id of ['d4', 'd6', 'd7', 'd8']) strangers.note(change(id))
  strangers.note(change('d8', 'deleted'))

  expect(count.value).toBe(2)
})

test('of more than it can keep the oldest go', () => {
  const strangers = createStrangers({ max: 2 })

  for (const id of ['d1', 'd2', 'd3']) strangers.note(change(id))

  expect(strangers.take('d1')).toBeNull()
  expect(strangers.take('d3')).not.toBeNull()
})
