import sharp from 'sharp'
import { expect, test } from 'vitest'
import { drawStubPage, readStubPage, type StubPage } from './stub-page.ts'

test.each<StubPage>([
  { kind: 'page', number: 1 },
  { kind: 'refused', number: 123_456 },
  { kind: 'poison', number: 2 ** 32 - 1 },
])('a stub page encodes its kind and number: %o', (page) => {
  const picture = drawStubPage(page)

  const read = readStubPage(picture)

  expect(read).toEqual(page)
})

test('a stub page is a valid picture', async () => {
  const picture = sharp(drawStubPage({ kind: 'page', number: 7 }))

  const { format, width, height } = await picture.metadata()
  const pixels = await picture.raw().toBuffer()

  expect({ format, width, height }).toEqual({ format: 'png', width: 16, height: 1 })
  expect(pixels.length % 16).toBe(0)
})

test('other pictures are not stub pages', async () => {
  const create = { width: 16, height: 1, channels: 3, background: '#fff' } as const
  const picture = await sharp({ create }).png().toBuffer()

  expect(readStubPage(picture)).toBeNull()
  expect(readStubPage(new Uint8Array(300))).toBeNull()
})
