import { expect, test } from 'vitest'
import { type Ending, judge } from './judge.ts'

const read: Ending = { kind: 'answered', failed: null, isLast: false, ms: 10, peakBytes: 100 }

test.each<[string, Ending]>([
  ['a text', read],
  ['an unreadable picture', { ...read, failed: 'UnreadableImageError: vipspng' }],
  ['a page past its deadline', { ...read, failed: 'DeadlineError', isLast: true }],
  ['unknown memory', { ...read, peakBytes: null }],
])('nothing is wrong with %s', (_, ending) => {
  expect(judge(ending, { maxBytes: 100 })).toBeNull()
})

test.each<[string, Ending, string]>([
  ['a process that died', { kind: 'died', how: 'SIGABRT' }, 'SIGABRT'],
  ['no answer', { kind: 'hung' }, 'in time'],
  ['a process that stays', { kind: 'stayed' }, 'did not end'],
  ['any other error', { ...read, failed: 'RangeError: x' }, 'RangeError: x'],
  ['too much memory', { ...read, peakBytes: 2e6 }, '2 MB'],
])('%s is a finding', (_, ending, wrong) => {
  expect(judge(ending, { maxBytes: 1e6 })).toContain(wrong)
})
