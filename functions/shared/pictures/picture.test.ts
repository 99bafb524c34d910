import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openPicture } from './picture.ts'
import { TooManyPixelsError } from './pixel-limits.ts'

const limits = { MAX_PIXELS: 1e6, MAX_SIDE: 30_000 }

/** Noise, the same each time: no two rows are equal, so a missing part is detected. */
const noise = sharp(Uint8Array.from({ length: 200 * 160 * 3 }, levels(60, 195)), {
  raw: { width: 200, height: 160, channels: 3 },
})
const jpegs: [string, Buffer][] = [
  ['baseline', await noise.clone().jpeg().toBuffer()],
  ['progressive', await noise.clone().jpeg({ progressive: true }).toBuffer()],
  ['grey', await noise.clone().toColourspace('b-w').jpeg().toBuffer()],
]

/** Pseudorandom numbers, by the generator of Numerical Recipes. */
function levels(from: number, to: number): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return from + Math.floor((state / 2 ** 32) * (to - from))
  }
}
const pixelsOf = async (image: Uint8Array) =>
  (await openPicture(image, limits)).picture.raw().toBuffer()

test.each(jpegs)('a %s JPEG without its end marker has all its pixels', async (_, jpeg) => {
  const expected = await pixelsOf(jpeg)

  expect(await pixelsOf(jpeg.subarray(0, -2))).toEqual(expected)
  expect(await pixelsOf(jpeg.subarray(0, -1))).toEqual(expected)
})

test.each(jpegs)('a %s JPEG truncated anywhere else is unreadable', async (_, jpeg) => {
  const cuts = Array.from({ length: 40 }, (_, n) => Math.floor((jpeg.length * n) / 40))
  const missing = Array.from({ length: 60 }, (_, n) => jpeg.length - 3 - n ** 2)
  for (const length of [...cuts, ...missing.filter((length) => length >= 0)]) {
    const read = await pixelsOf(jpeg.subarray(0, length)).then(
      () => 'read',
      () => 'refused',
    )
    expect([length - jpeg.length, read]).toEqual([length - jpeg.length, 'refused'])
  }
})

test('a progressive JPEG that lacks scans is unreadable', async () => {
  const [, jpeg = Buffer.alloc(0)] = jpegs[1] ?? []
  const scans = [...jpeg.keys()].filter((at) => jpeg[at] === 0xff && jpeg[at + 1] === 0xda)
  // The tables of a scan precede it.
  const ends = scans.slice(1).map((at) => jpeg.lastIndexOf(Buffer.of(0xff, 0xc4), at))

  expect(ends.length).toBeGreaterThan(5)
  for (const end of ends) await expect(pixelsOf(jpeg.subarray(0, end))).rejects.toThrow()
})

test.each(jpegs)('bytes after the end of a %s JPEG are ignored', async (_, jpeg) => {
  const trailed = Buffer.concat([jpeg, Buffer.from('and \xff\xda more', 'latin1')])

  expect(await pixelsOf(trailed)).toEqual(await pixelsOf(jpeg))
})

test.each(jpegs)('a %s JPEG with a part replaced by zeros is unreadable', async (_, jpeg) => {
  for (const part of [100, jpeg.length / 2]) {
    const zeroed = Buffer.concat([jpeg.subarray(0, -part), Buffer.alloc(jpeg.length)])
    await expect(pixelsOf(zeroed)).rejects.toThrow()
  }
})

test('a too large JPEG without its end marker is not decoded', async () => {
  const jpeg = await sharp({
    create: { width: 6000, height: 6000, channels: 3, background: '#fff' },
  })
    .jpeg({ progressive: true })
    .toBuffer()

  const opening = openPicture(jpeg.subarray(0, -40), limits)

  await expect(opening).rejects.toThrow(TooManyPixelsError)
})
