import { expect, test } from 'vitest'
import type { Answer, Ready } from '../reader/messages.ts'
import { coldTable, toParts } from './parts.ts'

const ready: Ready = {
  ...{ kind: 'ready', engine: 'libtesseract 5', model: 'system', rssBytes: 1 },
  marks: { startedMs: 140, openedMs: 160, warmMs: 250 },
}
const answer: Answer = {
  ...{ kind: 'answer', text: 'a', looks: [], kept: null, failed: null, isLast: false },
  ...{ seconds: 0.1, cpuSeconds: 0.1, rssBytes: 1, peakBytes: 1, answeredMs: 350 },
}

test('the phases of a start add up to the total', () => {
  const {
    all,
    'function ocr, spawn to its text sent': whole,
    ...parts
  } = toParts(100, ready, answer, 280)

  expect(Object.values(parts)).toEqual([40, 20, 90, 100])
  expect(all).toBe(250)
  expect(whole).toBe(280)
})

test('the table shows p50 and p95', () => {
  const starts = [100, 90, 50].map((fromMs) => toParts(fromMs, ready, answer, 280))

  const table = coldTable(new Map([['libtesseract', starts]]))

  expect(table).toContain('cold start')
  expect(table).toMatch(/all +260 +300\n/)
})
