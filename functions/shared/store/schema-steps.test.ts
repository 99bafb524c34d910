import { expect, test } from 'vitest'
import { stepsTo } from './schema-steps.ts'

const whole = { from: 0, to: 12, sql: 'CREATE TABLE pages (page, try)' }
const tenth = { from: 10, to: 11, sql: 'ALTER TABLE pages ADD try' }
const eleventh = { from: 11, to: 12, sql: 'CREATE INDEX pages_by_try ON pages (try)' }
const all = { steps: [whole, tenth, eleventh], elsewhere: 'name another' }

test.each([
  ['an empty database is made in one step', 0, [whole]],
  ['one of an older version takes those that lead on from it', 10, [tenth, eleventh]],
  ['one of the newest takes none', 12, []],
])('%s', (_, found, steps) => {
  expect(stepsTo(12, { ...all, found })).toEqual(steps)
})

test.each([
  [9, /^its schema version is 9, older than this Glyphflow's 12, .* or name another$/],
  [13, /^its schema version is 13, newer than this Glyphflow's 12\. .* or name another$/],
])('one of version %i, from which no step leads on, is refused', (found, sentence) => {
  expect(() => stepsTo(12, { ...all, found })).toThrow(sentence)
})
