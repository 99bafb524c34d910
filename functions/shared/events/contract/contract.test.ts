import { expect, test } from 'vitest'
import { ZodError } from 'zod'
import { fromHttp, toHttp } from '../cloudevent.ts'
import {
  PageFailed,
  PageRecognized,
  PageSubmitted,
  toCloudEvent,
  toPageFailed,
  toPageRecognized,
  toPageSubmitted,
} from './contract.ts'
import { digestOf } from './digest.ts'
import type { Recognition } from './recognition.ts'

const id = '01938b0e-7a4c-7d3e-8f21-5b6c7d8e9fa0'
const submitted = toPageSubmitted({
  documentId: id,
  page: 2,
  try: 3,
  language: 'eng',
  digest: digestOf(Uint8Array.of(0, 255)),
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
})
const recognition: Recognition = {
  ...{ text: 'Grüße', confidence: 91, width: 10, height: 20, language: 'eng' },
  words: [{ text: 'Grüße', confidence: 91, box: [0, 1, 2, 3] }],
  ...{ engine: 'e', model: 'm', timings: { decodeMs: 1, recognizeMs: 2 } },
}

function overHttp(event: Parameters<typeof toCloudEvent>[0]) {
  const { headers, body } = toHttp(toCloudEvent(event))
  return fromHttp(new Headers(headers), body)
}

test('a submitted page survives a round trip, with its numbers as numbers', () => {
  expect(PageSubmitted.parse(overHttp(submitted))).toEqual(submitted)
})

test('an id consists of document, page and try', () => {
  const subject = `${id}/2`
  expect(submitted).toMatchObject({ id: `${id}.2.3`, subject, partitionkey: subject })
})

test('a submitted page has the location and the digest of the original, and no image', () => {
  const { headers, body } = toHttp(toCloudEvent(submitted))

  expect(body).toHaveLength(0)
  expect(headers).toMatchObject({
    'ce-dataref': `documents/${id}/originals/2`,
    'ce-originaldigest': 'sha-256=But9amnuGeX733SQGNPSq/oEvL0TZdsxLrhtxxaTibg=',
  })
})

test('a page of an original of several pages refers to it by its first page', () => {
  const page = toPageSubmitted({
    ...{ documentId: id, page: 5, try: 1, language: 'eng', digest: digestOf(Uint8Array.of(0)) },
    originalPage: 2,
  })

  expect(page).toMatchObject({ dataref: `documents/${id}/originals/4`, originalpage: 2 })
  expect(PageSubmitted.parse(overHttp(page))).toEqual(page)
  expect(submitted).not.toHaveProperty('originalpage')
})

test('a submitted page has the requested source of its text and its turn, if any', () => {
  const page = toPageSubmitted({
    ...{ documentId: id, page: 5, try: 1, language: 'eng', digest: digestOf(Uint8Array.of(0)) },
    ...{ text: 'ocr', rotate: 270 },
  })

  const received = overHttp(page)

  expect(received).toMatchObject({ pdftext: 'ocr', rotate: '270' })
  expect(PageSubmitted.parse(received)).toEqual(page)
  expect(Object.keys(submitted)).not.toContain('pdftext')
  expect(Object.keys(submitted)).not.toContain('rotate')
})

test('a submitted page of another producer may contain the image', () => {
  const { dataref: _, originaldigest: __, ...attributes } = submitted
  const sent = { ...attributes, datacontenttype: 'image/png', data: Uint8Array.of(0, 255) }

  expect(PageSubmitted.parse(overHttp(sent))).toEqual(sent)
})

test.each([
  `http://evil.example/documents/${id}/originals/2`,
  `//evil.example/documents/${id}/originals/2`,
  `/documents/${id}/originals/2`,
  `file:documents/${id}/originals/2`,
  `documents/../documents/${id}/originals/2`,
  `documents/${id}/originals/../../../v1/system`,
  `documents/${id}/originals/2/..`,
  `documents/${id}/originals/2?to=1`,
  `documents/${id}/originals/2#1`,
  `documents/${id}/originals/2\n`,
  `\ndocuments/${id}/originals/2`,
  `documents/${id}%2Foriginals/2`,
  `documents\\${id}\\originals\\2`,
  `documents/${id}/originals/%32`,
  `documents/${id}/originals/0`,
  `documents/${id}/originals/-1`,
  `documents/${id}/originals/`,
  `documents/${id.toUpperCase()}/originals/2`,
  `documents/${id.replace('0', '1')}/originals/2`,
  'documents/../originals/2',
  '',
])('a submitted page with the dataref %j is rejected', (dataref) => {
  expect(PageSubmitted.safeParse({ ...submitted, dataref }).success).toBe(false)
})

test('a result has its cause’s id, page, try and trace', () => {
  const result = toPageFailed(submitted, { code: 'timeout', detail: 'Too slow' })

  const { id, subject, documentid, pagenumber, language, partitionkey, traceparent } = submitted
  const same = { id, subject, documentid, pagenumber, language, partitionkey, traceparent }
  expect(result).toMatchObject({ ...same, try: 3 })
})

test('a recognized page survives a round trip', () => {
  const sent = toPageRecognized(submitted, recognition)

  expect(PageRecognized.parse(overHttp(sent))).toEqual(sent)
})

test('words are tuples of text, confidence, left, top, right and bottom', () => {
  const { body } = toHttp(toCloudEvent(toPageRecognized(submitted, recognition)))

  const { words } = JSON.parse(new TextDecoder().decode(body))

  expect(words).toEqual([['Grüße', 91, 0, 1, 2, 3]])
})

test('a failed page survives a round trip', () => {
  const sent = toPageFailed(submitted, { code: 'unreadable-image', detail: 'Broken' })

  expect(PageFailed.parse(overHttp(sent))).toEqual(sent)
})

test.each([
  ['no documentid', { documentid: undefined }],
  ['an invalid page number', { pagenumber: 'two' }],
  ['page 0', { pagenumber: 0 }],
  ['another type', { type: 'dev.glyphflow.page.failed.v1' }],
  ['neither an original nor data', { dataref: undefined }],
  ['an original and data', { data: Uint8Array.of(1), datacontenttype: 'image/png' }],
  ['no digest', { originaldigest: undefined }],
  ['an unknown source of its text', { pdftext: 'pdf' }],
  ['a turn by an angle', { rotate: 45 }],
  ['an invalid digest', { originaldigest: 'sha-256=abc' }],
])('a submitted page with %s is rejected', (_, change) => {
  expect(() => PageSubmitted.parse({ ...submitted, ...change })).toThrow(ZodError)
})

test('a result whose data is not JSON is rejected', () => {
  const event = toCloudEvent(toPageRecognized(submitted, recognition))

  expect(() => PageRecognized.parse({ ...event, data: Uint8Array.of(123) })).toThrow(ZodError)
})
