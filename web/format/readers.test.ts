import { expect, test } from 'vitest'
import { toReaders } from './readers.ts'

const ocr = {
  ...{ name: 'ocr', replicas: 0, wanted: 0, inFlight: 0, waiting: 0, restarts: 0 },
  coldStarts: { count: 0, lastMs: null, p50Ms: null },
  processes: [],
}

test.each([
  ['none', {}, 'asleep', []],
  ['none yet', { wanted: 1, waiting: 3 }, 'waking', ['starting']],
  [
    'some that read',
    { replicas: 2, wanted: 2, inFlight: 2 },
    '2 of 2 reading',
    ['reading', 'reading'],
  ],
  [
    'more on their way',
    { replicas: 2, wanted: 3, inFlight: 1 },
    '1 of 2 reading',
    ['reading', 'ready', 'starting'],
  ],
  ['one without work', { replicas: 1, wanted: 1 }, '1 awake', ['ready']],
  ['one that was given up and still reads', { wanted: 0, inFlight: 1 }, 'asleep', []],
])('what is said of %s', (_, changes, text, replicas) => {
  expect(toReaders([{ ...ocr, ...changes }])).toEqual({ text, replicas })
})

test('where nobody tells, nothing is said', () => {
  expect(toReaders(null)).toBeNull()
  expect(toReaders([])).toBeNull()
})
