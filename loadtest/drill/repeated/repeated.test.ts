import { expect, test } from 'vitest'
import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import { countRepeated } from './repeated.ts'

const first: Delivery = {
  event: 'e',
  documentId: 'd',
  pid: 7,
  takenAt: 100,
  answeredAt: 110,
  status: 204,
  misbehaviour: null,
}
const second: Delivery = { ...first, takenAt: 5000, answeredAt: 5010 }
const acknowledged: Note = {
  note: 'acknowledged',
  key: 'k',
  id: 'd',
  from: 80,
  to: 90,
  attempts: 1,
}
const options = { notes: [acknowledged], kafka: null, deliveryTimeoutMs: 3000, origin: 0 }
const kill: FaultWindow = {
  ...{ kind: 'kill', variant: 'ocr', place: 1, lastsMs: 0 },
  ...{ from: 300, to: 300, pids: [7] },
}
const other: Delivery = { ...first, event: 'f', documentId: 'g' }

test.each<[string, Delivery[], FaultWindow[]]>([
  ['a bad answer on purpose', [{ ...first, misbehaviour: 'error' }], []],
  ['the end of its replica', [{ ...first, answeredAt: null, status: null }], [kill]],
  [
    'an original that could not be fetched from a stopped gateway',
    [{ ...first, answeredAt: 400, status: 503 }],
    [{ ...kill, kind: 'stop', variant: 'gateway' }],
  ],
  ['a kill of the runtime before it was recorded', [first], [killOfRuntime(160)]],
  [
    'a wait behind a hanging delivery',
    [
      { ...other, takenAt: 99, answeredAt: 4000, misbehaviour: 'hang' },
      { ...first, takenAt: 3100, answeredAt: 3110 },
    ],
    [],
  ],
])('a repetition is explained by %s', (_, before, faults) => {
  const counted = countRepeated([[...before, second]], { faults, ...options })

  expect(counted).toMatchObject({ explained: 1, appendedAgain: 0, unexplained: [] })
})

test.each<[string, Delivery[], FaultWindow[]]>([
  ['nothing', [first], []],
  ['the end of another replica', [first], [{ ...kill, from: 105, to: 105, pids: [8] }]],
  [
    'a 503 while the gateway is well',
    [{ ...first, status: 503 }],
    [{ ...kill, kind: 'stop', variant: 'gateway' }],
  ],
  ['a kill long after the answer', [first], [kill]],
  ['a kill of the runtime after it was recorded', [first], [killOfRuntime(260)]],
  [
    'a window of hanging deliveries',
    [first],
    [{ ...kill, kind: 'answers', variant: 'hang', from: 0, to: 4000 }],
  ],
  [
    'a short stop of all replicas',
    [first],
    [{ ...kill, kind: 'stop', from: 105, to: 1105, pids: [7, 8] }],
  ],
])('a repetition is not explained by %s', (_, before, faults) => {
  const { explained, unexplained } = countRepeated([[...before, second]], { faults, ...options })

  expect({ explained, unexplained: unexplained.length }).toEqual({ explained: 0, unexplained: 1 })
})

test.each([
  ['gateway', 85, 1],
  ['runtime', 85, 1],
  ['results', 85, 0],
  ['gateway', 95, 0],
])('an upload in flight at a kill of %s at %i was appended again %i time', (...row) => {
  const [variant, at, expected] = row
  const faults: FaultWindow[] = [{ ...kill, variant, from: at, to: at, pids: [1] }]
  const before = { ...first, takenAt: 400, answeredAt: 410 }

  const { explained, appendedAgain } = countRepeated([[before, second]], { ...options, faults })

  expect({ explained, appendedAgain }).toEqual({ explained: 0, appendedAgain: expected })
})

function killOfRuntime(at: number): FaultWindow {
  return { ...kill, variant: 'runtime', from: at, to: at + 1000, pids: [1] }
}

test('one delivery of each event is no repetition', () => {
  const counted = countRepeated([[first, { ...second, event: 'f' }]], { faults: [], ...options })

  expect(counted).toEqual({ deliveries: 2, explained: 0, appendedAgain: 0, unexplained: [] })
})
