import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { DeletedError } from '../store.ts'
import { exampleDocument, examplePage, imageOf, type OpenTestStore } from './examples.fixture.ts'

const mebibyte = 1024 * 1024

/** Bytes in which no two chunks are equal. */
function bytesOf(count: number): Buffer {
  return Buffer.alloc(count, Buffer.from(Array.from({ length: 251 }, (_, index) => index)))
}

export function describeOriginals(open: OpenTestStore) {
  describe('originals', () => {
    test.each([1, mebibyte, mebibyte + 1, 3 * mebibyte, 5_000_000])(
      'an original of %i bytes is stored and read in pieces of at most 1 MiB',
      async (bytes) => {
        const { store, openAnother } = await open()
        const image = bytesOf(bytes)
        const page = examplePage(image)
        const asked: number[] = []
        const read = (from: number, to: number) => {
          asked.push(to - from)
          return page.read(from, to)
        }
        const document = exampleDocument({ pages: [{ ...page, read }] })
        await store.addDocument(document)

        const original = await (await openAnother()).original(document.id, 1)
        const pieces: Uint8Array[] = []
        for await (const piece of original?.read() ?? []) pieces.push(piece)

        expect(Buffer.concat(pieces).equals(image)).toBe(true)
        expect(original).toMatchObject({ bytes, digest: page.digest })
        for (const size of [...asked, ...pieces.map((piece) => piece.byteLength)]) {
          expect(size).toBeLessThanOrEqual(mebibyte)
        }
      },
    )

    test.each([
      [0, 1],
      [mebibyte - 1, mebibyte + 1],
      [mebibyte, 2 * mebibyte],
      [3_000_000, 3_000_001],
      [5, 4_999_999],
      [7, 7],
    ])('only bytes from %i up to %i are read', async (from, to) => {
      const { store } = await open()
      const image = bytesOf(5_000_000)
      const document = exampleDocument({ pages: [examplePage(image)] })
      await store.addDocument(document)

      const original = await store.original(document.id, 1)

      const part = original && (await buffer(original.read(from, to)))
      expect(part?.equals(image.subarray(from, to))).toBe(true)
    })

    test('an original that is deleted during a read rejects, and yields no bytes of another one', async () => {
      const { store } = await open()
      const document = exampleDocument({ pages: [examplePage(bytesOf(3 * mebibyte))] })
      await store.addDocument(document)
      const original = await store.original(document.id, 1)
      const reading = original?.read()[Symbol.asyncIterator]()
      await reading?.next()

      await store.deleteDocument(document.id)
      await store.addDocument(exampleDocument({ pages: [examplePage(bytesOf(4 * mebibyte))] }))

      await expect(reading?.next()).rejects.toThrow(DeletedError)
    })

    test.each([3, 9 * mebibyte])(
      'an original of %i bytes with several pages is saved once, and belongs to each of them',
      async (bytes) => {
        const { store } = await open()
        const [before, shared, after] = [1, bytes, 2].map((length) => examplePage(bytesOf(length)))
        if (!before || !shared || !after) throw new Error('Expected three originals')
        const ofShared = [1, 2, 3].map((originalPage) => ({ ...shared, originalPage }))
        const document = exampleDocument({ pages: [before, ...ofShared, after] })

        await store.addDocument(document)

        const [originals, submissions] = await Promise.all([
          Promise.all([1, 2, 3, 4, 5].map((page) => store.original(document.id, page))),
          Promise.all([1, 2, 3, 4, 5].map((page) => store.submission(document.id, page))),
        ])
        expect(originals.map((original) => original?.bytes)).toEqual([1, bytes, bytes, bytes, 2])
        expect(originals.map((original) => original?.originalPage)).toEqual([null, 1, 2, 3, null])
        expect((await store.document(document.id))?.pages).toMatchObject(
          originals.map((original) => ({ originalPage: original?.originalPage })),
        )
        expect(submissions.map((submission) => submission?.digest)).toEqual(
          originals.map((original) => original?.digest),
        )
        expect(submissions.map((submission) => submission?.originalPage)).toEqual(
          originals.map((original) => original?.originalPage),
        )
        expect((await imageOf(store, document.id, 4))?.byteLength).toBe(bytes)

        await store.deleteDocument(document.id)

        expect(await store.original(document.id, 3)).toBeNull()
      },
    )

    test('a document with an unreadable original is not saved', async () => {
      const { store } = await open()
      const read = (from: number, to: number) => {
        if (from > 0) throw new Error('no such file')
        return new Uint8Array(to)
      }
      const [first, second] = [3, 3 * mebibyte].map((bytes) => examplePage(bytesOf(bytes)))
      if (!first || !second) throw new Error('Expected two pages')
      const document = exampleDocument({ pages: [first, { ...second, read }] })

      await expect(store.addDocument(document)).rejects.toThrow('no such file')

      expect(await store.original(document.id, 1)).toBeNull()
      expect(await store.queuedPages()).toBe(0)
    })
  })
}
