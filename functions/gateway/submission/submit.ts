import { createHash } from 'node:crypto'
import type { Accepted } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Store } from '../../shared/store/store.ts'
import type { NewDocument } from '../../shared/store/values/new-document.ts'
import type { PageTry } from '../../shared/store/values/stored.ts'
import type { Metrics } from '../../shared/telemetry/metrics.ts'
import { spanNames } from '../../shared/telemetry/span-names.ts'
import { inChild } from '../../shared/telemetry/spans.ts'
import { type Append, type AppendStoredDeps, appendStored } from './append/append.ts'
import type { BackgroundAppend } from './append/background-append.ts'
import type { KeyedMutex } from './append/keyed-mutex.ts'
import { maxSinglePages } from './append/page-sender.ts'
import { type CapacityDeps, requireCapacity } from './capacity.ts'
import { countPages } from './upload-metrics.ts'
import { createUuid } from './uuid.ts'

export interface SubmitDeps extends CapacityDeps {
  store: CapacityDeps['store'] &
    AppendStoredDeps['store'] &
    Pick<Store, 'addDocument' | 'hasIdempotencyKey' | 'deleteDocument' | 'document' | 'countBatch'>
  append: Append
  appendInBackground: BackgroundAppend['add']
  /** Serializes uploads with the same idempotency key: concurrent ones would both append. */
  keyedMutex: KeyedMutex
  keyTime: () => Date
  metrics: Metrics
}

export interface DocumentSubmission
  extends Pick<NewDocument, 'filename' | 'batch' | 'language' | 'text' | 'pages'> {
  /** Digest of each uploaded file, in order. */
  uploads: string[]
  idempotencyKey: string | null
  traceparent: string
}

interface Submitted {
  accepted: Accepted
  /** Resolves when its pages are in the log or left to the sweep of unappended pages. */
  appended: Promise<void>
}

/**
 * Saves a document, then appends an event for each page; resolves when the first `maxSinglePages` are in the log. The
 * others follow in the background. On failure throws a 503 problem, and deletes the document if there is no idempotency
 * key for a retry.
 */
export async function submit(deps: SubmitDeps, submission: DocumentSubmission): Promise<Accepted> {
  const { accepted } = await deps.keyedMutex(
    submission.idempotencyKey,
    () => submitNow(deps, submission),
    ({ appended }) => appended,
  )
  return accepted
}

async function submitNow(deps: SubmitDeps, submission: DocumentSubmission): Promise<Submitted> {
  const { store, metrics, logger } = deps
  const { idempotencyKey: key, uploads: _, ...document } = submission
  // A repeated upload adds nothing.
  const isRepeated = key !== null && (await store.hasIdempotencyKey(key))
  if (!isRepeated) await requireCapacity(deps, document.pages.length)

  const id = createUuid()
  const fingerprint = key === null ? '' : fingerprintOf(submission)
  const idempotency = key === null ? null : { key, fingerprint, at: deps.keyTime() }
  const bulk = await isBulk(deps, document)
  const added = await inChild(spanNames.saveDocument, () =>
    store.addDocument({ ...document, id, createdAt: new Date(), idempotency, bulk }),
  )
  if (!added.added) {
    if (added.fingerprint === fingerprint) return acceptAgain(deps, submission, added.documentId)
    throw new Problem(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key was used with another language, another source of text or other images',
    )
  }
  const pages = [...document.pages.keys()].map((index) => ({ page: index + 1, try: 1 }))
  // With a key the document stays, whether or not its pages can be appended.
  if (key !== null) countPages(metrics, document.pages)
  const pageCount = pages.length
  await appendOrDelete(deps, id, { ...submission, bulk }, pages.slice(0, maxSinglePages))
  const rest = pages.slice(maxSinglePages).map((page) => ({ ...page, documentId: id, claims: 0 }))
  const origin = { request: submission.traceparent, pages: pageCount }
  const appended = deps.appendInBackground(rest, origin)
  if (key === null) countPages(metrics, document.pages)
  logger.debug({ documentId: id, pages: pageCount }, 'document accepted')
  return { accepted: { id, status: 'queued', pageCount }, appended }
}

/** Answers a repeated upload with the document of its key, whose missing pages it appends. */
async function acceptAgain(
  deps: SubmitDeps,
  submission: DocumentSubmission,
  documentId: string,
): Promise<Submitted> {
  const { store, logger } = deps
  await appendStored(deps, documentId)
  const existing = await store.document(documentId)
  // Deleted concurrently, with its key.
  if (existing === null) return submitNow(deps, submission)
  logger.debug({ documentId }, 'document already accepted')
  const { status, pages } = existing
  const accepted = { id: documentId, status, pageCount: pages.length }
  return { accepted, appended: Promise.resolve() }
}

/** Whether the document, with those of its batch so far, has more than `maxSinglePages`. */
async function isBulk(
  { store }: SubmitDeps,
  { batch, pages }: Pick<DocumentSubmission, 'batch' | 'pages'>,
): Promise<boolean> {
  if (pages.length > maxSinglePages || batch === null) return pages.length > maxSinglePages
  return pages.length + (await store.countBatch(batch, maxSinglePages)) > maxSinglePages
}

/**
 * Identity of an upload: the language, the source of text if it is given, and each file, in order; a PDF without its
 * password is another file each time.
 */
function fingerprintOf({ language, text, uploads }: DocumentSubmission): string {
  const hash = createHash('sha256').update(`${language}\n`)
  if (text) hash.update(`text ${text}\n`)
  for (const digest of uploads) hash.update(`${digest}\n`)
  return hash.digest('hex')
}

async function appendOrDelete(
  { store, append }: SubmitDeps,
  documentId: string,
  {
    language,
    text,
    traceparent,
    pages: saved,
    idempotencyKey,
    bulk,
  }: DocumentSubmission & { bulk: boolean },
  pages: PageTry[],
): Promise<void> {
  const submissionOf = async ({ page, try: number }: PageTry) => {
    const { digest, originalPage } = saved[page - 1] ?? {}
    if (digest === undefined) return null
    const how = { language, ...(text && { text }) }
    return { documentId, page, try: number, bulk, ...how, traceparent, digest, originalPage }
  }
  try {
    await append(documentId, pages, submissionOf, { request: traceparent })
  } catch (error) {
    // If this fails too, the sweep of unappended pages sends the document.
    if (idempotencyKey === null) await store.deleteDocument(documentId).catch(() => {})
    throw error
  }
}
