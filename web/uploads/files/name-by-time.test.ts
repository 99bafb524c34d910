import { expect, test } from 'vitest'
import { nameByTime } from './name-by-time.ts'

test('a pasted picture is named by its time, a file keeps its name', () => {
  const files = [new File(['x'], 'image.png', { type: 'image/png' }), new File(['x'], 'scan.jpg')]

  const named = nameByTime(files, { kind: 'Pasted', now: new Date(2026, 10, 21, 8, 5, 9) })

  expect(named.map(({ name }) => name)).toEqual(['Pasted 2026-11-21 08.05.09.png', 'scan.jpg'])
  expect(named[0]?.type).toBe('image/png')
})
