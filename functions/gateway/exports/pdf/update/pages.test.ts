import { expect, test } from 'vitest'
import { exampleObjects, examplePages } from './example-pages.fixture.ts'
import { fileOf } from './original.fixture.ts'
import { pagesOf } from './pages.ts'
import { openStructure } from './structure/structure.ts'
import { writers } from './structure/structures.fixture.ts'
import { createPlanLayer } from './write-layer.ts'

const structureOf = (objects = exampleObjects()) =>
  openStructure(fileOf(writers['a table'](objects)))

test('of a box, only four values are looked up', async () => {
  const box = `[0 0 612 792 ${'9999 0 R '.repeat(500)}]`
  const structure = await structureOf(
    exampleObjects().with(2, `<</Type/Page/Parent 2 0 R/MediaBox${box}>>`),
  )
  let lookups = 0
  const resolve: typeof structure.resolve = (value) => {
    lookups += 1
    return structure.resolve(value)
  }

  await pagesOf({ ...structure, resolve }).next()

  expect(lookups).toBeLessThan(20)
})

test('a list of more nodes than a document has is refused before one is read', async () => {
  const kids = '3 0 R '.repeat(100_000)
  const structure = await structureOf(
    exampleObjects().with(1, `<</Type/Pages/Kids[${kids}]/MediaBox[0 0 612 792]>>`),
  )

  await expect(pagesOf(structure).next()).rejects.toThrow('Tree too large')
})

test('other work has its turn before each page', async () => {
  const structure = await structureOf()
  let turns = 0
  let turn = setImmediate(function next() {
    turns += 1
    turn = setImmediate(next)
  })

  for await (const _ of pagesOf(structure));

  clearImmediate(turn)
  expect(turns).toBeGreaterThanOrEqual(examplePages.length)
})

test('fonts that pages inherit are extended once', async () => {
  const tree = '<</Type/Pages/Kids[3 0 R 4 0 R]/Resources<</Font<</F 20 0 R>>>>>>'
  const structure = await structureOf(
    exampleObjects()
      .with(1, tree)
      .with(2, '<</Type/Page/Parent 2 0 R>>')
      .with(3, '<</Type/Page/Parent 2 0 R>>'),
  )
  const planLayer = createPlanLayer(structure, 100)

  const plans = []
  for await (const page of pagesOf(structure)) plans.push(await planLayer(page))

  const [first, second] = plans
  expect(first?.added.holder).toMatchObject({ number: 2 })
  expect(second?.added).toBe(first?.added)
})
