import { expect, test } from 'vitest'
import { fromServerTiming, toServerTiming } from './server-timing.ts'

test('times and words arrive as they were sent', () => {
  const timing = { fetch: 4.25, 'second-look': 0, outcome: 'failed', code: 'unreadable-image' }

  const header = toServerTiming(timing)

  expect(header).toBe(
    'fetch;dur=4.25, second-look;dur=0, outcome;desc="failed", code;desc="unreadable-image"',
  )
  expect({ ...fromServerTiming(header) }).toEqual(timing)
})

test('a word cannot end its quotes or the header', () => {
  const header = toServerTiming({ outcome: 'a"\\\r\nX: é, b' })

  expect(header).toBe('outcome;desc="aX: , b"')
})

test.each([
  ['no header', undefined, {}],
  ['rubbish', 'a;b;c, ;;;, =, dur=1', {}],
  ['a negative time', 'fetch;dur=-1', {}],
  ['a time that is no number', 'fetch;dur=NaN, send;dur=1e3', {}],
  ['a repeated name', 'fetch;dur=1, fetch;dur=2', { fetch: 1 }],
  ['repeated headers', ['fetch;dur=1', 'send;dur=2'], { fetch: 1, send: 2 }],
  ['a long name', `${'a'.repeat(41)};dur=1, fetch;dur=1`, { fetch: 1 }],
  ['names of objects', '__proto__;dur=1, constructor;dur=2', { constructor: 2 }],
])('%s is read as far as it is right', (_, header, timing) => {
  expect(Object.entries(fromServerTiming(header)).filter(([name]) => name !== '__proto__')).toEqual(
    Object.entries(timing),
  )
})

test('a long header is not read to its end', () => {
  const header = Array.from({ length: 10_000 }, (_, n) => `s${n};dur=1`).join(', ')

  expect(Object.keys(fromServerTiming(header)).length).toBe(24)
})
