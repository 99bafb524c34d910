import * as z from 'zod'
import { PageError } from '../events/contract/contract.ts'
import { Timings, Word } from '../events/contract/recognition.ts'
import { Rotation } from '../events/contract/rotation.ts'

/** Responses of the HTTP API: schemas for the gateway's OpenAPI document, types for the page. */

/** Text of a page to answer with: with the corrections of people, or as recognized. */
export const TextVersion = z
  .enum(['corrected', 'recognized'])
  .default('corrected')
  .describe('`recognized`: what was read, without corrections')

export const PageStatus = z.enum(['queued', 'done', 'failed'])
export const DocumentStatus = z.enum(['queued', 'processing', 'done', 'failed', 'partial'])

/** Kind of a document's first original. */
export const DocumentKind = z.enum(['image', 'pdf'])

export const Page = z
  .object({
    page: z.int().describe('1 for the first'),
    status: PageStatus,
    try: z.int().describe('submission that produced the text; the latest one if there is no text'),
    text: z.string().nullable(),
    confidence: z.number().nullable().describe('mean of its words as recognized, 0 to 100'),
    coverage: z
      .number()
      .nullable()
      .describe('share of the print on the page that lies within words, 0 to 100; null if unknown'),
    width: z.int().describe('px, as the picture is shown'),
    height: z.int().describe('px, as the picture is shown'),
    language: z.string().nullable().describe('language used for recognition'),
    engine: z
      .string()
      .nullable()
      .describe('OCR engine, with its version; `text-layer` if the text is that of the PDF'),
    model: z.string().nullable().describe('source of the language data used for recognition'),
    rotate: Rotation.optional().describe(
      'degrees clockwise by which the picture, as it is shown, is turned before recognition, if a redrive said so',
    ),
    error: PageError.nullable(),
    timings: Timings.nullable(),
    correctedAt: z.iso
      .datetime()
      .nullable()
      .describe('time of the latest correction; null if the text is as recognized'),
  })
  .meta({ id: 'Page' })
export type Page = z.infer<typeof Page>

/** A word of a page as it is shown. */
export const PageWord = Word.extend({
  text: z.string().describe('empty if a correction took the word away'),
  confidence: z.number().min(0).max(100).describe('100 if corrected'),
  corrected: z.boolean().optional().describe('true if corrected'),
}).meta({ id: 'PageWord' })
export type PageWord = z.infer<typeof PageWord>

export const PageWithWords = Page.extend({
  words: z.array(PageWord),
  wordsOmitted: z.boolean().describe('true if the words exceeded the size of an event'),
}).meta({ id: 'PageWithWords' })
export type PageWithWords = z.infer<typeof PageWithWords>

export const Document = z
  .object({
    id: z.string().describe('UUIDv7'),
    status: DocumentStatus,
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    filename: z.string().nullable(),
    batch: z.string().nullable().describe('identifier shared by the documents of one submission'),
    language: z
      .string()
      .describe(
        'language requested by the upload, or by the latest redrive of failed or all pages that named one',
      ),
    changes: z.int().describe('number of the latest change that this answer includes'),
    pageCount: z.int(),
    pages: z.array(Page),
  })
  .meta({ id: 'Document' })
export type Document = z.infer<typeof Document>

export const DocumentWithWords = Document.extend({ pages: z.array(PageWithWords) }).meta({
  id: 'DocumentWithWords',
})

export const FoundDocument = Document.extend({
  snippet: z
    .array(z.object({ text: z.string(), hit: z.boolean() }))
    .nullable()
    .describe('with q: part of the text with the hits; null if only the file name matches'),
}).meta({ id: 'FoundDocument' })
export type FoundDocument = z.infer<typeof FoundDocument>

export const DocumentList = z
  .object({
    documents: z.array(FoundDocument),
    next: z.string().nullable().describe('cursor of the next page'),
    changes: z.int().describe('number of the latest change that this answer includes'),
  })
  .meta({ id: 'DocumentList' })
export type DocumentList = z.infer<typeof DocumentList>

export const Accepted = z
  .object({ id: z.string(), status: DocumentStatus, pageCount: z.int() })
  .meta({ id: 'Accepted' })
export type Accepted = z.infer<typeof Accepted>

export const Redriven = z
  .object({
    id: z.string(),
    status: DocumentStatus,
    redrivenPages: z.int().describe('number of pages submitted again'),
  })
  .meta({ id: 'Redriven' })
export type Redriven = z.infer<typeof Redriven>

export const SamplesAccepted = z
  .object({ batch: z.string(), documents: z.array(z.string()) })
  .meta({ id: 'SamplesAccepted' })
export type SamplesAccepted = z.infer<typeof SamplesAccepted>

export const LanguageList = z
  .object({
    languages: z.array(z.object({ code: z.string(), name: z.string().describe('in English') })),
    default: z.string().describe('language used if none is requested'),
    auto: z
      .boolean()
      .describe('whether `auto` is accepted, which chooses a language for each page'),
  })
  .meta({ id: 'LanguageList' })
export type LanguageList = z.infer<typeof LanguageList>

/** Data of a `document` event of the change feed. */
export const DocumentChange = z.object({
  change: z.int(),
  at: z.iso.datetime(),
  id: z.string(),
  status: z.enum([...DocumentStatus.options, 'deleted']),
})
export type DocumentChange = z.infer<typeof DocumentChange>

/** Data of a `page` event of the change feed. */
export const PageChange = z.object({
  change: z.int(),
  at: z.iso.datetime(),
  id: z.string().describe('document id'),
  page: z.int(),
  status: PageStatus,
  try: z.int(),
})
export type PageChange = z.infer<typeof PageChange>

/** Data of a `reading` event: recognition of the page has begun. The event has no number and is sent once. */
export const PageReading = z.object({ id: z.string().describe('document id'), page: z.int() })
export type PageReading = z.infer<typeof PageReading>

export const ProblemDetails = z
  .object({ title: z.string(), status: z.int(), detail: z.string(), code: z.string() })
  .meta({ id: 'Problem', description: 'RFC 9457' })
export type ProblemDetails = z.infer<typeof ProblemDetails>
