import { expect, test } from 'vitest'
import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import type { FaultKind } from '../topology.ts'
import { countRepeated } from './repeated.ts'

const first: Delivery = {
  ...{ event: 'e', documentId: 'd', pid: 7, misbehaviour: null },
  ...{ takenAt: 10_000, answeredAt: 10_010, status: 204 },
}
const again: Delivery = { ...first, pid: 8, takenAt: 30_000, answeredAt: 30_010 }
const kafka = { rebalances: [], committedAfter: (_: string, fromMs: number) => fromMs + 250 }
const options = { faults: [], notes: [], kafka, deliveryTimeoutMs: 15_000, origin: 0 }

function fault(
  kind: FaultKind,
  variant: string,
  place: number,
  from: number,
  to: number,
): FaultWindow {
  return { kind, variant, place, from, to, lastsMs: to - from, pids: variant === 'ocr' ? [7] : [] }
}

test.each<[string, Delivery, FaultWindow[]]>([
  ['a kill of its replica', { ...first, answeredAt: null, status: null }, [killOfOcr()]],
  ['a kill of its replica before its answer was sent', first, [killOfOcr(10_050)]],
  ['a kill of its runtime', first, [fault('kill', 'runtime', 1, 10_050, 20_000)]],
  ['a stop of its runtime', first, [fault('stop', 'runtime', 1, 10_200, 22_000)]],
  ['an outage of a broker at its commit', first, [brokerAway(10_100)]],
])('a repetition is explained by %s', (_, before, faults) => {
  const counted = countRepeated([[before], [again]], { ...options, faults })

  expect(counted).toMatchObject({ explained: 1, unexplained: [] })
})

test('a reassignment explains repetitions of deliveries in flight, not of later ones', () => {
  const at = (from: number) =>
    countRepeated([[first], [again]], {
      ...options,
      kafka: { ...kafka, rebalances: [{ from, to: from + 300 }] },
    })

  expect(at(10_200)).toMatchObject({ explained: 1, unexplained: [] })
  expect(at(11_000)).toMatchObject({ explained: 0, unexplained: [expect.stringContaining('e at')] })
})

test.each<[string, FaultWindow[]]>([
  ['nothing', []],
  ['a kill of the other runtime', [fault('kill', 'runtime', 2, 10_050, 20_000)]],
  ['an earlier stop of its runtime', [fault('stop', 'runtime', 1, 2000, 9990)]],
  ['a kill of PostgreSQL', [fault('kill', 'postgres', 1, 10_005, 20_000)]],
  ['a cut gateway', [fault('cut', 'gateway', 1, 10_005, 20_000)]],
  ['a kill of its replica after its answer', [killOfOcr(10_150)]],
  ['an outage of a broker long after its commit', [brokerAway(12_000)]],
])('a repetition is not explained by %s', (_, faults) => {
  const counted = countRepeated([[first], [again]], { ...options, faults })

  expect(counted).toMatchObject({ explained: 0, appendedAgain: 0 })
  expect(counted.unexplained).toHaveLength(1)
})

test('a repetition is not explained by the middle of a long broker outage', () => {
  const faults = [brokerAway(-10_000, 40_000)]

  const counted = countRepeated([[first], [again]], { ...options, faults })

  expect(counted).toMatchObject({ explained: 0, unexplained: [expect.stringContaining('e at')] })
})

test('a repetition is not explained by a reassignment in a long unobserved period', () => {
  const rebalances = [{ from: -10_000, to: 30_000 }]

  const counted = countRepeated([[first], [again]], { ...options, kafka: { ...kafka, rebalances } })

  expect(counted).toMatchObject({ explained: 0, unexplained: [expect.stringContaining('e at')] })
})

test.each([
  ['when the broker went down', 9000],
  ['during the takeover', -2500],
  ['when the broker came back', -29_995],
])('a repetition is explained by a broker outage, %s', (_, from) => {
  const faults = [brokerAway(from, 40_000)]

  const counted = countRepeated([[first], [again]], { ...options, faults })

  expect(counted).toMatchObject({ explained: 1, unexplained: [] })
})

test.each([
  ['is open until its commit', 1200, 1],
  ['is done after its commit', 50, 0],
  ['is done once its commit is overdue', 60_000, 0],
])('an answered delivery %s', (_, afterMs, explained) => {
  const committedAfter = (_: string, fromMs: number) => fromMs + afterMs
  const faults = [brokerAway(afterMs > 2000 ? 12_100 : 10_100)]

  const counted = countRepeated([[first], [again]], {
    ...{ ...options, faults },
    kafka: { ...kafka, committedAfter },
  })

  expect(counted).toMatchObject({ explained, appendedAgain: 0 })
})

test('an answered delivery that was never committed is done once its commit is overdue', () => {
  const at = (from: number) =>
    countRepeated([[first], [again]], {
      ...{ ...options, faults: [brokerAway(from)] },
      kafka: { ...kafka, committedAfter: () => null },
    })

  expect([at(11_900).explained, at(12_100).explained]).toEqual([1, 0])
})

test('an upload appended in doubt excuses only one repeated delivery of an event', () => {
  const notes: Note[] = [
    { note: 'acknowledged', key: 'k', id: 'd', from: 100, to: 900, attempts: 1 },
  ]
  const faults = [fault('kill', 'postgres', 1, 200, 800)]
  const third = { ...again, takenAt: 50_000, answeredAt: 50_010 }

  const counted = countRepeated([[first, third], [again]], { ...options, faults, notes })

  expect(counted).toMatchObject({ explained: 0, appendedAgain: 1 })
  expect(counted.unexplained).toEqual([expect.stringContaining('e at 50.000 s')])
})

test('deliveries of different events by different runtimes are not repetitions', () => {
  const other = { ...again, event: 'f' }

  const counted = countRepeated([[first], [other]], options)

  expect(counted).toEqual({ deliveries: 2, explained: 0, appendedAgain: 0, unexplained: [] })
})

function killOfOcr(from = 10_005): FaultWindow {
  return fault('kill', 'ocr', 1, from, from + 100)
}

function brokerAway(from: number, lastsMs = 5000): FaultWindow {
  return fault('stop', 'broker', 1, from, from + lastsMs)
}
