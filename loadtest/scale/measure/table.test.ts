import { expect, test } from 'vitest'
import { toTable } from './table.ts'

test('names stand left and figures right', () => {
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
