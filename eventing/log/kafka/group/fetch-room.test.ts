import { expect, test } from 'vitest'
import { decideFetch } from './fetch-room.ts'

const MiB = 1024 * 1024
const partitions = (...sizes: [queued: number, open: number][]) =>
  sizes.map(([queued, open], number) => ({
    number,
    queuedBytes: () => queued * MiB,
    openBytes: () => open * MiB,
  }))

test.each<[string, [number, number][], number[]]>([
  [
    'those with short queues',
    [
      [0, 0],
      [8, 0],
      [0.1, 100],
    ],
    [0, 2],
  ],
  [
    'none at the memory limit',
    [
      [0, 200],
      [1, 55],
    ],
    [],
  ],
])('fetched are %s', (_, sizes, fetched) => {
  expect([...decideFetch(partitions(...sizes))]).toEqual(fetched)
})
