import { expect, test } from 'vitest'
import { downstreamOf } from './downstream.ts'

const sources = [
  { topics: ['images'], service: 'ocr' },
  { topics: ['texts', 'more-texts'], service: 'results' },
  { topics: ['texts'], service: 'index' },
  { topics: ['texts'], service: 'ocr' },
  { topics: ['dead-letters'], service: 'results' },
]

test('services that receive its events are downstream', () => {
  expect(downstreamOf({ name: 'gateway', sinks: { K_SINK: 'images' } }, sources)).toEqual(
    new Set(['ocr']),
  )
})

test('a service is not downstream of itself', () => {
  const after = downstreamOf({ name: 'ocr', sinks: { K_SINK: 'texts' } }, sources)

  expect(after).toEqual(new Set(['results', 'index']))
})

test('a service without a sink has no downstream services', () => {
  expect(downstreamOf({ name: 'results', sinks: {} }, sources)).toEqual(new Set())
})
