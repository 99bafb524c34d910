import { expect, test } from 'vitest'
import { ZodError } from 'zod'
import { fromHttp, toHttp } from './cloudevent.ts'
import {
  PageFailed,
  PageRecognized,
  PageSubmitted,
  type Recognition,
  toCloudEvent,
  toPageFailed,
  toPageRecognized,
  toPageSubmitted,
} from './contract.ts'

const submitted = toPageSubmitted({
  documentId: 'doc',
  page: 2,
  try: 3,
  language: 'eng',
  mediaType: 'image/png',
  image: Uint8Array.of(0, 255),
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

test('a submitted page arrives as it was sent, its numbers numbers again', () => {
  expect(PageSubmitted.parse(overHttp(submitted))).toEqual(submitted)
})

test('an id is made from document, page and try', () => {
  expect(submitted).toMatchObject({ id: 'doc.2.3', subject: 'doc/2', partitionkey: 'doc/2' })
})

test('a result has its cause’s id, page, try and trace', () => {
  const result = toPageFailed(submitted, { code: 'timeout', detail: 'Too slow' })

  const { id, subject, documentid, pagenumber, language, partitionkey, traceparent } = submitted
  const same = { id, subject, documentid, pagenumber, language, partitionkey, traceparent }
  expect(result).toMatchObject({ ...same, try: 3 })
})

test('a recognized page arrives as it was sent', () => {
  const sent = toPageRecognized(submitted, recognition)

  expect(PageRecognized.parse(overHttp(sent))).toEqual(sent)
})

test('a failed page arrives as it was sent', () => {
  const sent = toPageFailed(submitted, { code: 'unreadable-image', detail: 'Broken' })

  expect(PageFailed.parse(overHttp(sent))).toEqual(sent)
})

test.each([
  ['no documentid', { documentid: undefined }],
  ['a page number that is none', { pagenumber: 'two' }],
  ['page 0', { pagenumber: 0 }],
  ['another type', { type: 'dev.glyphflow.page.failed.v1' }],
  ['no data', { data: undefined }],
])('a submitted page is refused with %s', (_, change) => {
  expect(() => PageSubmitted.parse({ ...submitted, ...change })).toThrow(ZodError)
})

test('a result whose data is no JSON is refused', () => {
  const event = toCloudEvent(toPageRecognized(submitted, recognition))

  expect(() => PageRecognized.parse({ ...event, data: Uint8Array.of(123) })).toThrow(ZodError)
})
