import { expect, test } from 'vitest'
import type { Mark } from './journal.ts'
import { partNames, toParts } from './parts.ts'

const ocr = 10
const results = 20

function mark(service: string, name: string, atMs: number, pid = 1, ofPid = pid): Mark {
  return { service, name, atMs, pid, ofPid }
}

/** As they come: results is woken beside ocr. */
function marksOf(at: { engine: number; resultsRequest: number }): Mark[] {
  return [
    mark('ocr', 'listening', 5, 9),
    mark('runtime', 'spawn', 118, 1, results),
    mark('runtime', 'spawn', 120, 1, ocr),
    mark('ocr', 'preloaded', 170, ocr),
    mark('ocr', 'listening', 300, ocr),
    mark('ocr', 'engine setParameters', at.engine, ocr),
    mark('ocr', 'request', 310, ocr),
    mark('ocr', 'engine recognize', 700, ocr),
    mark('results', 'request', at.resultsRequest, results),
  ]
}

test('a cold start is the sum of its parts', () => {
  const marks = marksOf({ engine: 500, resultsRequest: 720 })

  const parts = toParts({ fromMs: 100, toMs: 750, marks })

  expect([...parts.keys()]).toEqual(partNames)
  expect([...parts.values()]).toEqual([20, 50, 130, 10, 190, 200, 20, 30])
})

test('what was over before its turn takes no time', () => {
  const marks = marksOf({ engine: 305, resultsRequest: 720 })

  const parts = toParts({ fromMs: 100, toMs: 750, marks })

  expect(parts.get('engine')).toBe(0)
  expect(parts.get('page')).toBe(390)
})

test('a mark that is missing is named', () => {
  const marks = marksOf({ engine: 500, resultsRequest: 720 }).slice(0, -1)

  expect(() => toParts({ fromMs: 100, toMs: 750, marks })).toThrow(
    'Expected results to have come to "request"',
  )
})
