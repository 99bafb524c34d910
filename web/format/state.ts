import type { Document, Page } from '../../functions/shared/http/api.ts'
import { confidenceOf, hasText, unreadOf } from '../library/document-text.ts'

type FailureCode = NonNullable<Page['error']>['code']

/** State as shown: a short text, and the tone that styles it. */
export interface State {
  text: string
  tone: 'plain' | 'waiting' | 'busy' | 'sure' | 'doubtful' | 'failed'
  /** Sentence added to a confidence. */
  note?: string
}

export const doubtfulBelowPercent = 75

/** Short forms of the error's `detail`. */
const failures: Record<FailureCode, string> = {
  'unreadable-image': 'Picture damaged',
  'too-many-pixels': 'Too many pixels',
  timeout: 'Took too long',
  'result-too-large': 'Too much text',
  'gave-up': 'Given up',
  lost: 'Lost',
}

/** State of a document. `isBeingRead`: a reader has one of its pages. */
export function stateOf(
  { status, pages }: Pick<Document, 'status' | 'pages'>,
  isBeingRead = false,
): State {
  const ended = pages.filter((page) => page.status !== 'queued').length
  const read = pages.filter((page) => page.status === 'done').length
  if (isBeingRead && status !== 'processing') return reading
  switch (status) {
    case 'queued':
      return queued
    case 'processing':
      return { text: `Reading… ${ended} of ${pages.length}`, tone: 'busy' }
    case 'failed':
      return { text: failureOf(pages), tone: 'failed' }
    case 'partial':
      return { text: `${read} of ${pages.length} read`, tone: 'failed' }
    case 'done':
      return pages.some(hasText) ? toConfidence(pages) : noText
  }
}

export function pageStateOf(page: Page, isBeingRead = false): State {
  if (isBeingRead) return reading
  if (page.status === 'queued') return queued
  if (page.status === 'failed') return { text: failureOf([page]), tone: 'failed' }
  return hasText(page) ? toConfidence([page]) : noText
}

/** Announcement of a finished document: `scan.png: picture damaged`. */
export function describeEnd(document: Pick<Document, 'filename' | 'status' | 'pages'>): string {
  const { text, tone } = stateOf(document)
  const isRead = tone === 'sure' || tone === 'doubtful'
  return `${document.filename ?? 'The picture'}: ${isRead ? 'read' : text.toLowerCase()}`
}

/** The page has no picture to show. */
export function isDamaged({ error }: Pick<Page, 'error'>): boolean {
  return error?.code === 'unreadable-image'
}

/** Short reasons of refused files, besides those of failed pages. */
const refusals: Record<string, string> = {
  'encrypted-pdf': 'with a password',
  'unreadable-pdf': 'PDF damaged',
  'too-many-pages': 'too many pages',
  'too-large': 'too large',
  'unsupported-image': 'no picture or PDF',
}

/** Why the server refused a file, in a few words after a number of files, by the problem's code. */
export function refusalOf(code: string): string {
  const failure = Object.entries(failures)
    .find(([each]) => each === code)?.[1]
    .toLowerCase()
  return refusals[code] ?? failure ?? 'refused'
}

const queued: State = { text: 'Queued', tone: 'waiting' }
const reading: State = { text: 'Reading…', tone: 'busy' }
const noText: State = { text: 'No text', tone: 'plain' }

function failureOf(pages: readonly Pick<Page, 'error'>[]): string {
  const [code, ...others] = new Set(pages.flatMap(({ error }) => error?.code ?? []))
  return code === undefined || others.length > 0 ? 'Failed' : failures[code]
}

function toConfidence(pages: Page[]): State {
  const percent = confidenceOf({ pages })
  const unread = unreadOf({ pages })
  if (percent === null) return { text: 'Read', tone: 'plain' }
  return {
    ...{ text: `${percent}%`, tone: percent < doubtfulBelowPercent ? 'doubtful' : 'sure' },
    ...(unread > 0 && { note: `About ${unread}% of the print was not read.` }),
  }
}
