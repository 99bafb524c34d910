import { expect, test } from 'vitest'
import { planAttacks } from './plan.ts'

test('attacks on pods are repeated for each kind, those on nodes are not', () => {
  const plan = planAttacks(['node', 'pod', 'cpu', 'drain'], ['ocr', 'sink'])

  expect(plan).toEqual([
    { name: 'node' },
    { name: 'pod', kind: 'ocr' },
    { name: 'pod', kind: 'sink' },
    { name: 'cpu', kind: 'ocr' },
    { name: 'cpu', kind: 'sink' },
    { name: 'drain' },
  ])
})
