import { expect, test } from 'vitest'
import type { Word } from '../../shared/events/contract/recognition.ts'
import type { Rotation } from '../../shared/events/contract/rotation.ts'
import { safeSharp } from '../../shared/pictures/safe-sharp.ts'
import type { Engine, ReadOptions } from '../engine/engine.ts'
import { decode } from '../preparation/decode.ts'
import { drawLine } from '../preparation/print/print.fixture.ts'
import { type PictureReader, readDecoded } from './read-picture.ts'

const limits = { MAX_PIXELS: 40_000_000, MAX_SIDE: 20_000, PAGE_TIMEOUT_MS: 1000 }

/** Engine that reads one word as large as the picture, and records its inputs. */
function fakeEngine() {
  const seen: ({ width: number; height: number; resolution: number } & ReadOptions)[] = []
  const engine: Engine = {
    ...{ name: 'e', languages: ['eng'], modelOf: () => 'm' },
    ...{ warm: async () => {}, close: async () => {} },
    async recognize({ width, height, resolution }, options) {
      seen.push({ width, height, resolution, ...options })
      const word = {
        text: 'word',
        confidence: 95,
        box: [0, 0, width, height] as [number, number, number, number],
      }
      return { text: 'word', confidence: 95, words: [word] }
    },
  }
  return { engine, seen }
}

const picture = (width: number, height: number) =>
  safeSharp({ create: { width, height, channels: 3, background: '#fff' } })

/** A standard fax: its pixels are twice as high as wide. */
const fax = () =>
  picture(1728, 1100)
    .toColourspace('b-w')
    .tiff({
      ...{ bitdepth: 1, compression: 'ccittfax4', xres: 204 / 25.4, yres: 98 / 25.4 },
    })

/** The same engine, whose word has this box. */
const withBox = (engine: Engine, box: Word['box']): Engine => ({
  ...engine,
  recognize: async () => ({
    ...{ text: 'word', confidence: 95 },
    words: [{ text: 'word', confidence: 95, box }],
  }),
})

const readPicture = (image: Uint8Array, reader: PictureReader) =>
  readDecoded((rotate) => decode(image, limits, { rotate }), 'eng', reader)

async function read(image: Promise<Buffer>, rotate: Rotation = 0) {
  const { engine, seen } = fakeEngine()
  const options = { engine, limits, rotate, secondLooks: true }
  const result = await readPicture(await image, options)
  return { ...result, seen }
}

test('a large scan is scaled down, and its words have boxes in px of the scan', async () => {
  const { seen, words, width, height } = await read(picture(2550, 3300).png().toBuffer())

  expect(seen).toMatchObject([{ width: 1600, height: 2071 }])
  expect([width, height, words[0]?.box]).toEqual([2550, 3300, [0, 0, 2550, 3300]])
})

test('a strip is scaled down, and its words have boxes in px of the strip', async () => {
  const { seen, words } = await read(picture(12_000, 1600).png().toBuffer())

  const [given] = seen
  expect((given?.width ?? 0) * (given?.height ?? 0)).toBeLessThan(12_100_000)
  expect((given?.width ?? 0) / (given?.height ?? 1)).toBeCloseTo(7.5, 1)
  expect(words[0]?.box).toEqual([0, 0, 12_000, 1600])
})

test('coverage is the share of the print within words', async () => {
  const [width, height] = [400, 200]
  const grey = new Uint8Array(width * height).fill(255)
  const boxes = [40, 120].map((top) => drawLine({ grey, width }, { left: 20, top, letters: 25 }))
  const image = await safeSharp(grey, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer()
  const engine: Engine = {
    ...fakeEngine().engine,
    async recognize() {
      const words = boxes.slice(1).map((box) => ({ text: 'word', confidence: 95, box }))
      return { text: 'word\n', confidence: 95, words }
    },
  }

  const { confidence, coverage } = await readPicture(image, {
    ...{ engine, limits, secondLooks: false },
  })

  expect({ confidence, coverage }).toEqual({ confidence: 95, coverage: 50 })
})

test('the rows of a table are read across', async () => {
  const [width, height] = [700, 400]
  const grey = new Uint8Array(width * height).fill(255)
  for (let top = 20; top < 380; top += 30) {
    drawLine({ grey, width }, { left: 20, top, letters: 12 })
    drawLine({ grey, width }, { left: 300, top, letters: 6 })
    drawLine({ grey, width }, { left: 500, top, letters: 8 })
  }
  const image = safeSharp(grey, { raw: { width, height, channels: 1 } }).png()

  const { seen } = await read(image.toBuffer())

  expect(seen).toMatchObject([{ segmentation: 'block' }])
})

test('a small picture is not scaled', async () => {
  const { seen } = await read(picture(600, 800).jpeg().toBuffer())

  expect(seen).toMatchObject([{ width: 600, height: 800 }])
})

test('a picture turned by EXIF is read upright, and has boxes in the upright picture', async () => {
  const { seen, width, height } = await read(
    picture(600, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  )

  expect(seen).toMatchObject([{ width: 400, height: 600 }])
  expect([width, height]).toEqual([400, 600])
})

test.each([
  [90, [0, 300, 50, 400]],
  [180, [500, 350, 600, 400]],
  [270, [550, 0, 600, 100]],
] as const)(
  'a picture turned by %i on request has boxes in the picture as it is',
  async (rotate, box) => {
    const { engine } = fakeEngine()
    const reader = { engine: withBox(engine, [0, 0, 100, 50]), limits, rotate, secondLooks: true }

    const image = await picture(600, 400).png().toBuffer()
    const { words, width, height } = await readPicture(image, reader)

    expect([width, height]).toEqual([600, 400])
    expect(words[0]?.box).toEqual(box)
  },
)

test('a turned page is recognized although asking for its own text ended what decodes it', async () => {
  const { engine, seen } = fakeEngine()
  const image = await picture(600, 400).png().toBuffer()
  let hasEnded = false
  const decodePage = (rotate: Rotation) => {
    if (hasEnded) throw new Error('ended')
    return decode(image, limits, { rotate })
  }
  const ownText = async () => {
    hasEnded = true
    return null
  }

  const read = await readDecoded(decodePage, 'eng', {
    ...{ engine, limits, ownText, rotate: 90, secondLooks: false },
  })

  expect(seen).toMatchObject([{ width: 400, height: 600 }])
  expect(read.isOwnText).toBe(false)
})

test('a fax turned on request has boxes in stored pixels', async () => {
  const { seen, words, width, height } = await read(fax().toBuffer(), 90)

  expect(seen).toMatchObject([{ width: 2120, height: 1600 }])
  expect([width, height, words[0]?.box]).toEqual([1728, 1100, [0, 0, 1728, 1100]])
})

test('a standard fax is read in square pixels, and its words have boxes in stored pixels', async () => {
  const { seen, words, width, height } = await read(fax().toBuffer())

  expect(seen).toMatchObject([{ width: 1600, height: 2120 }])
  expect([width, height, words[0]?.box]).toEqual([1728, 1100, [0, 0, 1728, 1100]])
})
