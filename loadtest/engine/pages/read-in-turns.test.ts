import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Reader } from '../reader/reader.ts'
import { readInTurns, rotated } from './read-in-turns.ts'

const path = join(import.meta.dirname, '../../samples/label-jam.jpg')

function createReader(name: string, notes: string[]): Reader {
  return {
    choice: { engine: 'command', model: null },
    info: { name, engine: 'command', version: '5', model: 'system', secondLooks: false },
    async read() {
      notes.push(`${name} begins`)
      await Promise.resolve()
      notes.push(`${name} ends`)
      const rest = { looks: ['column'], kept: null, failed: null, seconds: 2, cpuSeconds: 1 }
      return { text: 'A KETTLE', ...rest }
    },
    peakBytes: () => null,
    close: async () => {},
  }
}

test('readers run one at a time, and their order rotates from page to page', async () => {
  const notes: string[] = []
  const readers = ['a', 'b'].map((name) => createReader(name, notes))
  const page = { path, name: 'x', group: 'y', truth: 'a kettle' }

  await readInTurns([page, page], readers)

  const order = ['a', 'b', 'b', 'a']
  expect(notes).toEqual(order.flatMap((name) => [`${name} begins`, `${name} ends`]))
})

test('a reading has error rates if there is a reference text', async () => {
  const page = { path, name: 'unlv/x.png', group: 'unlv', truth: 'a kettle' }
  const pages = [page, { ...page, truth: null }]

  const readings = await readInTurns(pages, [createReader('a', [])])

  expect(readings[0]).toEqual({
    ...{ reader: 'a', page: 'unlv/x.png', group: 'unlv', seconds: 2, cpuSeconds: 1 },
    ...{ looks: ['column'], kept: null, failed: null },
    rates: { cer: 7 / 8, cerAnyCase: 0, wer: 1 },
  })
  expect(readings[1]?.rates).toBeNull()
})

test.each([
  [[1, 2, 3], 0, [1, 2, 3]],
  [[1, 2, 3], 4, [2, 3, 1]],
  [[], 4, []],
])('%j rotated by %i', (items, by, expected) => {
  expect(rotated(items, by)).toEqual(expected)
})
