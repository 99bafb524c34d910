import { createHash } from 'node:crypto'
import pLimit from 'p-limit'
import type { Accepted } from '../../shared/api.ts'
import { toCloudEvent, toPageSubmitted } from '../../shared/contract.ts'
import type { Log } from '../../shared/log.ts'
import { Problem } from '../../shared/problem.ts'
import type { Send } from '../../shared/sink.ts'
import type { NewDocument, Store } from '../../shared/store/store.ts'
import { type RoomDeps, requireRoom } from './room.ts'
import { createUuid } from './uuid.ts'

/** Appends that are under way together share a commit of the log. */
const sendsAtOnce = 8

export interface SubmitDeps extends RoomDeps {
  store: Pick<
    Store,
    | 'queuedPages'
    | 'addDocument'
    | 'unappendedPages'
    | 'markAppended'
    | 'deleteDocument'
    | 'document'
  >
  send: Send
  log: Log
}

export interface Submission extends Pick<NewDocument, 'filename' | 'batch' | 'language' | 'pages'> {
  idempotencyKey: string | null
  traceparent: string
}

/**
 * Saves a document, then appends an event for each page; resolves when all of that is on disk. What fails
 * throws a 503 problem and leaves nothing, unless there is a key to try again with.
 */
export async function submit(deps: SubmitDeps, submission: Submission): Promise<Accepted> {
  const { store, log } = deps
  const { idempotencyKey: key, traceparent: _, ...document } = submission
  await requireRoom(deps, document.pages.length)

  const id = createUuid()
  const fingerprint = key === null ? '' : fingerprintOf(submission)
  const idempotency = key === null ? null : { key, fingerprint }
  const added = await store.addDocument({ ...document, id, createdAt: new Date(), idempotency })
  if (added.added) {
    await append(
      deps,
      id,
      submission,
      [...document.pages.keys()].map((index) => index + 1),
    )
    log.debug({ documentId: id, pages: document.pages.length }, 'document accepted')
    return { id, status: 'queued', pages: document.pages.length }
  }

  if (added.fingerprint !== fingerprint) {
    throw new Problem(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key was used with another language or other images',
    )
  }
  await append(deps, added.documentId, submission, await store.unappendedPages(added.documentId))
  const existing = await store.document(added.documentId)
  // Deleted meanwhile, and its key with it.
  if (existing === null) return submit(deps, submission)
  log.debug({ documentId: existing.id }, 'document accepted before')
  return { id: existing.id, status: existing.status, pages: existing.pages.length }
}

/** What must be equal for an upload to be the same one: the language, and each image in order. */
function fingerprintOf({ language, pages }: Submission): string {
  const hash = createHash('sha256').update(`${language}\n`)
  for (const { image } of pages) hash.update(createHash('sha256').update(image).digest())
  return hash.digest('hex')
}

async function append(
  { store, send, log }: SubmitDeps,
  documentId: string,
  submission: Submission,
  pages: number[],
): Promise<void> {
  const limit = pLimit(sendsAtOnce)
  const sent: number[] = []
  let failure: unknown
  await limit.map(pages, async (page) => {
    const original = submission.pages[page - 1]
    if (failure !== undefined || original === undefined) return
    const { language, traceparent } = submission
    const event = toPageSubmitted({ documentId, page, try: 1, language, traceparent, ...original })
    try {
      await send(toCloudEvent(event))
      sent.push(page)
    } catch (error) {
      failure ??= error
    }
  })
  try {
    if (sent.length > 0) await store.markAppended(documentId, sent)
    if (failure !== undefined) throw failure
  } catch (error) {
    log.warn({ err: error, documentId }, 'document not appended')
    // Should this fail as well, the document is one that was saved and never answered: it is sent later.
    if (submission.idempotencyKey === null) await store.deleteDocument(documentId).catch(() => {})
    if (error instanceof Problem) throw error
    throw new Problem(503, 'log-unavailable', 'The event log did not take the document', {
      'retry-after': '5',
    })
  }
}
