import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createByteBudget } from '../../../uploads/buffer/byte-budget.ts'
import { bufferDeps } from '../pdf.fixture.ts'
import { createOpenPictures, type OpenPicturesDeps } from './open-picture.ts'

const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const
const large = { width: 900, height: 900, channels: 3, background: '#fff', noise } as const
const webp = (size: number) =>
  sharp({ create: { ...large, width: size, height: size } })
    .webp({ lossless: true })
    .toBuffer()

/** Opens the first page of documents that are all this image; `read` has the ids of those read. */
function openerOf(image: Uint8Array, options: Partial<OpenPicturesDeps> = {}, pages = [null, 1]) {
  const read: string[] = []
  const gate = Promise.withResolvers<void>()
  const openPictures = createOpenPictures({
    ...bufferDeps,
    store: {
      original: async (id, page) => ({
        ...{ mediaType: 'image/any', bytes: image.byteLength, digest: id },
        originalPage: pages[page - 1] ?? null,
        async *read() {
          read.push(id)
          await gate.promise
          yield image
        },
      }),
    },
    ...options,
  })
  const open = (id: string, { signal } = new AbortController(), page = 1) =>
    openPictures(id, signal)(page)
  return { open, read, go: gate.resolve }
}

test('a picture that nobody waits for is not read when its turn comes', async () => {
  const { open, read, go } = openerOf(await webp(9))
  const gone = new AbortController()

  const first = [open('a'), open('b')]
  const [aborted, wanted] = [open('c', gone), open('d')]
  gone.abort()
  go()

  await expect(aborted).rejects.toThrow('aborted')
  expect(await Promise.all([...first, wanted])).toMatchObject(Array(3).fill({ width: 9 }))
  expect(read).toEqual(['a', 'b', 'd'])
})

test('pictures that wait for slow clients are charged to the budget, and larger ones to the disk', async () => {
  const budget = createByteBudget(1_000_000)
  const small = openerOf(await webp(300), { budget })
  small.go()
  const picture = await small.open('a')
  expect(budget.reserve(1_000_000)).toBe(false)
  await picture?.close?.()
  expect(budget.reserve(1_000_000)).toBe(true)

  const unwritable = openerOf(await webp(900), { budget, uploadsFolder: '/nowhere' })
  unwritable.go()
  await expect(unwritable.open('b')).rejects.toMatchObject({
    ...{ status: 503, code: 'store-unavailable', headers: { 'retry-after': '30' } },
  })
})

test('of originals with several pages, only two are kept for all clients', async () => {
  const { open, read, go } = openerOf(await webp(9), {}, [1, 1])
  go()

  for (const id of ['a', 'b', 'a', 'b', 'c', 'c', 'a']) await (await open(id))?.close?.()

  expect(read).toEqual(['a', 'b', 'c', 'a'])
})
