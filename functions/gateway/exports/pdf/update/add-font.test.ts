import { expect, test } from 'vitest'
import { addFont } from './add-font.ts'
import { exampleObjects } from './example-pages.fixture.ts'
import { fileOf } from './original.fixture.ts'
import { pagesOf } from './pages.ts'
import { openStructure } from './structure/structure.ts'
import { writers } from './structure/structures.fixture.ts'

/** Adds a font, object 100, to a page with these entries, of which four more objects, from 16 on, are parts. */
async function added(entries: string, parts: string[] = []) {
  const page = `<</Type/Page/Parent 2 0 R${entries}>>`
  const objects = exampleObjects().with(2, page)
  objects.splice(15, parts.length, ...parts)
  const structure = await openStructure(fileOf(writers['a table'](objects)))
  const { value } = await pagesOf(structure).next()
  const { name, holder } = await addFont(structure, value, 100)
  return [name, holder.number, holder.dictionary.raw]
}

test('a font is added where references to references lead', async () => {
  const resources = '<</XObject<</I 9 0 R>>>>'
  const fonts = '<</Font 18 0 R>>'

  expect(await added('/Resources 16 0 R', ['17 0 R', resources])).toEqual([
    ...['F', 17, '<</Font <</F 100 0 R>>\n/XObject <</I 9 0 R>>>>'],
  ])
  expect(await added('/Resources 16 0 R', ['17 0 R', fonts, '19 0 R', '<</F 1 0 R>>'])).toEqual([
    ...['F0', 19, '<</F0 100 0 R\n/F 1 0 R>>'],
  ])
})

test.each([
  ['that refer to nothing', '/Resources 16 0 R', 'Resources'],
  ['whose fonts refer to nothing', '/Resources<</Font 16 0 R/X 1>>', 'Font'],
])('resources %s are written into the page', async (_, entries, key) => {
  const [, number, raw] = await added(entries)

  expect(number).toBe(3)
  expect(raw).toContain(`/${key} <</F`)
})

test.each([
  '/Resources[1 0 R]',
  '/Resources 15 0 R',
  '/Resources<</Font[20 0 R]>>',
  '/Resources<</Font 15 0 R>>',
])('%s is not replaced', async (entries) => {
  await expect(added(entries)).rejects.toThrow('Expected a dictionary of resources')
})
