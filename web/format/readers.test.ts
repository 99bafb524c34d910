import { expect, test } from 'vitest'
import { toReaders } from './readers.ts'

const ocr = {
  ...{ name: 'ocr', replicas: 0, wanted: 0, inFlight: 0, waiting: 0, restarts: 0 },
  coldStarts: null,
  processes: [],
}

test.each([
  ['none', {}, 'asleep', []],
  ['none yet', { wanted: 1, waiting: 3 }, 'waking', ['starting']],
  [
    'two that read',
    { replicas: 2, wanted: 2, inFlight: 2 },
    '2 of 2 reading',
    ['reading', 'reading'],
  ],
  [
    'two and one that is starting',
    { replicas: 2, wanted: 3, inFlight: 1 },
    '1 of 2 reading',
    ['reading', 'ready', 'starting'],
  ],
  ['one that is idle', { replicas: 1, wanted: 1 }, '1 awake', ['ready']],
  [
    'two in a cluster, which does not tell what they do',
    { replicas: 2, wanted: 2, inFlight: null },
    '2 awake',
    ['ready', 'ready'],
  ],
  ['one that drains', { wanted: 0, inFlight: 1 }, 'asleep', []],
])('text and states of %s', (_, changes, text, replicas) => {
  expect(toReaders([{ ...ocr, ...changes }])).toEqual({ text, replicas })
})

test('without an ocr service there is no text', () => {
  expect(toReaders(null)).toBeNull()
  expect(toReaders([])).toBeNull()
})
