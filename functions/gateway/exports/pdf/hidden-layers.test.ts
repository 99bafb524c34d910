import { expect, test } from 'vitest'
import { hasHiddenLayers } from './hidden-layers.ts'
import { fileOf } from './update/original.fixture.ts'
import { writers } from './update/structure/structures.fixture.ts'
import { StructureError } from './update/structure/values.ts'

test.each([
  ['no layers', '', false],
  ['layers that are shown', '/OCProperties <</D <</OFF []>>>>', false],
  ['a hidden layer', '/OCProperties <</D <</OFF [3 0 R]>>>>', true],
  ['a list in an object of its own', '/OCProperties 4 0 R', true],
  ['layers that are hidden by default', '/OCProperties <</D <</BaseState /OFF>>>>', true],
])('a PDF with %s', async (_, layers, isHidden) => {
  const pdf = writers['a table']([
    `<</Type /Catalog /Pages 2 0 R ${layers}>>`,
    '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    '<</Type /Page /Parent 2 0 R>>',
    '<</D <</OFF [3 0 R]>>>>',
  ])

  expect(await hasHiddenLayers(fileOf(pdf))).toBe(isHidden)
})

test('of a broken PDF it is not known', async () => {
  const broken = hasHiddenLayers(fileOf(Buffer.from('%PDF-1.7')))

  await expect(broken).rejects.toBeInstanceOf(StructureError)
})
