import { expect, test } from 'vitest'
import type { UploadState } from './upload.ts'
import { decideSchedule } from './upload-schedule.ts'

const waiting: UploadState = { phase: 'waiting' }
const sending: UploadState = { phase: 'sending', sent: 0.5 }
const delayed = (untilMs: number): UploadState => ({ phase: 'delayed', untilMs, reason: 'busy' })

function schedule(states: [name: string, state: UploadState, attempts?: number][], nowMs = 1_000) {
  const uploads = states.map(([name, state, attempts = 0]) => ({ name, state, attempts }))
  const { start, wakeInMs } = decideSchedule(uploads, { maxAtOnce: 3, nowMs })
  return { start: start.map(({ name }) => name), wakeInMs }
}

test('files start in the order they were picked, at most maxAtOnce', () => {
  const { start } = schedule([
    ['a', waiting],
    ['b', waiting],
    ['c', waiting],
    ['d', waiting],
  ])

  expect(start).toEqual(['a', 'b', 'c'])
})

test('files being sent count towards maxAtOnce', () => {
  const { start } = schedule([
    ['a', sending],
    ['b', sending],
    ['c', waiting],
    ['d', waiting],
  ])

  expect(start).toEqual(['c'])
})

test('nothing starts before the delay of a file has passed', () => {
  expect(
    schedule([
      ['a', delayed(4_000)],
      ['b', waiting],
    ]),
  ).toEqual({ start: [], wakeInMs: 3_000 })
})

test('a delayed file keeps its place after the delay', () => {
  expect(
    schedule([
      ['a', delayed(1_000)],
      ['b', waiting],
    ]).start,
  ).toEqual(['a', 'b'])
})

test('a file with failed attempts goes behind the others', () => {
  expect(
    schedule([
      ['a', delayed(900), 2],
      ['b', waiting],
    ]).start,
  ).toEqual(['b', 'a'])
})

test('refused and accepted files do not start', () => {
  const { start } = schedule([
    ['a', { phase: 'refused' }],
    ['b', { phase: 'accepted' }],
  ])

  expect(start).toEqual([])
})
