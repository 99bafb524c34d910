import { createHash } from 'node:crypto'
import type { Accepted } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Store } from '../../shared/store/store.ts'
import type { NewDocument, PageTry } from '../../shared/store/values/stored.ts'
import { type Append, type AppendStoredDeps, appendStored } from './append/append.ts'
import type { InTurn } from './append/in-turn.ts'
import { type RoomDeps, requireRoom } from './room.ts'
import { createUuid } from './uuid.ts'

export interface SubmitDeps extends RoomDeps {
  store: RoomDeps['store'] &
    AppendStoredDeps['store'] &
    Pick<Store, 'addDocument' | 'deleteDocument' | 'document'>
  append: Append
  /** Two uploads with one key at the same time would both append. */
  inTurn: InTurn
  keyTime: () => Date
  logger: Logger
}

export interface DocumentSubmission
  extends Pick<NewDocument, 'filename' | 'batch' | 'language' | 'pages'> {
  idempotencyKey: string | null
  traceparent: string
}

/**
 * Saves a document, then appends an event for each page; resolves when all of that is on disk. What fails
 * throws a 503 problem and leaves nothing, unless there is a key to try again with.
 */
export async function submit(deps: SubmitDeps, submission: DocumentSubmission): Promise<Accepted> {
  return deps.inTurn(submission.idempotencyKey, () => submitNow(deps, submission))
}

async function submitNow(deps: SubmitDeps, submission: DocumentSubmission): Promise<Accepted> {
  const { store, logger } = deps
  const { idempotencyKey: key, ...document } = submission
  await requireRoom(deps, document.pages.length)

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
  // Deleted meanwhile, and its key with it.
  if (existing === null) return submitNow(deps, submission)
  logger.debug({ documentId: existing.id }, 'document accepted before')
  return { id: existing.id, status: existing.status, pageCount: existing.pages.length }
}

/** What must be equal for an upload to be the same one: the language, and each image in order. */
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
    // Should this fail as well, the document is one that was saved and never answered: it is sent later.
    if (idempotencyKey === null) await store.deleteDocument(documentId).catch(() => {})
    throw error
  }
}
