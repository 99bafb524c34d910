import sharp, { type TiffOptions } from 'sharp'
import { expect, test } from 'vitest'
import { openPicture } from './picture.ts'
import { lacksBlock } from './tiff-blocks.ts'
import { tiffEntries, wholeNumbers } from './tiff-entries.ts'

const limits = { MAX_PIXELS: 1e6, MAX_SIDE: 30_000 }
/** Noise: no block of it is blank. */
const noise = sharp({
  create: {
    ...{ width: 200, height: 160, channels: 3, background: '#888' },
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  },
})
const strips = { tileHeight: 16 }
const tiles = { tile: true, tileWidth: 64, tileHeight: 64 }
const bitonal = { bitdepth: 1, predictor: 'none' } as const
const kinds: [string, TiffOptions][] = [
  ['strips of LZW', { ...strips, compression: 'lzw' }],
  ['strips of JPEG', { ...strips, compression: 'jpeg' }],
  ['strips of deflate', { ...strips, compression: 'deflate' }],
  ['bitonal strips of LZW', { ...strips, ...bitonal, compression: 'lzw' }],
  ['strips of a fax', { ...strips, ...bitonal, compression: 'ccittfax4' }],
  ['tiles of LZW', { ...tiles, compression: 'lzw' }],
  ['tiles of JPEG', { ...tiles, compression: 'jpeg' }],
]

const tiffOf = (options: TiffOptions) =>
  (options.bitdepth ? noise.clone().toColourspace('b-w') : noise.clone()).tiff(options).toBuffer()

const pixelsOf = async (image: Uint8Array) =>
  (await openPicture(image, limits)).picture.raw().toBuffer()

/** Entry of the strips or tiles of a little-endian TIFF. */
function entryOf(tiff: Buffer, tags: number[]) {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const entry = [...tiffEntries(view, view.getUint32(4, true))].find(({ tag }) =>
    tags.includes(tag),
  )
  if (!entry) throw new Error(`Expected an entry ${tags}`)
  const values = wholeNumbers(view, entry, entry.count) ?? []
  return { ...entry, at: (index: number) => values[index] ?? 0 }
}

const block = 3
const damages: [string, (tiff: Buffer, offset: number, count: number) => unknown][] = [
  ['zeroed', (tiff, offset, count) => tiff.fill(0, offset, offset + count)],
  ['beyond the end', (tiff) => put(tiff, [273, 324], tiff.length + 9)],
  ['truncated by the end', (tiff) => put(tiff, [273, 324], tiff.length - 9)],
  ['without an offset', (tiff) => put(tiff, [273, 324], 0)],
  ['without bytes', (tiff) => put(tiff, [279, 325], 0)],
]

function put(tiff: Buffer, tags: number[], value: number): void {
  const { type, valuesAt } = entryOf(tiff, tags)
  if (type === 3) tiff.writeUInt16LE(value, valuesAt + block * 2)
  else tiff.writeUInt32LE(value, valuesAt + block * 4)
}

test.each(kinds)(
  'a TIFF with %s is read if it is whole, and unreadable if one is lost',
  async (_, options) => {
    const whole = await tiffOf(options)
    await expect(pixelsOf(whole)).resolves.toBeDefined()
    const [offset, count] = [
      [273, 324],
      [279, 325],
    ].map((tags) => entryOf(whole, tags).at(block))

    for (const [name, damage] of damages) {
      const tiff = Buffer.from(whole)
      damage(tiff, offset ?? 0, count ?? 0)

      const read = await pixelsOf(tiff).then(
        () => 'read',
        () => 'refused',
      )
      expect([name, read]).toEqual([name, 'refused'])
    }
  },
)

test.each(kinds.filter(([name]) => /^(strips|tiles) of (LZW|JPEG)/.test(name)))(
  'a TIFF with %s is unreadable if one is half zeroed or cut',
  async (_, options) => {
    const whole = await tiffOf(options)
    const [offset = 0, count = 0] = [
      [273, 324],
      [279, 325],
    ].map((tags) => entryOf(whole, tags).at(block))
    const half = Math.floor(count / 2)
    const zeroed = Buffer.from(whole).fill(0, offset + half, offset + count)
    const cut = Buffer.from(whole)
    put(cut, [279, 325], half)

    await expect(pixelsOf(zeroed)).rejects.toThrow()
    await expect(pixelsOf(cut)).rejects.toThrow()
  },
)

test('the length of a single strip may be missing', async () => {
  for (const compression of ['lzw', 'jpeg', 'ccittfax4'] as const) {
    const options = compression === 'ccittfax4' ? { ...bitonal, compression } : { compression }
    const whole = await tiffOf(options)
    const tiff = Buffer.from(whole)
    tiff.writeUInt32LE(0, entryOf(tiff, [279]).valuesAt)

    expect(await pixelsOf(tiff)).toEqual(await pixelsOf(whole))
  }
})

test('overlapping JPEG strips are not searched for long', async () => {
  const [bytes, blocks] = [2_000_000, 150_000]
  const tiff = Buffer.alloc(bytes, 1)
  const lists = bytes - blocks * 8
  tiff.write('II*\0', 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(3, 8)
  for (const [index, entry] of [
    [259, 1, 7],
    [273, blocks, lists],
    [279, blocks, lists + blocks * 4],
  ].entries()) {
    const [tag = 0, count = 0, value = 0] = entry
    const at = 10 + index * 12
    tiff.writeUInt16LE(tag, at)
    tiff.writeUInt16LE(4, at + 2)
    tiff.writeUInt32LE(count, at + 4)
    tiff.writeUInt32LE(value, at + 8)
  }
  tiff.writeUInt32LE(0, 46)
  tiff.writeUInt16BE(0xffd9, 100)
  for (let index = 0; index < blocks; index += 1) {
    tiff.writeUInt32LE(100, lists + index * 4)
    tiff.writeUInt32LE(700_000, lists + (blocks + index) * 4)
  }
  const before = process.cpuUsage()

  expect(lacksBlock(tiff, 1)).toBe(true)

  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000)
})

test('padding may follow the JPEG of a strip', async () => {
  const whole = await tiffOf({ compression: 'jpeg' })
  const [offset, count] = [273, 279].map((tag) => entryOf(whole, [tag]))
  const from = offset?.at(0) ?? 0
  const strip = Buffer.concat([
    whole.subarray(from, from + (count?.at(0) ?? 0)),
    Buffer.alloc(5000),
  ])
  const tiff = Buffer.concat([whole, strip])
  tiff.writeUInt32LE(whole.length, offset?.valuesAt)
  tiff.writeUInt32LE(strip.length, count?.valuesAt)

  expect(await pixelsOf(tiff)).toEqual(await pixelsOf(whole))
})
