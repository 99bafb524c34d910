import { expect, test } from 'vitest'
import type { PartitionOffsets } from '../../client/offsets.ts'
import { toCommitted } from './committed.ts'
import { lagOf, toProgress } from './progress.ts'

const open = (offset: number) => ({ offset, attempts: 1 })
const committed = toCommitted({ position: 9, open: [open(3), open(7)] })

test.each<[string, Partial<PartitionOffsets>, unknown, number]>([
  ['unchanged log', {}, { position: 9, open: [open(3), open(7)] }, 13],
  ['some open records removed', { low: 5 }, { position: 9, open: [open(7)] }, 12],
  ['all open records removed', { low: 15 }, { position: 15, open: [] }, 5],
  ['nothing left to read', { high: 9 }, { position: 9, open: [open(3), open(7)] }, 2],
  ['a new, shorter log', { low: 2, high: 8 }, { position: 2, open: [] }, 6],
  ['no commit', { committed: null, low: 2 }, { position: 2, open: [] }, 18],
])('progress and lag: %s', (_, changes, progress, lag) => {
  const state = { partition: 0, committed, low: 0, high: 20, ...changes }

  expect(toProgress(state)).toEqual(progress)
  expect(lagOf(state)).toBe(lag)
})
