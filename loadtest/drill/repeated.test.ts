import { expect, test } from 'vitest'
import type { Delivery } from './delivery-journal.ts'
import type { Note } from './notes.ts'
import { countRepeated, type FaultWindow } from './repeated.ts'

const first: Delivery = {
  event: 'e',
  documentId: 'd',
  pid: 7,
  takenAt: 100,
  answeredAt: 110,
  misbehaviour: null,
}
const second: Delivery = { ...first, takenAt: 500, answeredAt: 510 }
const acknowledged: Note = { note: 'acknowledged', key: 'k', id: 'd', from: 80, to: 90 }
const options = { notes: [acknowledged], origin: 0 }
const kill: FaultWindow = { kind: 'kill', variant: 'ocr', from: 300, to: 300, pids: [7] }

test.each<[string, Delivery, FaultWindow[]]>([
  ['a bad answer on purpose', { ...first, misbehaviour: 'error' }, []],
  ['the end of its replica', { ...first, answeredAt: null }, [kill]],
  [
    'the end of the runtime before the delivery was noted',
    { ...first, answeredAt: 250 },
    [{ ...kill, variant: 'runtime', pids: [1] }],
  ],
  [
    'replicas that were held until it was taken',
    first,
    [{ ...kill, kind: 'stop', from: 10, to: 90, pids: [8] }],
  ],
  ['a full disk', { ...first, answeredAt: 305 }, [{ ...kill, kind: 'disk', variant: 'full' }]],
])('a repetition is explained by %s', (_, before, faults) => {
  const { explained, unexplained } = countRepeated([before, second], { faults, ...options })

  expect({ explained, unexplained: unexplained.length }).toEqual({ explained: 1, unexplained: 0 })
})

test.each<[string, FaultWindow[]]>([
  ['nothing', []],
  ['the end of another replica', [{ ...kill, from: 105, to: 105, pids: [8] }]],
  ['a kill long after it was answered', [kill]],
])('a repetition is not explained by %s', (_, faults) => {
  const { deliveries, unexplained } = countRepeated([first, second], { faults, ...options })

  expect({ deliveries, unexplained: unexplained.length }).toEqual({ deliveries: 2, unexplained: 1 })
})

test.each([
  ['gateway', 85, 1],
  ['runtime', 85, 1],
  ['results', 85, 0],
  ['gateway', 95, 0],
])('an upload that was in hand at a kill of %s at %i explains %i', (variant, at, expected) => {
  const faults: FaultWindow[] = [{ ...kill, variant, from: at, to: at, pids: [1] }]

  const { explained } = countRepeated([{ ...first, takenAt: 200, answeredAt: 210 }, second], {
    ...options,
    faults,
  })

  expect(explained).toBe(expected)
})

test('one delivery of each event is none', () => {
  const { explained, unexplained } = countRepeated([first, { ...second, event: 'f' }], {
    faults: [],
    ...options,
  })

  expect(explained + unexplained.length).toBe(0)
})
