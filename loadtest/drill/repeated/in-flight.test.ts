import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import type { FaultWindow } from '../faults/injector.ts'
import { type Handled, holdsOf, waitedBehind, wasInFlight } from './in-flight.ts'

const timeoutMs = 3000
const quick: Delivery = {
  ...{ event: 'e', documentId: 'd', pid: 7, misbehaviour: null },
  ...{ takenAt: 10_000, answeredAt: 10_010, status: 204 },
}
const unanswered: Delivery = { ...quick, answeredAt: null, status: null }

function window(kind: FaultWindow['kind'], variant: string, from: number, to: number): FaultWindow {
  const pids = variant === 'ocr' ? [7] : [1]
  return { kind, variant, place: 1, lastsMs: to - from, from, to, pids }
}

describe('a delivery in flight', () => {
  test.each<[string, Delivery, FaultWindow, boolean]>([
    ['ends with its replica', unanswered, window('kill', 'ocr', 10_005, 10_100), true],
    [
      'survives the end of another replica',
      { ...unanswered, pid: 8 },
      window('kill', 'ocr', 10_005, 10_100),
      false,
    ],
    [
      'is not recorded when the runtime ends',
      quick,
      window('kill', 'runtime', 10_050, 11_000),
      true,
    ],
    ['was recorded long before that', quick, window('kill', 'runtime', 10_200, 11_000), false],
    ['is sent by the next runtime', quick, window('kill', 'runtime', 9500, 11_000), false],
    ['cannot be recorded on a full disk', quick, window('disk', 'full', 9000, 11_000), true],
    ['is answered too late by a stopped replica', { ...quick, answeredAt: 14_000 }, stop(), true],
    ['is taken too late by one', { ...quick, takenAt: 13_900, answeredAt: 13_910 }, stop(), true],
    [
      'is not affected by a stop of another replica',
      { ...quick, pid: 8, answeredAt: 14_000 },
      stop(),
      false,
    ],
    ['survives a short stop of its replica', { ...quick, answeredAt: 12_000 }, stop(11_900), false],
    ['times out in a stopped runtime', quick, window('stop', 'runtime', 10_005, 13_100), true],
    [
      'is taken from a stopped runtime after its timeout',
      { ...quick, takenAt: 13_150, answeredAt: 13_160 },
      window('stop', 'runtime', 10_005, 13_100),
      true,
    ],
    [
      'survives a short stop of its runtime',
      quick,
      window('stop', 'runtime', 10_005, 12_000),
      false,
    ],
    ['is lost without an answer', unanswered, window('stop', 'runtime', 10_005, 12_000), true],
    ['ended before the stop', quick, window('stop', 'runtime', 10_200, 20_000), false],
    [
      'comes long after the stop',
      { ...quick, takenAt: 13_400, answeredAt: 13_410 },
      window('stop', 'runtime', 10_005, 13_100),
      false,
    ],
    [
      'is not affected by hanging deliveries',
      quick,
      window('answers', 'hang', 9000, 14_000),
      false,
    ],
    ['is not affected by late answers', quick, window('answers', 'late', 9000, 14_000), false],
    ['is not affected by a stop of results', quick, window('stop', 'results', 9000, 14_000), false],
    ['is not affected by a clock jump', quick, window('clock', '+2d', 9000, 14_000), false],
  ])('%s', (_, delivery, fault, expected) => {
    const { answeredAt } = delivery
    const handled: Handled = { ...delivery, doneAt: (answeredAt ?? Number.POSITIVE_INFINITY) + 100 }

    expect(wasInFlight(handled, fault, timeoutMs)).toBe(expected)
  })

  function stop(to = 13_800): FaultWindow {
    return window('stop', 'ocr', 10_005, to)
  }
})

describe('holds', () => {
  const hanging: Delivery = { ...quick, misbehaviour: 'hang', takenAt: 0, answeredAt: 9000 }

  test('a replica is held until the timeout or the answer of its delivery', () => {
    const late: Delivery = { ...hanging, misbehaviour: 'late', takenAt: 5000, answeredAt: 6000 }

    expect(holdsOf([hanging, late, quick], timeoutMs)).toEqual([
      { pid: 7, from: 0, to: 3000 },
      { pid: 7, from: 5000, to: 6000 },
    ])
  })

  test('an immediately following delivery extends the hold, on another replica it starts one', () => {
    const next = { ...hanging, takenAt: 3050 }

    expect(holdsOf([hanging, next, { ...next, pid: 8 }], timeoutMs)).toEqual([
      { pid: 7, from: 0, to: 6050 },
      { pid: 8, from: 3050, to: 6050 },
    ])
  })

  test('immediate bad answers do not hold a replica', () => {
    const bad: Delivery[] = [
      { ...hanging, misbehaviour: 'error' },
      { ...hanging, misbehaviour: 'cut-body' },
    ]

    expect(holdsOf(bad, timeoutMs)).toEqual([])
  })

  const hold = { pid: 7, from: 0, to: 3000 }

  test.each<[string, Partial<Delivery>, boolean]>([
    ['its timeout passed during the wait', { takenAt: 3002, answeredAt: 3010 }, true],
    ['it waited for less than the timeout', { takenAt: 1500, answeredAt: 1510 }, false],
    ['another replica took it', { takenAt: 3002, answeredAt: 3010, pid: 8 }, false],
    ['it came after the hold', { takenAt: 3300, answeredAt: 3310 }, false],
    ['it came before the hold', { takenAt: -50, answeredAt: 3010 }, false],
  ])('a delivery near a hold: %s', (_, delivery, expected) => {
    expect(waitedBehind({ ...quick, ...delivery }, hold, timeoutMs)).toBe(expected)
  })

  test('a hold shorter than the timeout explains nothing', () => {
    const taken = { ...quick, takenAt: 1050, answeredAt: 1060 }

    expect(waitedBehind(taken, { ...hold, to: 1000 }, timeoutMs)).toBe(false)
  })
})
