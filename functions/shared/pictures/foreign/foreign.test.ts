import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPicture } from '../picture.ts'
import { pixelFault } from '../pixel-limits.ts'
import { decodeForeign } from './decode-foreign.ts'
import { gridOf } from './grid.fixture.ts'
import { turned, withBothBrands } from './turned.fixture.ts'

const limits = { MAX_PIXELS: 200e6, MAX_SIDE: 30_000 }

/** Of x265 by libheif's heif-enc: a text, and a black square in the corner at the top left. */
const heic = await readFile(join(import.meta.dirname, 'harbour.heic'))

/** The same of 10 bits, with a red text. */
const heicOf10Bits = await readFile(join(import.meta.dirname, 'harbour-10-bits.heic'))

/** Size as shown, and which corners are black: top left, top right, bottom left, bottom right. */
async function seen(image: Buffer) {
  const { header, picture } = await openPicture(image, limits)
  const { data, info } = await picture
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const corners = [0, width - 1, (height - 1) * width, height * width - 1]
  const dark = corners.map((at) => (data[at * channels] ?? 255) < 128)
  return { size: [width, height], header: [header.width, header.height], dark }
}

test.each([
  [0, [480, 160], [true, false, false, false]],
  [1, [160, 480], [false, false, true, false]],
  [2, [480, 160], [false, false, false, true]],
  [3, [160, 480], [false, true, false, false]],
])(
  'a picture turned by %i quarters is upright, and its header says so',
  async (quarters, size, dark) => {
    expect(await seen(turned(heic, quarters))).toEqual({ size, header: size, dark })
  },
)

test('a photo of 12 million px in tiles, as phones write it, is read', async () => {
  const [width, height] = [4032, 3024]
  const photo = gridOf(heic, { columns: 9, rows: 19, width, height })

  const { size, dark } = await seen(photo)

  // Of the last column and row, a part is shown.
  expect([size, dark]).toEqual([
    [width, height],
    [true, false, false, false],
  ])
})

test.each([
  ['truncated', heic.subarray(0, 1200)],
  ['of noise', Buffer.concat([heic.subarray(0, 0x170), Buffer.alloc(2000, 0x55)])],
  ['without a picture', heic.subarray(0, 28)],
])('a file %s rejects', async (_, image) => {
  await expect(decodeForeign('heic', image, 20_000)).rejects.toThrow()
})

test.each([
  ['8 bits', heic, 'uchar'],
  ['10 bits', heicOf10Bits, 'ushort'],
])('a picture of %s is read, and its header says so', async (_, image, depth) => {
  const { size, dark } = await seen(image)

  const { header } = await openPicture(image, limits)

  expect([size, dark]).toEqual([
    [480, 160],
    [true, false, false, false],
  ])
  expect(header).toMatchObject({ depth, chromaSubsampling: '4:2:0' })
})

test('the colours of a picture of 10 bits are those of its samples', async () => {
  const { picture } = await openPicture(heicOf10Bits, limits)

  const { channels } = await picture.stats()

  // White, with black and red parts: nearly the mean of a white picture, in each channel.
  for (const { mean, max } of channels.slice(0, 3))
    expect([mean > 235, max > 250]).toEqual([true, true])
  const [red, green, blue] = channels.map(({ mean }) => mean)
  expect((red ?? 0) - (green ?? 0)).toBeGreaterThan(2)
  expect(Math.abs((green ?? 0) - (blue ?? 0))).toBeLessThan(2)
})

test('a picture that takes too long rejects', async () => {
  await expect(decodeForeign('heic', heic, 0)).rejects.toThrow('too long')
})

test('a picture with the brands of an AVIF and of a HEIC is decoded by its compression', async () => {
  const { picture } = await openPicture(heic, limits)
  const avif = await picture.avif().toBuffer()

  const expected = await seen(heic)

  expect(await seen(withBothBrands(heic))).toEqual(expected)
  expect(await seen(withBothBrands(avif))).toEqual(expected)
})

test.each([
  [4032, 3024, '4:4:4', 'uchar', true],
  [5712, 4284, '4:2:0', 'uchar', true],
  [5712, 4284, '4:4:4', 'uchar', false],
  [5712, 4284, '4:2:0', 'ushort', false],
  [8064, 6048, '4:2:0', 'uchar', false],
] as const)(
  'a photo of %i × %i, %s, %s, is accepted: %s',
  (width, height, chromaSubsampling, depth, isAccepted) => {
    const header = { format: 'heif', compression: 'hevc', channels: 3, depth } as const

    const fault = pixelFault(
      { ...header, width, height, isProgressive: false, chromaSubsampling },
      heic,
      limits,
    )

    expect(fault === null).toBe(isAccepted)
  },
)
