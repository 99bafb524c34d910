import type { Hono } from 'hono'
import type { CloudEvent } from '../shared/cloudevent.ts'
import { PageFailed, PageRecognized, PageSubmitted } from '../shared/contract.ts'
import { createEventApp } from '../shared/event-app.ts'
import type { Log } from '../shared/log.ts'
import { PermanentError } from '../shared/permanent-error.ts'
import type { PageResult, Store } from '../shared/store/store.ts'

export interface ResultsDeps {
  store: Pick<Store, 'applyResult'>
  log: Log
  maxEventBytes: number
}

/** Writes results into the store. A result of a page that was deleted, or that is known, is done as well. */
export function createResultsApp({ store, log, maxEventBytes }: ResultsDeps): Hono {
  async function handle(event: CloudEvent) {
    const result = toResult(event)
    const changed = await store.applyResult(result)
    log.debug({ id: event.id, changed }, 'result written')
  }
  return createEventApp({ handle, log, maxEventBytes })
}

const gaveUp = {
  code: 'gave-up',
  detail: 'The page was tried again and again, and could not be read',
} as const

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
    case 'dev.glyphflow.page.submitted.v1':
      // A page comes back here only from the dead letters.
      return { ...pageOf(PageSubmitted.parse(event)), status: 'failed', error: gaveUp }
    default:
      throw new PermanentError(`No result: an event of type ${event.type}`)
  }
}

function pageOf(event: PageRecognized | PageFailed | PageSubmitted) {
  return { documentId: event.documentid, page: event.pagenumber, try: event.try }
}
