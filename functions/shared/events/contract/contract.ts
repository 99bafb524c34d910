import * as z from 'zod'
import { PdfText } from '../../settings/pdf-text.ts'
import type { CloudEvent } from '../cloudevent.ts'
import { bytes, integer, json } from '../wire-values.ts'
import { datarefPattern, documentIn, originalNumber, toDataref } from './dataref.ts'
import type { PageSubmission } from './page-submission.ts'
import { Recognition, WordInEvent } from './recognition.ts'
import { Rotation } from './rotation.ts'

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
  /**
   * Turn of the picture, as it is shown, before it is recognized; boxes of words stay those of the picture as shown.
   */
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
