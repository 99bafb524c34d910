import { expect, test } from 'vitest'
import { downstreamOf } from './downstream.ts'

const sources = [
  { topics: ['images'], service: 'ocr' },
  { topics: ['texts', 'more-texts'], service: 'results' },
  { topics: ['texts'], service: 'index' },
  { topics: ['texts'], service: 'ocr' },
  { topics: ['dead-letters'], service: 'results' },
]

test('whatever a source brings to what it sends comes after it', () => {
  expect(downstreamOf({ name: 'gateway', sinkTopic: 'images' }, sources)).toEqual(new Set(['ocr']))
})

test('a service does not come after itself', () => {
  const after = downstreamOf({ name: 'ocr', sinkTopic: 'texts' }, sources)

  expect(after).toEqual(new Set(['results', 'index']))
})

test('after a service that sends nothing comes none', () => {
  expect(downstreamOf({ name: 'results', sinkTopic: null }, sources)).toEqual(new Set())
})
