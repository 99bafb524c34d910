import { expect, test } from 'vitest'
import type { FaultWindow } from '../faults/injector.ts'
import { damagesIn, type FailedStart, summarizeStarts, unexcused } from './starts.ts'

const full: FailedStart = {
  ...{ from: 1000, to: 1200, code: 1 },
  message: 'Cannot use /data/log.sqlite now: database or disk is full',
}
const damaged: FailedStart = {
  ...{ from: 1000, to: 1200, code: 78 },
  message: '/data/store.sqlite is damaged: row 3 missing from index',
}
const disk: FaultWindow = {
  ...{ kind: 'disk', variant: 'full', place: 1, lastsMs: 600 },
  ...{ from: 500, to: 1100, pids: [] },
}

test('a start that failed on a full disk is excused', () => {
  expect(unexcused([full], [disk])).toEqual([])
})

test.each<[string, FailedStart, FaultWindow[]]>([
  ['for another reason', damaged, [disk]],
  ['when the disk was not full', full, [{ ...disk, to: 900 }]],
  ['during another fault', full, [{ ...disk, kind: 'kill', variant: 'runtime' }]],
])('a start that failed %s is not excused', (_, start, faults) => {
  expect(unexcused([start], faults)).toEqual([start])
})

test('lines that report a damaged database are found', () => {
  const line = '{"level":50,"msg":"/data/store.sqlite is damaged: no database"}'

  expect(damagesIn(`started\n${line}\nended`)).toEqual([line])
})

test('failed starts are grouped by message, the most frequent first', () => {
  expect(summarizeStarts([damaged, full, full, { ...full, code: null }])).toEqual([
    `2 × exit code 1: ${full.message}`,
    `1 × exit code 78: ${damaged.message}`,
    `1 × killed: ${full.message}`,
  ])
})
