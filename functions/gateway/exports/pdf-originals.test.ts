import { expect, test } from 'vitest'
import { pdfOf } from '../../shared/pdf/pdf.fixture.ts'
import { accepted, form, openGateway, png } from '../gateway.fixture.ts'
import { pdfiumTexts } from './pdf/readers.fixture.ts'

const brokenTable = (pdf: Buffer) =>
  Buffer.from(pdf.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7'), 'latin1')

test.each([
  ['a PDF', pdfOf([{}, {}]), true],
  ['a PDF with a broken table', brokenTable(pdfOf([{}, {}])), false],
  ['a PDF with an empty password', pdfOf([{}, {}], ''), false],
])('a document of %s is written with its words', async (_, original, isKept) => {
  const { request, finish } = openGateway()
  const { id } = await accepted(
    await request('/v1/documents', form(['file', Uint8Array.from(original)])),
  )
  await finish(id, 'hello')

  const response = await request(`/v1/documents/${id}/pdf`)

  expect(response.status).toBe(200)
  const pdf = Buffer.from(await response.arrayBuffer())
  expect(pdf.subarray(0, original.length).equals(original)).toBe(isKept)
  const texts = (await pdfiumTexts(pdf)).map((seen) => seen.map(({ text }) => text).join(''))
  expect(texts.map((text) => text.trim())).toEqual(['hello', ''])
})

test('a document of PDFs and pictures is written as one PDF with its words', async () => {
  const { request, finish } = openGateway()
  const [first, second] = [
    Uint8Array.from(pdfOf([{ lines: ['one'] }, { size: [300, 200] }])),
    Uint8Array.from(pdfOf([{}], '')),
  ]
  const files = [first, await png(), second, await png()]
  const parts = form(...files.map((file): [string, typeof file] => ['file', file]))
  const { id } = await accepted(await request('/v1/documents', parts))
  for (const page of [1, 2, 3, 4, 5]) await finish(id, `word${page}`, page)

  const response = await request(`/v1/documents/${id}/pdf`)

  expect(response.status).toBe(200)
  const pdf = Buffer.from(await response.arrayBuffer())
  const texts = (await pdfiumTexts(pdf)).map((seen) => seen.map(({ text }) => text).join(''))
  expect(texts.map((text) => text.trim().split(/\s+/))).toEqual([
    ['word1', 'one'],
    ...['word2', 'word3', 'word4', 'word5'].map((word) => [word]),
  ])
  expect(pdf.toString('latin1')).toContain('page.png</rdf:li>')
  expect(pdf.toString('latin1')).not.toContain('<pdfaid:part>')
})

test.each([
  ['PDFs', 1],
  ['pictures', 2],
])('%s that are too large for one PDF are a 409', async (_, times) => {
  const pdf = Uint8Array.from(pdfOf([{}]))
  const maxBytes = times * pdf.length
  const { request, finish } = openGateway({ settings: { MAX_PDF_BYTES: maxBytes } })
  const { id } = await accepted(
    await request('/v1/documents', form(['file', pdf], ['file', await png()])),
  )
  await finish(id, 'hello')

  const response = await request(`/v1/documents/${id}/pdf`)

  expect([response.status, await response.json()]).toEqual([
    409,
    expect.objectContaining({
      code: 'unsupported-pdf',
      detail: expect.stringMatching(`at most ${Math.floor(maxBytes / 2)} bytes together`),
    }),
  ])
})

test.each([
  ['as it is', undefined],
  ['encrypted with an empty password', ''],
])('a PDF with a hidden layer, %s, is not joined with others', async (_, password) => {
  const { request, finish } = openGateway()
  const pdf = pdfOf([{}], password, '/OCProperties <</D <</OFF [4 0 R]>>>>')
  const parts = form(['file', Uint8Array.from(pdf)], ['file', await png()])
  const { id } = await accepted(await request('/v1/documents', parts))
  await finish(id, 'hello')

  const response = await request(`/v1/documents/${id}/pdf`)

  expect([response.status, await response.json()]).toEqual([
    409,
    expect.objectContaining({ detail: 'Expected PDFs without hidden layers' }),
  ])
})
