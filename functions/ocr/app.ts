import type { Hono } from 'hono'
import pLimit from 'p-limit'
import { UnavailableError } from '../shared/errors/unavailable-error.ts'
import {
  type PageFailed,
  type PageRecognized,
  PageSubmitted,
  toCloudEvent,
  toPageFailed,
} from '../shared/events/contract.ts'
import { createEventApp } from '../shared/events/event-app.ts'
import { maxEventBytes } from '../shared/events/event-size.ts'
import { type Send, SinkError } from '../shared/events/sink.ts'
import type { Logger } from '../shared/process/logger.ts'
import type { FetchOriginal } from './original/fetch-original.ts'

export interface OcrDeps {
  readPage: (page: PageSubmitted, image: Uint8Array) => Promise<PageRecognized | PageFailed>
  fetchOriginal: FetchOriginal
  send: Send
  logger: Logger
  requiredToken: string | null
}

/**
 * App that reads one page for each event. Pages are read one at a time: after a delivery is abandoned, the next one
 * may arrive while the page is still being read. The result is sent before the event is acknowledged, so neither is
 * lost.
 */
export function createOcrApp({ readPage, fetchOriginal, send, ...deps }: OcrDeps): Hono {
  const { logger } = deps
  const oneAtATime = pLimit(1)

  async function handle(event: unknown, gone: AbortSignal) {
    const page = PageSubmitted.parse(event)
    const image = page.data === undefined ? await fetchOriginal(page, gone) : page.data
    if (image === null) return logger.debug({ id: page.id }, 'page was deleted')
    const result = await oneAtATime(() => {
      // The event is redelivered, perhaps to an idle replica.
      if (gone.aborted) throw new UnavailableError('The delivery was abandoned')
      return readPage(page, image)
    })
    await sendResult(result, page)
    logger.debug({ id: page.id, type: result.type }, 'page read')
  }

  /** Sends a result; without its words, then as a failure, if it is too large for an event or the sink. */
  async function sendResult(result: PageRecognized | PageFailed, page: PageSubmitted) {
    if (result.type === 'dev.glyphflow.page.failed.v1') return send(toCloudEvent(result))
    const withoutWords = { ...result, data: { ...result.data, words: [], wordsOmitted: true } }
    const tooLarge = toPageFailed(page, {
      code: 'result-too-large',
      detail: 'The text of this page is too long to be sent on',
    })
    for (const candidate of [result, withoutWords, tooLarge]) {
      const event = toCloudEvent(candidate)
      if ((event.data?.byteLength ?? 0) > maxEventBytes) continue
      try {
        return await send(event)
      } catch (error) {
        if (!(error instanceof SinkError && error.tooLarge) || candidate === tooLarge) throw error
      }
    }
  }

  return createEventApp({ handle, ...deps })
}
