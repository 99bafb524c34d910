import type { CloudEvent } from '../shared/events/cloudevent.ts'
import { PageFailed, PageRecognized } from '../shared/events/contract/contract.ts'
import { createEventApp } from '../shared/events/event-app.ts'
import { PermanentError } from '../shared/events/permanent-error.ts'
import type { Logger } from '../shared/process/logger.ts'
import type { DeadLetter } from '../shared/store/recovery.ts'
import type { Store } from '../shared/store/store.ts'
import type { Applied, PageResult } from '../shared/store/values/stored.ts'
import type { Metrics } from '../shared/telemetry/metrics.ts'
import { spanNames } from '../shared/telemetry/span-names.ts'
import type { Tracer } from '../shared/telemetry/spans.ts'
import type { Stages } from '../shared/telemetry/stages.ts'
import { isDeadLetter, toDeadLetter } from './dead-letter.ts'

export interface ResultsDeps {
  store: Pick<Store, 'applyResult' | 'recordDeadLetter'>
  metrics?: Metrics
  tracer?: Tracer
  logger: Logger
  requiredToken: string | null
}

/**
 * Writes results to the store. A result of a deleted page and a repeated result succeed without effect.
 * A dead letter is always stored and never rejected. If it contains a readable result, that result is
 * applied, because it is the page's true outcome; otherwise the page fails with `gave-up`.
 */
export function createResultsApp({ store, ...deps }: ResultsDeps) {
  const { logger } = deps

  async function handle(event: CloudEvent, _: AbortSignal, stages: Stages) {
    if (isDeadLetter(event)) return handleDeadLetter(event, stages)
    const result = toResult(event)
    const applied = await stages.run('store', () => store.applyResult(result))
    noteEnd(result, applied, stages)
    logger.debug({ id: event.id, changed: applied.changed }, 'result applied')
  }

  async function handleDeadLetter(event: CloudEvent, stages: Stages) {
    const letter = toDeadLetter(event, new Date())
    const result = readableResult(event) ?? toGaveUpResult(letter)
    const applied = await stages.run('store', () => store.recordDeadLetter(letter, result))
    if (result !== null) noteEnd(result, applied, stages)
    // Ids only: the reason may quote recognized text.
    const { id, type, documentId, page, code } = letter
    logger.warn({ id, type, documentId, page, code }, 'dead letter recorded')
  }

  return createEventApp({ name: 'results', span: spanNames.storeResult, handle, ...deps })
}

/** Notes how a page ended, and how long it took until its first end. */
function noteEnd({ status }: PageResult, { changed, uploadedAt }: Applied, stages: Stages) {
  if (changed) stages.word('outcome', status === 'done' ? 'recognized' : 'failed')
  if (uploadedAt !== null) stages.time('page', Math.max(Date.now() - uploadedAt.getTime(), 0))
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
