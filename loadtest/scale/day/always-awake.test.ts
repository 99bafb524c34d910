import { expect, test } from 'vitest'
import { waitsIfAwake } from './always-awake.ts'

test('pages wait only while there are more pages than replicas', () => {
  const day = [0, 0, 0, 50, 500].map((atMs) => ({ atMs, sleepMs: 100 }))

  expect(waitsIfAwake(day, 2)).toEqual([0, 0, 100, 50, 0])
  expect(waitsIfAwake(day, 3)).toEqual([0, 0, 0, 50, 0])
})
