import { expect, test } from 'vitest'
import type { SystemHistory } from '../../functions/shared/http/system-api.ts'
import { toStrip } from './strip.ts'

const nothing = { wanted: [0, 0], ready: [0, 0], busy: [0, 0], inFlight: [0, 0], waiting: [0, 0] }

const history: SystemHistory = {
  ...{ now: 1_000_000, times: [900_000, 990_000] },
  services: [
    { ...nothing, name: 'ocr', wanted: [1, 3], ready: [0, 2], busy: [0, 1] },
    { ...nothing, name: 'gateway', inFlight: [4, 5] },
  ],
  topics: [
    { name: 'images', rate: [1, 2], groups: [{ name: 'ocr', lag: [7, 9] }] },
    { name: 'bulk', rate: [0, 0], groups: [{ name: 'ocr', lag: [null, 100] }] },
    { name: 'texts', rate: [0, 0], groups: [{ name: 'results', lag: [50, 50] }] },
  ],
}
const topicOf = (name: string, service: string) => ({
  ...{ name, records: 0, groups: [{ name: service, service, lag: 0 }] },
})
const topics = [topicOf('images', 'ocr'), topicOf('bulk', 'ocr'), topicOf('texts', 'results')]

const ocr = { name: 'ocr', spanMs: 900_000 }

test('replicas are parted into busy, free and starting, and the last sample holds until now', () => {
  const strip = toStrip(history, topics, ocr)

  expect(strip).toMatchObject({ from: 100, to: 1000, times: [900, 990, 1000] })
  expect(strip).toMatchObject({ busy: [0, 1, 1], free: [0, 1, 1], starting: [1, 1, 1] })
})

test('the queue is the lag of all topics of the service, as far as it is known', () => {
  expect(toStrip(history, topics, ocr)?.queue).toEqual([7, 109, 109])
})

test('the queue of a service without topics is its requests', () => {
  expect(toStrip(history, topics, { ...ocr, name: 'gateway' })?.queue).toEqual([4, 5, 5])
})

test('more busy replicas than ready ones are no negative number', () => {
  const draining = { ...nothing, name: 'ocr', ready: [0, 1], busy: [2, 2], wanted: [0, 0] }

  const strip = toStrip({ ...history, services: [draining] }, topics, ocr)

  expect(strip).toMatchObject({ busy: [2, 2, 2], free: [0, 0, 0], starting: [0, 0, 0] })
})

test('a replica that serves requests of its own accord is free', () => {
  const serving = { ...nothing, name: 'gateway', wanted: [1, 1], ready: [1, 1], busy: [1, 1] }

  const strip = toStrip({ ...history, services: [serving] }, topics, { ...ocr, name: 'gateway' })

  expect(strip).toMatchObject({ busy: null, free: [1, 1, 1] })
})

test('replicas are free where nobody tells which are busy', () => {
  const inCluster = { ...nothing, name: 'ocr', wanted: [2, 2], ready: [1, 2], busy: [null, null] }

  const strip = toStrip({ ...history, services: [inCluster] }, topics, ocr)

  expect(strip).toMatchObject({ busy: null, free: [1, 2, 2], starting: [1, 0, 0] })
})

test.each([
  ['without a history', null],
  ['of an unknown service', { ...history, services: [] }],
  ['of a runtime that tells nothing', { ...history, services: null }],
  ['before the first sample', { ...history, times: [] }],
])('a strip %s is null', (_, given) => {
  expect(toStrip(given, topics, ocr)).toBeNull()
})
