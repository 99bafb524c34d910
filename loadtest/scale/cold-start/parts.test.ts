import { expect, test } from 'vitest'
import type { Mark } from './journal.ts'
import { partNames, toParts } from './parts.ts'

const pids = { gateway: 5, ocr: 10, results: 20 }

function mark(service: keyof typeof pids, name: string, atMs: number): Mark {
  const ofPid = pids[service]
  return name === 'spawn'
    ? { service: 'runtime', name, atMs, pid: 1, ofPid }
    : { service, name, atMs, pid: ofPid, ofPid }
}

/** In order of time: results is woken in parallel with ocr. */
function marksOf(at: { engineMs: number }): Mark[] {
  return [
    { service: 'ocr', name: 'listening', atMs: 5, pid: 9, ofPid: 9 },
    mark('gateway', 'sent', 110),
    mark('results', 'spawn', 118),
    mark('ocr', 'spawn', 120),
    mark('ocr', 'preloaded', 170),
    mark('ocr', 'listening', 300),
    mark('results', 'listening', 305),
    mark('ocr', 'engine ready', at.engineMs),
    mark('ocr', 'request', 310),
    mark('ocr', 'engine read', 700),
    mark('ocr', 'engine read', 740),
    mark('ocr', 'sends', 742),
    mark('ocr', 'sent', 745),
    mark('results', 'request', 748),
    mark('results', 'answered', 750),
  ]
}

test('a cold start is the sum of its phases', () => {
  const parts = toParts({ fromMs: 100, toMs: 753, marks: marksOf({ engineMs: 500 }) })

  expect([...parts.keys()]).toEqual(partNames)
  expect([...parts.values()]).toEqual([10, 10, 50, 130, 10, 190, 200, 42, 3, 0, 0, 3, 2, 3])
})

test('a phase that ended before its predecessor takes no time', () => {
  const parts = toParts({ fromMs: 100, toMs: 753, marks: marksOf({ engineMs: 305 }) })

  expect(parts.get('engine ready')).toBe(0)
  expect(parts.get('page decoded, read')).toBe(390)
})

test('a response after the client has the text takes no time', () => {
  const marks = marksOf({ engineMs: 500 }).filter(
    ({ service, name }) => service !== 'ocr' || name !== 'sent',
  )

  const parts = toParts({ fromMs: 100, toMs: 753, marks: [...marks, mark('ocr', 'sent', 760)] })

  expect(parts.get('text in the log')).toBe(11)
  expect([...parts.values()].reduce((sum, ms) => sum + ms)).toBe(653)
})

test('a process that went to sleep before its first event is ignored', () => {
  const marks = marksOf({ engineMs: 500 })
  const asleepAgain: Mark = { service: 'results', name: 'listening', atMs: 115, pid: 19, ofPid: 19 }

  const parts = toParts({ fromMs: 100, toMs: 753, marks: [asleepAgain, ...marks] })

  expect(parts).toEqual(toParts({ fromMs: 100, toMs: 753, marks }))
})

test('a mark that is missing is named', () => {
  const marks = marksOf({ engineMs: 500 }).slice(0, -1)

  expect(() => toParts({ fromMs: 100, toMs: 753, marks })).toThrow(
    'Expected results to reach "answered"',
  )
})
