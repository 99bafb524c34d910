import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Document, PageWithWords } from '../../functions/shared/http/api.ts'
import { pdfOf } from '../../functions/shared/pdf/pdf.fixture.ts'
import { uploadAll, uploadBytes } from '../bad-images/upload-all.ts'
import { characterErrorRate } from '../figures/score.ts'
import { badImages, filesIn, ocrSet, picturesIn, truthOf } from '../pictures.ts'
import {
  type Client,
  createClient,
  postImages,
  startGlyphflow,
  temporaryFolder,
} from '../system/glyphflow.ts'

const samples = join(import.meta.dirname, '../samples')
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let glyphflow: Awaited<ReturnType<typeof startGlyphflow>>
let client: Client

for (const missing of [ocrSet, badImages].filter((path) => !existsSync(path))) {
  process.stderr.write(`Skipped: what reads ${missing}, which this machine does not have\n`)
}

beforeAll(async () => {
  folder = await temporaryFolder()
  glyphflow = await startGlyphflow(folder.path)
  client = createClient(glyphflow.url)
})
afterAll(async () => {
  await glyphflow.stop()
  await folder.remove()
})

async function errorRate(picture: string): Promise<number> {
  const { pages } = await client.read(picture)
  return characterErrorRate(pages[0]?.text ?? '', await truthOf(picture))
}
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 1

/** One upload at a time per replica. */
function errorRates(pictures: string[]): Promise<number[]> {
  return pLimit(3).map(pictures, errorRate)
}

async function upload(images: Uint8Array[]): Promise<Document> {
  const response = await postImages(glyphflow.url, images, { headers: { prefer: 'wait=60' } })
  return Document.parse(await response.json())
}

test('samples of every kind are read, including turned ones', async () => {
  const pictures = await picturesIn(samples)

  const rates = await errorRates(pictures)

  expect(rates).toHaveLength(pictures.length)
  expect(median(rates)).toBeLessThan(0.01)
})

test('each page of a TIFF and of a PDF of scans is read like a picture', async () => {
  const names = ['letter-roof', 'memo-keys']
  const scans = await Promise.all(names.map((name) => readFile(join(samples, `${name}.jpg`))))
  const truths = await Promise.all(names.map((name) => truthOf(join(samples, `${name}.jpg`))))
  const upright = scans.map((scan) => sharp(scan).autoOrient().toColourspace('srgb'))
  const pages = await Promise.all(
    upright.map(async (scan) => {
      const { data, info } = await scan.jpeg().toBuffer({ resolveWithObject: true })
      const size: [number, number] = [612, (612 * info.height) / info.width]
      return { size, jpeg: { bytes: data, width: info.width, height: info.height } }
    }),
  )
  const frame = { width: 1700, height: 2200, fit: 'contain', background: '#fff' } as const
  const frames = await Promise.all(scans.map((scan) => sharp(scan).resize(frame).png().toBuffer()))
  const tiff = await sharp(frames, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer()

  const read = await Promise.all([upload([pdfOf(pages)]), upload([tiff])])

  for (const { pages: readPages } of read) {
    const rates = readPages.map(({ text }, index) =>
      characterErrorRate(text ?? '', truths[index] ?? ''),
    )
    expect(rates).toHaveLength(2)
    expect(Math.max(...rates)).toBeLessThan(0.05)
  }
})

test('a HEIC is read', async () => {
  const heic = join(import.meta.dirname, '../../functions/shared/pictures/foreign/harbour.heic')

  const { pages } = await upload([await readFile(heic)])

  expect(pages).toMatchObject([{ text: 'Harbour office\n', width: 480, height: 160 }])
})

test('the text of a PDF is taken from it, and its searchable PDF is the same file', async () => {
  const pdf = pdfOf([{ lines: ['Harbour office', 'No ships today'] }])

  const { id, pages } = await upload([pdf])

  expect(pages).toMatchObject([
    { text: 'Harbour office\nNo ships today\n', engine: 'text-layer', confidence: 100 },
  ])
  const searchable = await client.get(`/v1/documents/${id}/pdf`)
  expect(Buffer.from(await searchable.arrayBuffer()).equals(pdf)).toBe(true)
})

test.skipIf(!existsSync(ocrSet))(
  'real report pages are read within the expected error rate',
  async () => {
    const pictures = (await picturesIn(join(ocrSet, 'unlv'))).filter((_, index) => index % 2 === 0)

    const rates = await errorRates(pictures)

    expect(median(rates)).toBeLessThan(0.01)
  },
)

test('a page has its words with their boxes', async () => {
  const { id } = await upload([await readFile(join(samples, 'card-surveyor.png'))])

  const page = PageWithWords.parse(await (await client.get(`/v1/documents/${id}/pages/1`)).json())

  const [first] = page.words
  expect(first?.text).toBe('Ingrid')
  const [left = 0, top = 0, right = 0, bottom = 0] = first?.box ?? []
  expect(left).toBeGreaterThan(0)
  expect(right - left).toBeGreaterThan(bottom - top)
  expect(right).toBeLessThan(page.width)
})

test.each([
  ['PNG', (picture: Sharp) => picture.png()],
  ['JPEG', (picture: Sharp) => picture.jpeg({ progressive: false })],
  ['WebP', (picture: Sharp) => picture.webp({ lossless: true })],
  ['TIFF', (picture: Sharp) => picture.tiff({ compression: 'lzw' })],
])('a truncated %s is unreadable, at upload or when it is decoded', async (_, encode) => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const picture = sharp({
    create: { width: 400, height: 400, channels: 3, noise, background: '#fff' },
  })
  const whole = await encode(picture).toBuffer()

  const how = await uploadBytes(glyphflow.url, whole.subarray(0, Math.floor(whole.length * 0.6)))

  expect(how).toMatch(/^(422|failed) unreadable-image$/)
})

test.skipIf(!existsSync(badImages))('each malformed picture gets exactly one answer', async () => {
  const files = await filesIn(badImages)

  const endings = await uploadAll(glyphflow.url, files)

  const services = (await client.system()).services ?? []
  expect(endings).toHaveLength(files.length)
  expect(endings.filter(({ how }) => !/^(done|failed|4\d\d )/.test(how))).toEqual([])
  expect(services.map(({ name, restarts }) => [name, restarts])).toEqual([
    ['gateway', 0],
    ['ocr', 0],
    ['results', 0],
  ])
})
