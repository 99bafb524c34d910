import { expect, test } from 'vitest'
import type { Visit } from '../../ocr/sleeping/visits.ts'
import { lookWhileWaiting } from './while-waiting.ts'

function visit(pid: number, fromMs: number, toMs: number): Visit {
  return { kind: 'page', pid, documentId: 'd', page: 1, sleepMs: toMs - fromMs, fromMs, toMs }
}

test('replicas that are always busy are used fully and evenly', () => {
  const visits = [visit(1, 0, 10), visit(2, 0, 4), visit(2, 4, 10), visit(1, 10, 50)]

  const seen = lookWhileWaiting(visits, 2)

  expect(seen).toEqual({ used: 1, evenness: 1, gapsMs: [0, 0] })
})

test('time after the start of the last page does not count', () => {
  const visits = [visit(1, 0, 100), visit(2, 0, 50), visit(2, 50, 900)]

  const seen = lookWhileWaiting(visits, 2)

  expect(seen).toMatchObject({ used: 1, evenness: 1 })
})

test('replicas that are idle while pages wait, or never used, reduce the utilization', () => {
  const visits = [visit(1, 0, 40), visit(1, 50, 100), visit(1, 100, 110)]

  const seen = lookWhileWaiting(visits, 2)

  expect(seen).toEqual({ used: 0.45, evenness: 2, gapsMs: [10, 0] })
})
