import { createHash } from 'node:crypto'
import type { Accepted } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Store } from '../../shared/store/store.ts'
import type { NewDocument, PageTry } from '../../shared/store/values/stored.ts'
import { type Append, type AppendStoredDeps, appendStored } from './append/append.ts'
import type { KeyedMutex } from './append/keyed-mutex.ts'
import { type CapacityDeps, requireCapacity } from './capacity.ts'
import { createUuid } from './uuid.ts'

export interface SubmitDeps extends CapacityDeps {
  store: CapacityDeps['store'] &
    AppendStoredDeps['store'] &
    Pick<Store, 'addDocument' | 'deleteDocument' | 'document'>
  append: Append
  /** Serializes uploads with the same idempotency key: concurrent ones would both append. */
  keyedMutex: KeyedMutex
  keyTime: () => Date
  logger: Logger
}

export interface DocumentSubmission
  extends Pick<NewDocument, 'filename' | 'batch' | 'language' | 'pages'> {
  idempotencyKey: string | null
  traceparent: string
}

/**
 * Saves a document, then appends an event for each page; resolves when all are on disk. On failure throws a 503
 * problem, and deletes the document if there is no idempotency key for a retry.
 */
export async function submit(deps: SubmitDeps, submission: DocumentSubmission): Promise<Accepted> {
  return deps.keyedMutex(submission.idempotencyKey, () => submitNow(deps, submission))
}

async function submitNow(deps: SubmitDeps, submission: DocumentSubmission): Promise<Accepted> {
  const { store, logger } = deps
  const { idempotencyKey: key, ...document } = submission
  await requireCapacity(deps, document.pages.length)

  const id = createUuid()
  const fingerprint = key === null ? '' : fingerprintOf(submission)
  const idempotency = key === null ? null : { key, fingerprint, at: deps.keyTime() }
  const added = await store.addDocument({ ...document, id, createdAt: new Date(), idempotency })
  if (added.added) {
    const pages = [...document.pages.keys()].map((index) => ({ page: index + 1, try: 1 }))
    await appendOrDelete(deps, id, submission, pages)
    logger.debug({ documentId: id, pages: document.pages.length }, 'document accepted')
    return { id, status: 'queued', pageCount: document.pages.length }
  }

  if (added.fingerprint !== fingerprint) {
    throw new Problem(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key was used with another language or other images',
    )
  }
  await appendStored(deps, added.documentId)
  const existing = await store.document(added.documentId)
  // Deleted concurrently, with its key.
  if (existing === null) return submitNow(deps, submission)
  logger.debug({ documentId: existing.id }, 'document already accepted')
  return { id: existing.id, status: existing.status, pageCount: existing.pages.length }
}

/** Identity of an upload: the language and each image, in order. */
function fingerprintOf({ language, pages }: DocumentSubmission): string {
  const hash = createHash('sha256').update(`${language}\n`)
  for (const { digest } of pages) hash.update(`${digest}\n`)
  return hash.digest('hex')
}

async function appendOrDelete(
  { store, append }: SubmitDeps,
  documentId: string,
  { language, traceparent, pages: originals, idempotencyKey }: DocumentSubmission,
  pages: PageTry[],
): Promise<void> {
  const submissionOf = async ({ page, try: number }: PageTry) => {
    const digest = originals[page - 1]?.digest
    return digest ? { documentId, page, try: number, language, traceparent, digest } : null
  }
  try {
    await append(documentId, pages, submissionOf)
  } catch (error) {
    // If this fails too, the sweep of unappended pages sends the document.
    if (idempotencyKey === null) await store.deleteDocument(documentId).catch(() => {})
    throw error
  }
}
