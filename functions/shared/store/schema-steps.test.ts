import { expect, test } from 'vitest'
import { stepsTo } from './schema-steps.ts'

const whole = { from: 0, to: 12, sql: 'CREATE TABLE pages (page, try)' }
const tenth = { from: 10, to: 11, sql: 'ALTER TABLE pages ADD try' }
const eleventh = { from: 11, to: 12, sql: 'CREATE INDEX pages_by_try ON pages (try)' }
const all = { steps: [whole, tenth, eleventh], elsewhere: 'name another' }

test.each([
  ['an empty database needs one step', 0, [whole]],
  ['an older version needs the steps from it', 10, [tenth, eleventh]],
  ['the newest version needs none', 12, []],
])('%s', (_, found, steps) => {
  expect(stepsTo(12, { ...all, found })).toEqual(steps)
})

test.each([
  [9, /^its schema version is 9, older than this Glyphflow's 12, .* or name another$/],
  [13, /^its schema version is 13, newer than this Glyphflow's 12\. .* or name another$/],
])('version %i, from which there is no step, is rejected', (found, sentence) => {
  expect(() => stepsTo(12, { ...all, found })).toThrow(sentence)
})
