import { expect, test } from 'vitest'
import type { UploadState } from './upload.ts'
import { decideTurn } from './upload-order.ts'

const waiting: UploadState = { phase: 'waiting' }
const sending: UploadState = { phase: 'sending', sent: 0.5 }
const delayed = (untilMs: number): UploadState => ({ phase: 'delayed', untilMs, why: 'busy' })

function turn(states: [name: string, state: UploadState, attempts?: number][], nowMs = 1_000) {
  const uploads = states.map(([name, state, attempts = 0]) => ({ name, state, attempts }))
  const { start, wakeInMs } = decideTurn(uploads, { maxAtOnce: 3, nowMs })
  return { start: start.map(({ name }) => name), wakeInMs }
}

test('files start in the order they were picked, as many as may at once', () => {
  const { start } = turn([
    ['a', waiting],
    ['b', waiting],
    ['c', waiting],
    ['d', waiting],
  ])

  expect(start).toEqual(['a', 'b', 'c'])
})

test('those being sent take their places', () => {
  const { start } = turn([
    ['a', sending],
    ['b', sending],
    ['c', waiting],
    ['d', waiting],
  ])

  expect(start).toEqual(['c'])
})

test('nothing starts before the time that the server asked for, and the wait is known', () => {
  expect(
    turn([
      ['a', delayed(4_000)],
      ['b', waiting],
    ]),
  ).toEqual({ start: [], wakeInMs: 3_000 })
})

test('a delayed file goes on in its place when its time has come', () => {
  expect(
    turn([
      ['a', delayed(1_000)],
      ['b', waiting],
    ]).start,
  ).toEqual(['a', 'b'])
})

test('a file that got no answer goes behind the others', () => {
  expect(
    turn([
      ['a', delayed(900), 2],
      ['b', waiting],
    ]).start,
  ).toEqual(['b', 'a'])
})

test('what was refused or accepted is left alone', () => {
  const { start } = turn([
    ['a', { phase: 'refused', detail: 'Too big', code: null }],
    ['b', { phase: 'accepted' }],
  ])

  expect(start).toEqual([])
})
