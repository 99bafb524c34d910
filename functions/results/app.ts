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
 * Writes results to the store. A result of a deleted page and a repeated result succeed without effect.
 * A dead letter is always stored and never rejected. If it contains a readable result, that result is
 * applied, because it is the page's true outcome; otherwise the page fails with `gave-up`.
 */
export function createResultsApp({ store, ...deps }: ResultsDeps): Hono {
  const { logger } = deps

  async function handle(event: CloudEvent) {
    if (isDeadLetter(event)) return handleDeadLetter(event)
    const changed = await store.applyResult(toResult(event))
    logger.debug({ id: event.id, changed }, 'result applied')
  }

  async function handleDeadLetter(event: CloudEvent) {
    const letter = toDeadLetter(event, new Date())
    await store.recordDeadLetter(letter, readableResult(event) ?? toGaveUpResult(letter))
    // Ids only: the reason may quote recognized text.
    const { id, type, documentId, page, code } = letter
    logger.warn({ id, type, documentId, page, code }, 'dead letter recorded')
  }

  return createEventApp({ handle, ...deps })
}

/** Throws PermanentError for an event of another type, ZodError for invalid data. */
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
      throw new PermanentError(`Expected a result, got an event of type ${event.type}`)
  }
}

function readableResult(event: CloudEvent): PageResult | null {
  try {
    return toResult(event)
  } catch {
    return null
  }
}

const gaveUpError = {
  code: 'gave-up',
  detail: 'All delivery attempts of the page failed',
} as const

function toGaveUpResult({ documentId, page, try: number }: DeadLetter): PageResult | null {
  if (documentId === null || page === null || number === null) return null
  return { documentId, page, try: number, status: 'failed', error: gaveUpError }
}

function pageOf(event: PageRecognized | PageFailed) {
  return { documentId: event.documentid, page: event.pagenumber, try: event.try }
}
