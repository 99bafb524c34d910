import { expect, test } from 'vitest'
import { memoryByName } from './memory.ts'

test('memory is summed over the replicas of a service in each sample', () => {
  const looks = [
    [{ name: 'gateway', rssBytes: 5 }],
    [
      { name: 'gateway', rssBytes: 6 },
      { name: 'ocr', rssBytes: 10 },
      { name: 'ocr', rssBytes: 20 },
    ],
  ]

  const memory = memoryByName(looks)

  expect([...memory]).toEqual([
    ['gateway', [5, 6]],
    ['ocr', [0, 30]],
    ['all', [5, 36]],
  ])
})
