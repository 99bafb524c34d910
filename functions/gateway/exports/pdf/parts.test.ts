import { expect, test } from 'vitest'
import { pdfMediaType } from '../../../shared/pdf/media-type.ts'
import { partsOf } from './parts.ts'

/** A file with so many pages, by media type; a file of one page has no number of it. */
const storeOf = (files: [mediaType: string, pages: number][]) => {
  const originals = files.flatMap(([mediaType, pages]) =>
    Array.from({ length: pages }, (_, index) => ({
      ...{ mediaType, bytes: 1, digest: mediaType },
      originalPage: pages === 1 ? null : index + 1,
      read: () => expect.fail(),
    })),
  )
  return { original: async (_: string, page: number) => originals[page - 1] ?? null }
}

const [pdf, tiff, png] = [pdfMediaType, 'image/tiff', 'image/png']

test.each<[string, [string, number][], [boolean, number, number][]]>([
  [
    'pictures between PDFs',
    [
      [pdf, 2],
      [png, 1],
      [tiff, 3],
      [pdf, 1],
    ],
    [
      [true, 1, 2],
      [false, 3, 6],
      [true, 7, 7],
    ],
  ],
  [
    'the same PDF twice',
    [
      [pdf, 2],
      [pdf, 2],
    ],
    [
      [true, 1, 2],
      [true, 3, 4],
    ],
  ],
  [
    'PDFs of one page',
    [
      [pdf, 1],
      [pdf, 1],
      [png, 1],
    ],
    [
      [true, 1, 1],
      [true, 2, 2],
      [false, 3, 3],
    ],
  ],
])('%s', async (_, files, expected) => {
  const pageCount = files.reduce((sum, [, pages]) => sum + pages, 0)

  const parts = await partsOf(storeOf(files), 'id', pageCount)

  expect(parts.map((part) => [part.pdf !== null, part.from, part.to])).toEqual(expected)
})

test('a deleted document is an error', async () => {
  await expect(partsOf(storeOf([[pdf, 1]]), 'id', 2)).rejects.toThrow('deleted')
})
