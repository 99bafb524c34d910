import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openPicture } from './picture.ts'
import { tiffOfSharedValues } from './tiff.fixture.ts'
import { tiffLayout } from './tiff-layout.ts'
import { isolatePage, tiffPages } from './tiff-pages.ts'

const limits = { MAX_PIXELS: 100, MAX_SIDE: 100 }

/** TIFF whose directories overlap, with more entries in total than the file has room for. */
function tiffOfOverlaps(directories: number, entries: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 + 4 * directories + 12 * entries + 6))
  view.setUint32(0, 0x49492a00)
  view.setUint32(4, 8, true)
  for (let start = 8; start < 8 + 4 * directories; start += 4) {
    view.setUint16(start, entries, true)
    const next = start + 4 < 8 + 4 * directories ? start + 4 : 0
    view.setUint32(start + 2 + 12 * entries, next, true)
  }
  return new Uint8Array(view.buffer)
}

/** TIFF of grey images of 2 × 2 px, each with a level and the entry (tag, type, value) for its kind. */
function tiffOf(images: { level: number; kind?: [number, number, number] }[], isLittle = true) {
  const [entries, size] = [10, 130]
  const view = new DataView(new ArrayBuffer(8 + images.length * size))
  view.setUint32(0, isLittle ? 0x49492a00 : 0x4d4d002a)
  view.setUint32(4, 8, isLittle)
  for (const [index, { level, kind = [254, 4, 0] }] of images.entries()) {
    const start = 8 + index * size
    const pixels = start + size - 4
    view.setUint16(start, entries, isLittle)
    const tags: [number, number, number][] = [
      ...[kind, [256, 3, 2], [257, 3, 2], [258, 3, 8], [259, 3, 1], [262, 3, 1]],
      ...[
        [273, 4, pixels],
        [277, 3, 1],
        [278, 3, 2],
        [279, 4, 4],
      ],
    ] as [number, number, number][]
    for (const [entry, [tag, type, value]] of tags.entries()) {
      const at = start + 2 + entry * 12
      view.setUint16(at, tag, isLittle)
      view.setUint16(at + 2, type, isLittle)
      view.setUint32(at + 4, 1, isLittle)
      if (type === 3) view.setUint16(at + 8, value, isLittle)
      else view.setUint32(at + 8, value, isLittle)
    }
    const next = index + 1 < images.length ? start + size : 0
    view.setUint32(pixels - 4, next, isLittle)
    for (let at = 0; at < 4; at += 1) view.setUint8(pixels + at, level)
  }
  return new Uint8Array(view.buffer)
}

const page = { level: 200 }
const thumbnail = { level: 90, kind: [254, 4, 1] as [number, number, number] }
const mask = { level: 90, kind: [254, 4, 4] as [number, number, number] }
const oldThumbnail = { level: 90, kind: [255, 3, 2] as [number, number, number] }
const pageOfMany = { level: 200, kind: [254, 4, 2] as [number, number, number] }

test.each([
  ['a page', [page], [0]],
  ['a page and its thumbnail', [page, thumbnail], [0]],
  ['a page behind its thumbnail', [thumbnail, page], [1]],
  ['a page behind a thumbnail of the older kind', [oldThumbnail, page], [1]],
  ['a page, its mask and its thumbnail', [page, mask, thumbnail], [0]],
  ['a thumbnail alone', [thumbnail], [0]],
  ['pages', [pageOfMany, pageOfMany], [0, 1]],
])('the pages of %s are found, and the first one is read', async (_, images, pages) => {
  for (const isLittle of [true, false]) {
    const tiff = tiffOf(images, isLittle)

    expect(tiffPages(tiff)?.map(({ number }) => number)).toEqual(pages)
    const { picture } = await openPicture(tiff, limits)
    const level = images[pages[0] ?? 0]?.level
    expect([...(await picture.toColourspace('b-w').raw().toBuffer())]).toEqual(Array(4).fill(level))
    await expect(openPicture(tiff, limits, pages.length + 1)).rejects.toThrow('a page')
  }
})

test('a page can be made the only one', async () => {
  for (const isLittle of [true, false]) {
    const tiff = tiffOf([{ level: 10 }, thumbnail, { level: 30 }, { level: 40 }], isLittle)
    const levels: (number | undefined)[] = []

    for (const page of tiffPages(tiff) ?? []) {
      isolatePage(tiff, page)
      expect(tiffPages(tiff)).toEqual([{ number: 0, start: page.start }])
      const { picture } = await openPicture(tiff, limits)
      levels.push((await picture.toColourspace('b-w').raw().toBuffer())[0])
    }

    expect(levels).toEqual([10, 30, 40])
  }
})

test('each page is opened by its number', async () => {
  const levels = [10, 20, 30]
  const [first, second, third] = levels.map((level) => ({ level }))
  if (!first || !second || !third) throw new Error('Expected three pages')
  const tiff = tiffOf([first, thumbnail, second, mask, third])

  const pages = await Promise.all([1, 2, 3].map((page) => openPicture(tiff, limits, page)))

  const pixels = pages.map(({ picture }) => picture.toColourspace('b-w').raw().toBuffer())
  expect((await Promise.all(pixels)).map(([level]) => level)).toEqual(levels)
})

test('each page of a BigTIFF is found, and can be made the only one', async () => {
  const levels = [10, 20, 30]
  const size = { width: 8, height: 8, channels: 3 } as const
  const files = await Promise.all(
    levels.map((r) =>
      sharp({ create: { ...size, background: { r, g: r, b: r } } })
        .png()
        .toBuffer(),
    ),
  )
  const tiff = await sharp(files, { join: { animated: true } })
    .tiff({ bigtiff: true })
    .toBuffer()
  const found: (number | undefined)[][] = []

  for (const [index, page] of (tiffPages(tiff) ?? []).entries()) {
    const numbered = await openPicture(tiff, limits, index + 1)
    const alone = Uint8Array.from(tiff)
    isolatePage(alone, page)
    expect(tiffPages(alone)).toEqual([{ number: 0, start: page.start }])
    const isolated = await openPicture(alone, limits)
    const raw = [numbered, isolated].map(({ picture }) => picture.raw().toBuffer())
    found.push((await Promise.all(raw)).map(([level]) => level))
  }

  expect(found).toEqual(levels.map((level) => [level, level]))
})

test.each([
  ['nothing', () => new Uint8Array()],
  ['another picture', () => Buffer.from('\x89PNG\r\n\x1a\n and more')],
  ['a truncated TIFF', () => tiffOf([page, page]).subarray(0, 200)],
])('no pages are found in %s', (_, image) => {
  expect(tiffPages(image())).toBeNull()
})

test.each([
  [
    'an endless chain of directories',
    () => {
      const tiff = tiffOf([page])
      new DataView(tiff.buffer).setUint32(8 + 122, 8, true)
      return tiff
    },
  ],
  ['directories that share their many entries', () => tiffOfOverlaps(20, 60_000)],
  ['entries that share their values', () => tiffOfSharedValues(150_000, 6000)],
])('a TIFF of %s is rejected before its header is read', async (_, make) => {
  const image = make()
  const before = process.cpuUsage()

  expect(() => tiffPages(image)).toThrow('Expected a TIFF')
  await expect(openPicture(image, limits)).rejects.toThrow('Expected a TIFF')

  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000)
})

test('the layout is that of the page, not of the thumbnail before it', () => {
  const tiff = tiffOf([thumbnail, page])
  const rowsPerStrip = 8 + 130 + 2 + 8 * 12
  new DataView(tiff.buffer).setUint16(rowsPerStrip + 8, 7, true)

  expect(tiffLayout(tiff, 1)?.rowsPerStrip).toBe(7)
})
