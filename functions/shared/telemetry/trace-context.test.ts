import { expect, test } from 'vitest'
import { continued, parseTraceparent, toTraceparent, traceparentOf } from './trace-context.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'
const sampled = `00-${traceId}-${spanId}-01`

test('a traceparent is parsed, and written as it was', () => {
  const context = parseTraceparent(sampled)

  expect(context).toEqual({ traceId, spanId, isSampled: true })
  expect(context && toTraceparent(context)).toBe(sampled)
})

test.each([
  ['01', true],
  ['03', true],
  ['00', false],
  ['02', false],
])('flags %s are sampled: %s', (flags, isSampled) => {
  expect(parseTraceparent(`00-${traceId}-${spanId}-${flags}`)).toMatchObject({ isSampled })
})

test.each([
  undefined,
  '',
  'rubbish',
  `ff-${traceId}-${spanId}-01`,
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}-01-more`,
])('%s is no traceparent, and is replaced by a new one', (header) => {
  expect(parseTraceparent(header)).toBeNull()
  expect(parseTraceparent(traceparentOf(header))).toMatchObject({ isSampled: true })
  expect(traceparentOf(header)).not.toBe(traceparentOf(header))
})

test('an event is continued below the span of its delivery, but never in another trace', () => {
  const delivery = `00-${traceId}-aaaaaaaaaaaaaaaa-01`
  const other = `00-${'1'.repeat(32)}-${spanId}-01`

  expect(continued(delivery, sampled)).toBe(delivery)
  expect(continued(other, sampled)).toBe(sampled)
  expect(continued(undefined, sampled)).toBe(sampled)
  expect(continued('rubbish', sampled)).toBe(sampled)
  expect(continued(delivery, undefined)).toBe(delivery)
  expect(continued('rubbish', 7)).toBeUndefined()
})
