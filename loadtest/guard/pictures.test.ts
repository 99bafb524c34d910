import { expect, test } from 'vitest'
import { guardPictures } from './pictures.ts'

const smallOnes = new Set(['notes', 'terminal', 'receipt', 'chart', 'plan'])

async function htmlOf(seed: number): Promise<string[]> {
  const drawn = guardPictures(seed).filter(({ kind }) => smallOnes.has(kind))
  return Promise.all(drawn.map(async ({ draw, writer }) => (await draw(writer)).html))
}

test('picture names are unique', () => {
  const names = guardPictures(1).map(({ name }) => name)

  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(60)
})

test('pages are deterministic for a seed, and differ between seeds', async () => {
  const [first, again, other] = [await htmlOf(1), await htmlOf(1), await htmlOf(2)]

  expect(again).toEqual(first)
  expect(other.filter((html, index) => html === first[index])).toEqual([])
})
