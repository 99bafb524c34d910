import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import {
  PageRecognized,
  toCloudEvent,
  toPageSubmitted,
} from '../../../shared/events/contract/contract.ts'
import type { Word } from '../../../shared/events/contract/recognition.ts'
import type { Rotation } from '../../../shared/events/contract/rotation.ts'
import { decode } from '../../preparation/decode.ts'
import { createPageReader } from '../../reading/read-page.ts'
import { DeadlineError, type Engine } from '../engine.ts'

const patient = { language: 'eng', timeoutMs: 60_000 }
const limits = { MAX_PIXELS: 1_100_000, MAX_SIDE: 5000, PAGE_TIMEOUT_MS: 60_000 }
const page = toPageSubmitted({ documentId: 'doc', page: 1, try: 1, language: 'eng', digest: '' })

/** Business card from the samples, 869 × 563 px. */
const original = await readFile(
  join(import.meta.dirname, '../../../../loadtest/samples/card-surveyor.png'),
)
const line = 'Surveyor of bridges and small dams'
const card = () => sharp(original)
/** Input of an engine. */
export const pixelsOf = async (picture: Uint8Array) =>
  (await decode(picture, { MAX_PIXELS: 20_000_000, MAX_SIDE: 5000 })).pixels
/** Four lines in DejaVu Serif, like russian.png. */
const french = await pixelsOf(await readFile(join(import.meta.dirname, 'french.png')))
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)

/** Seconds of work: 20 copies of the card. */
async function manyLines(): Promise<Buffer> {
  const cards = Array.from({ length: 20 }, (_, index) => ({
    input: original,
    left: (index % 4) * 900,
    top: Math.floor(index / 4) * 600,
  }))
  return blank(3600, 3000).composite(cards).png().toBuffer()
}

/**
 * Requirements for every engine with data of `eng` and `fra`, for pictures from untrusted sources, too.
 */
export function engineContract(name: string, openEngine: () => Engine) {
  describe(name, () => {
    const engine = openEngine()
    const readPage = createPageReader({ engine, limits, secondLooks: false })
    afterAll(() => engine.close())

    async function read(image: Uint8Array) {
      const { data } = await readPage(page, image)
      return 'text' in data ? data.text.trim() : data.code
    }

    test('a result has the engine, the size of the picture and the places of the words', async () => {
      const turned = card().rotate(270).withMetadata({ orientation: 6 }).jpeg()

      const { data } = PageRecognized.parse(
        toCloudEvent(await readPage(page, await turned.toBuffer())),
      )

      expect(data).toMatchObject({ width: 869, height: 563, language: 'eng' })
      expect(data.engine).toBe(engine.name)
      expect(data.engine).toMatch(/^\S+ \d+\.\d+\.\d+/)
      expect(data.words.map((word) => word.text).slice(0, 3)).toEqual(['Ingrid', 'Solveig', 'Hart'])
    })

    test.each<[Rotation, (box: Word['box']) => Word['box']]>([
      [90, ([left, top, right, bottom]) => [563 - bottom, left, 563 - top, right]],
      [180, ([left, top, right, bottom]) => [869 - right, 563 - bottom, 869 - left, 563 - top]],
      [270, ([left, top, right, bottom]) => [top, 869 - right, bottom, 869 - left]],
    ])(
      'a picture that lies turned by %i degrees is read like the upright one, with its words on their print',
      async (degrees, lyingBox) => {
        const lying = await card().rotate(degrees).png().toBuffer()
        const upright = PageRecognized.parse(toCloudEvent(await readPage(page, original))).data

        const result = await readPage({ ...page, rotate: (360 - degrees) as Rotation }, lying)

        const { data } = PageRecognized.parse(toCloudEvent(result))
        const { width, height } = await sharp(lying).metadata()
        const { text, confidence } = upright
        expect(data).toMatchObject({ text, confidence, width, height })
        expect(data.words.map(({ box }) => box)).toEqual(
          upright.words.map(({ box }) => lyingBox(box)),
        )
      },
    )

    test('lines, paragraphs and the boxes of words are preserved', async () => {
      const { text, words } = await engine.recognize(await pixelsOf(original), patient)

      expect(text).toBe(
        'Ingrid Solveig Hart\n\nSurveyor of bridges and small dams\n\n' +
          'Weir Street 40, Oxlode\n0555 010 867\ningrid@hart-survey.example\n',
      )
      expect(words[0]).toMatchObject({ text: 'Ingrid', box: [128, 104, 291, 167] })
      expect(words[0]?.confidence).toBeGreaterThan(80)
    })

    test('light letters on dark ground are read', async () => {
      const { text } = await engine.recognize(
        await pixelsOf(await card().negate({ alpha: false }).png().toBuffer()),
        patient,
      )

      expect(text).toContain(line)
    })

    test('a blank page has an empty text', async () => {
      expect(await read(await blank(300, 100).png().toBuffer())).toBe('')
    })

    test.each([0, 99, 101])('%d pixels are rejected for a 10 × 10 picture', async (length) => {
      const wrong = { grey: new Uint8Array(length), width: 10, height: 10, resolution: 300 }

      await expect(engine.recognize(wrong, patient)).rejects.toThrow(RangeError)
      expect(await read(await card().png().toBuffer())).toContain(line)
    })

    test('a corrupt picture does not affect the next one', async () => {
      await read(half(await card().png().toBuffer()))

      expect(await read(await card().png().toBuffer())).toContain(line)
    })

    test.each(['column', 'block'] as const)('a page is segmented as %s', async (segmentation) => {
      const pixels = await pixelsOf(original)

      const { text } = await engine.recognize(pixels, { ...patient, segmentation })

      expect(text).toContain('Surveyor')
    })

    test('a page is stopped at its deadline, and the next one is read', async () => {
      const page = await pixelsOf(await manyLines())
      const started = performance.now()
      await engine.recognize(page, patient)
      // In the middle of recognition, whatever the load of the machine.
      const timeoutMs = Math.round((performance.now() - started) / 2)

      const late = engine.recognize(page, { language: 'eng', timeoutMs })

      await expect(late).rejects.toThrow(DeadlineError)
      const usedBefore = process.cpuUsage()
      await pause(1000)
      const { user, system } = process.cpuUsage(usedBefore)
      expect((user + system) / 1e6).toBeLessThan(0.6)
      expect(await read(await card().png().toBuffer())).toContain(line)
    })

    test('languages and the sources of their data are known', () => {
      const { languages, modelOf } = engine

      expect(languages).toEqual(['eng', 'fra'])
      expect(modelOf('eng')).not.toBe('')
      expect(modelOf('eng+fra')).toContain(modelOf('eng'))
    })

    test('pages are read in one language, in several, and in the first one again', async () => {
      const readIn = async (language: string) =>
        (await engine.recognize(french, { ...patient, language })).text

      const texts = []
      for (const language of ['eng', 'fra', 'eng+fra', 'eng']) texts.push(await readIn(language))

      expect(texts[0]).not.toContain('garçon')
      expect(texts[1]).toContain('garçon')
      expect(texts[2]).toContain('garçon')
      expect(texts[3]).toBe(texts[0])
    })

    test('a language without data is rejected each time', async () => {
      await expect(engine.warm('xyz')).rejects.toThrow('xyz')
      await expect(engine.warm('eng+xyz')).rejects.toThrow('xyz')
      expect(await read(await card().png().toBuffer())).toContain(line)
    })
  })
}
