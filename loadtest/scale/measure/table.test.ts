import { expect, test } from 'vitest'
import { toTable } from './table.ts'

test('names are left-aligned and figures right-aligned', () => {
  const table = toTable(
    ['replicas', 's'],
    [
      [1, '20.5'],
      [64, '1.0'],
    ],
  )

  expect(table.split('\n')).toEqual([
    '  replicas      s',
    '  1          20.5',
    '  64          1.0',
    '',
  ])
})
