import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import {
  formatOf,
  type imageTypes,
  isPdfFile,
} from '../../../functions/gateway/submission/image-format.ts'
import { kindOf } from './kind-of.ts'

const foreign = (name: string) =>
  readFile(new URL(`../../../functions/shared/pictures/foreign/${name}`, import.meta.url))
const white = (to: (picture: Sharp) => Sharp) =>
  to(sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })).toBuffer()
const bmp = Buffer.alloc(64)
bmp.write('BM')
bmp.writeUInt32LE(40, 14)

/** A file of each format that the gateway accepts. */
const pictures: Record<keyof typeof imageTypes, () => Promise<Buffer>> = {
  png: () => white((picture) => picture.png()),
  jpeg: () => white((picture) => picture.jpeg()),
  webp: () => white((picture) => picture.webp()),
  gif: () => white((picture) => picture.gif()),
  tiff: () => white((picture) => picture.tiff()),
  heif: () => white((picture) => picture.avif()),
  heic: () => foreign('harbour.heic'),
  bmp: async () => bmp,
}

test.each(Object.entries(pictures))('a %s is a picture', async (_, make) => {
  const file = await make()

  expect(kindOf(file)).toBe('picture')
  expect(formatOf(file)).not.toBeNull()
})

test.each([
  ['a PDF', '%PDF-1.7'],
  ['a PDF after other bytes', `${'x'.repeat(1019)}%PDF-1.7`],
  ['a PDF too late', `${'x'.repeat(1020)}%PDF-1.7`],
  ['a text', 'Dear Sir'],
  ['a text that begins like a BMP', 'BMW, the maker of cars and motorcycles'],
  ['a ZIP', 'PK\u0003\u0004'],
  ['a film', '\0\0\0\u0020ftypisom\0\0\u0002\0isomiso2avc1mp41'],
  ['a HEIF of an unknown codec', '\0\0\0\u001cftypmif1\0\0\0\0mif1vvic'],
  ['nothing', ''],
])('%s is what the gateway takes it for', (_, text) => {
  const head = Buffer.from(text)

  const expected = formatOf(head) ? 'picture' : isPdfFile(head) ? 'pdf' : null
  expect(kindOf(head)).toBe(expected)
})
