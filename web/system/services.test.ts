import { expect, test } from 'vitest'
import {
  inOrder,
  type ReplicaProcess,
  type Service,
  stateOf,
  sumOf,
  withoutStreams,
} from './services.ts'

const replica = (state: ReplicaProcess['state'], rssBytes: number | null = 1): ReplicaProcess => ({
  ...{ name: 'ocr-1', pid: 1, state, uptimeSeconds: 5, rssBytes, cpuSeconds: 1 },
})
const service = (changes: Partial<Service>): Service => ({
  ...{ name: 'ocr', replicas: 0, wanted: 0, inFlight: 0, waiting: 0, restarts: 0 },
  ...{ coldStarts: null, processes: [], ...changes },
})

test.each([
  [{}, 'asleep'],
  [{ wanted: 1, processes: [replica('starting')] }, 'starting'],
  [{ replicas: 2, wanted: 2, processes: [replica('ready'), replica('ready')] }, '2 ready'],
  [{ replicas: 2, wanted: 2, processes: [replica('busy'), replica('ready')] }, '1 of 2 busy'],
  [{ replicas: 3, wanted: 3, inFlight: null, processes: null }, '3 ready'],
])('a service with %j is "%s"', (changes, state) => {
  expect(stateOf(service(changes))).toBe(state)
})

test('a service of the pipeline’s own has its known order, others follow', () => {
  const names = inOrder(['gateway', 'stamps', 'results', 'ocr'].map((name) => service({ name })))

  expect(names.map(({ name }) => name)).toEqual(['ocr', 'results', 'gateway', 'stamps'])
})

test('requests make a service busy if it gets them from a topic', () => {
  const topics = [{ name: 'images', records: 1, groups: [{ name: 'g', service: 'ocr', lag: 0 }] }]
  const busy = { processes: [replica('busy'), replica('starting')] }

  const states = ['ocr', 'gateway'].map((name) =>
    withoutStreams(service({ name, ...busy }), topics).processes?.map(({ state }) => state),
  )

  expect(states).toEqual([
    ['busy', 'starting'],
    ['ready', 'starting'],
  ])
})

test.each([
  ['the sum', [replica('ready', 2), replica('ready', 3)], 5],
  ['0 without processes', [], 0],
  ['unknown if one is', [replica('ready', 2), replica('ready', null)], null],
  ['unknown in a cluster', null, null],
])('memory of a service is %s', (_, processes, expected) => {
  expect(sumOf({ processes }, ({ rssBytes }) => rssBytes)).toBe(expected)
})
