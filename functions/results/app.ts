import type { Hono } from 'hono'
import type { CloudEvent } from '../shared/events/cloudevent.ts'
import { PageFailed, PageRecognized } from '../shared/events/contract.ts'
import { createEventApp } from '../shared/events/event-app.ts'
import { PermanentError } from '../shared/events/permanent-error.ts'
import type { Logger } from '../shared/process/logger.ts'
import type { DeadLetter } from '../shared/store/recovery.ts'
import type { Store } from '../shared/store/store.ts'
import type { PageResult } from '../shared/store/values/stored.ts'
import { isDeadLetter, toDeadLetter } from './dead-letter.ts'

export interface ResultsDeps {
  store: Pick<Store, 'applyResult' | 'recordDeadLetter'>
  logger: Logger
  requiredToken: string | null
}

/**
 * Writes results into the store. A result of a page that was deleted, or that is known, is done as well.
 * A dead letter is kept, whatever it is, and never refused: a result that can be read in it is written,
 * for what really became of a page is more honest than that it was given up; without one its page fails.
 */
export function createResultsApp({ store, ...deps }: ResultsDeps): Hono {
  const { logger } = deps

  async function handle(event: CloudEvent) {
    if (isDeadLetter(event)) return handleDeadLetter(event)
    const changed = await store.applyResult(toResult(event))
    logger.debug({ id: event.id, changed }, 'result written')
  }

  async function handleDeadLetter(event: CloudEvent) {
    const letter = toDeadLetter(event, new Date())
    await store.recordDeadLetter(letter, resultIn(event) ?? giveUp(letter))
    // Ids only: the reason may quote what was read.
    const { id, type, documentId, page, code } = letter
    logger.warn({ id, type, documentId, page, code }, 'event was given up')
  }

  return createEventApp({ handle, ...deps })
}

/** Throws what says that it never works: an event that is no result, or whose data is none. */
function toResult(event: CloudEvent): PageResult {
  switch (event.type) {
    case 'dev.glyphflow.page.recognized.v1': {
      const recognized = PageRecognized.parse(event)
      return { ...pageOf(recognized), status: 'done', recognition: recognized.data }
    }
    case 'dev.glyphflow.page.failed.v1': {
      const failed = PageFailed.parse(event)
      return { ...pageOf(failed), status: 'failed', error: failed.data }
    }
    default:
      throw new PermanentError(`No result: an event of type ${event.type}`)
  }
}

function resultIn(event: CloudEvent): PageResult | null {
  try {
    return toResult(event)
  } catch {
    return null
  }
}

const gaveUp = {
  code: 'gave-up',
  detail: 'The page was tried again and again, and could not be read',
} as const

function giveUp({ documentId, page, try: number }: DeadLetter): PageResult | null {
  if (documentId === null || page === null || number === null) return null
  return { documentId, page, try: number, status: 'failed', error: gaveUp }
}

function pageOf(event: PageRecognized | PageFailed) {
  return { documentId: event.documentid, page: event.pagenumber, try: event.try }
}
