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
  ['a kill of its replica that came before its answer was sent', first, [killOfOcr(10_050)]],
  ['a kill of its runtime', first, [fault('kill', 'runtime', 1, 10_050, 20_000)]],
  ['a stop of its runtime', first, [fault('stop', 'runtime', 1, 10_200, 22_000)]],
  ['a broker that was away at its commit', first, [brokerAway(10_100)]],
])('a repetition is explained by %s', (_, before, faults) => {
  const counted = countRepeated([[before], [again]], { ...options, faults })

  expect(counted).toMatchObject({ explained: 1, unexplained: [] })
})

test('by partitions that changed hands when it was in hand, and not long after', () => {
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
  ['a stop of its runtime that came before', [fault('stop', 'runtime', 1, 2000, 9990)]],
  ['a kill of PostgreSQL', [fault('kill', 'postgres', 1, 10_005, 20_000)]],
  ['a gateway that was cut off', [fault('cut', 'gateway', 1, 10_005, 20_000)]],
  ['a kill of its replica after its answer', [killOfOcr(10_150)]],
  ['a broker that went long after its commit', [brokerAway(12_000)]],
])('it is not explained by %s', (_, faults) => {
  const counted = countRepeated([[first], [again]], { ...options, faults })

  expect(counted).toMatchObject({ explained: 0, appendedAgain: 0 })
  expect(counted.unexplained).toHaveLength(1)
})

test('nor by a broker that had gone long before, and was away for long', () => {
  const faults = [brokerAway(-10_000, 40_000)]

  const counted = countRepeated([[first], [again]], { ...options, faults })

  expect(counted).toMatchObject({ explained: 0, unexplained: [expect.stringContaining('e at')] })
})

test('nor by partitions that changed hands some time around it that nobody saw', () => {
  const rebalances = [{ from: -10_000, to: 30_000 }]

  const counted = countRepeated([[first], [again]], { ...options, kafka: { ...kafka, rebalances } })

  expect(counted).toMatchObject({ explained: 0, unexplained: [expect.stringContaining('e at')] })
})

test.each([
  ['when the broker went', 9000],
  ['while others took over', -2500],
  ['when it came back', -29_995],
])('it is explained by a broker that was away, %s', (_, from) => {
  const faults = [brokerAway(from, 40_000)]

  const counted = countRepeated([[first], [again]], { ...options, faults })

  expect(counted).toMatchObject({ explained: 1, unexplained: [] })
})

test.each([
  ['is open as long as it is not committed', 1200, 1],
  ['is no more once it is', 50, 0],
  ['is no more when it should be', 60_000, 0],
])('what was answered %s', (_, afterMs, explained) => {
  const committedAfter = (_: string, fromMs: number) => fromMs + afterMs
  const faults = [brokerAway(afterMs > 2000 ? 12_100 : 10_100)]

  const counted = countRepeated([[first], [again]], {
    ...{ ...options, faults },
    kafka: { ...kafka, committedAfter },
  })

  expect(counted).toMatchObject({ explained, appendedAgain: 0 })
})

test('what was answered and never committed is open no longer than that', () => {
  const at = (from: number) =>
    countRepeated([[first], [again]], {
      ...{ ...options, faults: [brokerAway(from)] },
      kafka: { ...kafka, committedAfter: () => null },
    })

  expect([at(11_900).explained, at(12_100).explained]).toEqual([1, 0])
})

test('an upload that was appended in doubt excuses one delivery of an event, and no more', () => {
  const notes: Note[] = [
    { note: 'acknowledged', key: 'k', id: 'd', from: 100, to: 900, attempts: 1 },
  ]
  const faults = [fault('kill', 'postgres', 1, 200, 800)]
  const third = { ...again, takenAt: 50_000, answeredAt: 50_010 }

  const counted = countRepeated([[first, third], [again]], { ...options, faults, notes })

  expect(counted).toMatchObject({ explained: 0, appendedAgain: 1 })
  expect(counted.unexplained).toEqual([expect.stringContaining('e at 50.000 s')])
})

test('deliveries by different runtimes are told apart from deliveries of different events', () => {
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
