import * as z from 'zod'
import { PdfText } from '../settings/pdf-text.ts'
import type { CloudEvent } from './cloudevent.ts'
import { datarefPattern, documentIn, originalNumber, toDataref } from './dataref.ts'
import type { PageSubmission } from './page-submission.ts'
import { Rotation } from './rotation.ts'
import { bytes, integer, json } from './wire-values.ts'

/**
 * Events between the functions: the only place that spells event types.
 *
 *   page.submitted   gateway ──► images-feed ──► ocr        no data: dataref locates the original; images-bulk
 *                                                           for large documents and batches
 *   page.recognized  ocr ──────► text-feed ────► results    data: Recognition as JSON
 *   page.failed      ocr ──────► text-feed ────► results    data: PageError as JSON
 */

/** Reason why a page has no text. `detail` beside it is a sentence for a person. */
export const FailureCode = z.enum([
  'unreadable-image',
  'too-many-pixels',
  'timeout',
  'result-too-large',
  'gave-up',
  'lost',
])
export type FailureCode = z.infer<typeof FailureCode>

export const PageError = z.object({ code: FailureCode, detail: z.string() }).meta({
  id: 'PageError',
  description: 'Why a page has no text',
})
export type PageError = z.infer<typeof PageError>

export const Word = z
  .object({
    text: z.string(),
    confidence: z.number().min(0).max(100),
    box: z
      .tuple([z.number(), z.number(), z.number(), z.number()])
      .describe('left, top, right, bottom in px of the picture as it is shown'),
  })
  .meta({ id: 'Word' })
export type Word = z.infer<typeof Word>

/** Text, confidence and box of a word in an event: 41 bytes instead of 69, so that a denser page fits. */
const ShortWord = z.tuple([z.string(), z.number(), z.number(), z.number(), z.number(), z.number()])
const WordInEvent = z.codec(ShortWord, Word, {
  decode: ([text, confidence, ...box]): Word => ({ text, confidence, box }),
  encode: ({ text, confidence, box }): z.infer<typeof ShortWord> => [text, confidence, ...box],
})

/** Time spent in ocr, by step. */
export const Timings = z
  .object({ decodeMs: z.number(), recognizeMs: z.number() })
  .meta({ id: 'Timings' })
export type Timings = z.infer<typeof Timings>

/** Engine of a page whose text is that of its PDF. */
export const textLayerEngine = 'text-layer'

/** Recognized text of one page. */
export const Recognition = z.object({
  text: z.string(),
  /** Mean confidence of the words. */
  confidence: z.number().min(0).max(100),
  /** Share of the page's print that is within words, in percent; absent in events of older versions. */
  coverage: z.number().min(0).max(100).optional(),
  width: z.int(),
  height: z.int(),
  words: z.array(Word),
  wordsOmitted: z.boolean().optional(),
  /** Language used for recognition; with `auto`, the chosen language. */
  language: z.string(),
  /** OCR engine, with its version. */
  engine: z.string(),
  /** Source of the language data. */
  model: z.string(),
  timings: Timings,
})
export type Recognition = z.infer<typeof Recognition>

const pageAttributes = {
  specversion: z.literal('1.0'),
  id: z.string(),
  subject: z.string(),
  time: z.string(),
  documentid: z.string(),
  pagenumber: integer,
  try: integer,
  language: z.string(),
  partitionkey: z.string(),
  traceparent: z.string().optional(),
}

const submittedAttributes = {
  ...pageAttributes,
  type: z.literal('dev.glyphflow.page.submitted.v1'),
  source: z.literal('/glyphflow/gateway'),
  /** Number of the page in its original, from 1; absent if the original is a picture of one page. */
  originalpage: integer.optional(),
  /** Requested source of the text of a PDF's page; absent: the setting of ocr. */
  pdftext: PdfText.optional(),
  /** Turn of the picture, as it is shown, before it is recognized; boxes of words stay those of the picture as shown. */
  rotate: z.coerce.number<string | number>().pipe(Rotation).optional(),
}

/** Submitted page as the gateway sends it: a reference to the image. */
export const PageByReference = z
  .object({
    ...submittedAttributes,
    dataref: z.string().regex(datarefPattern),
    originaldigest: z.string().regex(/^sha-256=[A-Za-z0-9+/]{43}=$/),
    data: z.undefined().optional(),
  })
  .refine((page) => documentIn(page.dataref) === page.documentid, {
    path: ['dataref'],
    error: 'Expected an original of the same document',
  })
export type PageByReference = z.infer<typeof PageByReference>

/** Submitted page as other producers may send it: with the image as data. */
const PageWithData = z.object({
  ...submittedAttributes,
  dataref: z.undefined().optional(),
  datacontenttype: z.string(),
  data: bytes,
})

export const PageSubmitted = z.union([PageByReference, PageWithData])
export type PageSubmitted = z.infer<typeof PageSubmitted>

const resultAttributes = {
  ...pageAttributes,
  source: z.literal('/glyphflow/ocr'),
  datacontenttype: z.literal('application/json'),
}

export const PageRecognized = z.object({
  ...resultAttributes,
  type: z.literal('dev.glyphflow.page.recognized.v1'),
  data: json(Recognition.extend({ words: z.array(WordInEvent) })),
})
export type PageRecognized = z.infer<typeof PageRecognized>

export const PageFailed = z.object({
  ...resultAttributes,
  type: z.literal('dev.glyphflow.page.failed.v1'),
  data: json(PageError),
})
export type PageFailed = z.infer<typeof PageFailed>

/** The id derives from document, page and try, so repeated sends of one submission are the same event. */
export function toPageSubmitted(submission: PageSubmission): PageByReference {
  const { documentId, page, originalPage } = submission
  const subject = `${documentId}/${page}`
  return {
    specversion: '1.0',
    id: `${documentId}.${page}.${submission.try}`,
    type: 'dev.glyphflow.page.submitted.v1',
    source: '/glyphflow/gateway',
    subject,
    time: new Date().toISOString(),
    documentid: documentId,
    pagenumber: page,
    try: submission.try,
    language: submission.language,
    partitionkey: subject,
    ...(submission.traceparent && { traceparent: submission.traceparent }),
    dataref: toDataref(documentId, originalNumber(page, originalPage)),
    originaldigest: submission.digest,
    ...(originalPage && { originalpage: originalPage }),
    ...(submission.text && { pdftext: submission.text }),
    ...(submission.rotate && { rotate: submission.rotate }),
  }
}

/** Attributes of a result: it has the page and the id of its cause. */
function resultOf(cause: PageSubmitted) {
  const { specversion, id, subject, documentid, pagenumber, language, partitionkey } = cause
  return {
    ...{ specversion, id, subject, documentid, pagenumber, language, partitionkey },
    ...(cause.traceparent && { traceparent: cause.traceparent }),
    try: cause.try,
    time: new Date().toISOString(),
    source: '/glyphflow/ocr' as const,
    datacontenttype: 'application/json' as const,
  }
}

export function toPageRecognized(cause: PageSubmitted, data: Recognition): PageRecognized {
  return { ...resultOf(cause), type: 'dev.glyphflow.page.recognized.v1', data }
}

export function toPageFailed(cause: PageSubmitted, data: PageError): PageFailed {
  return { ...resultOf(cause), type: 'dev.glyphflow.page.failed.v1', data }
}

/** Encodes any of the three events: data as bytes. */
export function toCloudEvent(event: PageSubmitted | PageRecognized | PageFailed): CloudEvent {
  switch (event.type) {
    case 'dev.glyphflow.page.submitted.v1':
      return event
    case 'dev.glyphflow.page.recognized.v1':
      return z.encode(PageRecognized, event)
    case 'dev.glyphflow.page.failed.v1':
      return z.encode(PageFailed, event)
  }
}
