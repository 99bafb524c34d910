import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { darkest, marked, open, quarters, square } from './opened-pdf.fixture.ts'
import { pdfOf } from './pdf.fixture.ts'

test('each page has its size, and is rendered on white', async () => {
  const pdf = await open(pdfOf([{ size: [612, 792] }, { size: square, content: marked }]))

  const page = await pdf.render(2)

  expect(pdf.pageCount).toBe(2)
  expect(await pdf.sizes()).toEqual([
    { width: 1700, height: 2200 },
    { width: 1700, height: 1700 },
  ])
  expect(page).toMatchObject({ width: 1700, height: 1700, channels: 1 })
  const levels = await quarters(page)
  expect(darkest(levels)).toBe(2)
  expect(levels[1]).toBeGreaterThan(245)
})

test.each([
  [90, 0],
  [180, 1],
  [270, 3],
])('a page rotated by %i° is upright', async (degrees, expected) => {
  const pdf = await open(
    pdfOf([{ size: [600, 300], content: '0 0 150 75 re f', entries: `/Rotate ${degrees}` }]),
  )

  const page = await pdf.render(1)

  expect(page.width > page.height).toBe(degrees === 180)
  expect(darkest(await quarters(page))).toBe(expected)
})

test('only the crop box is shown', async () => {
  const pdf = await open(
    pdfOf([{ size: square, content: marked, entries: '/CropBox [300 0 600 300]' }]),
  )

  const page = await pdf.render(1)

  expect(page).toMatchObject({ width: 1250, height: 1250 })
  expect(Math.min(...(await quarters(page)))).toBeGreaterThan(250)
})

test('colours are kept', async () => {
  const pdf = await open(pdfOf([{ size: [72, 72], content: '1 0 0 rg 0 0 72 72 re f' }]))

  const { channels, data } = await pdf.render(1)

  expect(channels).toBe(3)
  expect([...data.subarray(0, 3)]).toEqual([255, 0, 0])
})

test('a scan is rendered, at most as wide as requested', async () => {
  const jpeg = await sharp({
    create: { width: 40, height: 60, channels: 3, background: '#0000ff' },
  })
    .jpeg()
    .toBuffer()
  const pdf = await open(
    pdfOf([{ size: [200, 300], jpeg: { bytes: jpeg, width: 40, height: 60 } }]),
  )

  const { width, height, data } = await pdf.render(1, 320)

  expect([width, height]).toEqual([320, 480])
  expect(data[2]).toBeGreaterThan(240)
})

test.each([
  ['of 200 inches', [14_400, 14_400], 3464, 3464],
  ['that is a long strip', [14_400, 1], 30_000, 2],
  ['of a hundredth of a point', [0.01, 0.01], 1, 1],
] as const)('a page %s has bounded pixels', async (_, [width, height], px, rows) => {
  const pdf = await open(pdfOf([{ size: [width, height] }]))

  const page = await pdf.render(1)

  expect(page).toMatchObject({ width: px, height: rows })
})

test('a password opens an encrypted document', async () => {
  const pdf = pdfOf([{ size: square, content: marked }], 'secret')

  const opened = await open(pdf, { password: 'secret' })

  expect(opened.isEncrypted).toBe(true)
  expect(darkest(await quarters(await opened.render(1)))).toBe(2)
  await expect(open(pdf)).rejects.toMatchObject({ fault: 'encrypted' })
  await expect(open(pdf, { password: 'wrong' })).rejects.toMatchObject({ fault: 'encrypted' })
})

test('a document with an empty password opens without one', async () => {
  const opened = await open(pdfOf([{ size: square, content: marked }], ''))

  expect(opened.isEncrypted).toBe(true)
  expect(darkest(await quarters(await opened.render(1)))).toBe(2)
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['another file', Buffer.from('\x89PNG\r\n\x1a\n')],
  ['only the header', Buffer.from('%PDF-1.7\n')],
])('%s is broken', async (_, bytes) => {
  await expect(open(bytes)).rejects.toMatchObject({ fault: 'broken' })
})

test('a missing page is broken, and the others are not', async () => {
  const bytes = pdfOf([{ size: square }, { size: square, content: marked }])
  const broken = Buffer.from(bytes.toString('latin1').replace('4 0 obj', '9 9 obj'), 'latin1')
  const pdf = await open(broken)

  await expect(pdf.render(1)).rejects.toMatchObject({ fault: 'broken' })

  expect(darkest(await quarters(await pdf.render(2)))).toBe(2)
})

test('requests made together are answered one after the other', async () => {
  const pdf = await open(pdfOf(Array.from({ length: 5 }, (_, n) => ({ size: [72 * (n + 1), 72] }))))

  const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => pdf.render(page)))

  expect(pages.map(({ width }) => width)).toEqual([300, 600, 900, 1200, 1500])
})

test('a closed document does not answer', async () => {
  const pdf = await open(pdfOf([{}]))

  pdf.close()

  await expect(pdf.render(1)).rejects.toThrow('killed')
  await vi.waitUntil(() => !pdf.isOpen())
})

test('no rendered page is kept', async () => {
  const pdf = await open(pdfOf([{ size: square }]))
  const render = async () => new WeakRef((await pdf.render(1)).data.buffer)
  const pages: WeakRef<ArrayBufferLike>[] = []
  while (pages.length < 3) pages.push(await render())

  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc')
  await expect
    .poll(() => {
      collectGarbage()
      return pages.filter((page) => page.deref() !== undefined)
    })
    .toEqual([])
})
