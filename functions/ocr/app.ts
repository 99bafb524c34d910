import pLimit from 'p-limit'
import { UnavailableError } from '../shared/errors/unavailable-error.ts'
import {
  type PageFailed,
  type PageRecognized,
  PageSubmitted,
  toCloudEvent,
  toPageFailed,
} from '../shared/events/contract/contract.ts'
import { textLayerEngine } from '../shared/events/contract/recognition.ts'
import { createEventApp } from '../shared/events/event-app.ts'
import { maxEventBytes } from '../shared/events/event-size.ts'
import { type Send, SinkError } from '../shared/events/sender.ts'
import type { Logger } from '../shared/process/logger.ts'
import type { Metrics } from '../shared/telemetry/metrics.ts'
import { spanNames } from '../shared/telemetry/span-names.ts'
import type { Tracer } from '../shared/telemetry/spans.ts'
import type { Stages } from '../shared/telemetry/stages.ts'
import type { FetchOriginal } from './original/fetch-original.ts'
import type { Original } from './original/original.ts'

export interface OcrDeps {
  readPage: (
    page: PageSubmitted,
    original: Original,
    stages?: Stages,
  ) => Promise<PageRecognized | PageFailed>
  fetchOriginal: FetchOriginal
  send: Send
  /** Name of the engine. */
  engine: string
  metrics?: Metrics
  tracer?: Tracer
  logger: Logger
  requiredToken: string | null
}

/**
 * App that reads one page for each event. Pages are read one at a time: after a delivery is abandoned, the next one
 * may arrive while the page is still being read. The result is sent before the event is acknowledged, so neither is
 * lost.
 */
export function createOcrApp({ readPage, fetchOriginal, send, engine, ...deps }: OcrDeps) {
  const { logger } = deps
  const oneAtATime = pLimit(1)

  async function handle(event: unknown, gone: AbortSignal, stages: Stages) {
    const page = PageSubmitted.parse(event)
    stages.word('engine', engine)
    const original =
      page.data === undefined
        ? await stages.run('fetch', () => fetchOriginal(page, gone))
        : page.data
    if (original === null) {
      stages.word('outcome', 'deleted')
      return logger.debug({ id: page.id }, 'page was deleted')
    }
    const result = await oneAtATime(() => {
      // The event is redelivered, perhaps to an idle replica.
      if (gone.aborted) throw new UnavailableError('The delivery was abandoned')
      return readPage(page, original, stages)
    })
    await stages.run('send', () => sendResult(result, page, stages))
    logger.debug({ id: page.id, type: result.type }, 'page read')
  }

  /** Sends a result; without its words, then as a failure, if it is too large for an event or the sink. */
  async function sendResult(
    result: PageRecognized | PageFailed,
    page: PageSubmitted,
    stages: Stages,
  ) {
    if (result.type === 'dev.glyphflow.page.failed.v1') {
      await send(toCloudEvent(result))
      return noteResult(stages, result)
    }
    const withoutWords = { ...result, data: { ...result.data, words: [], wordsOmitted: true } }
    const tooLarge = toPageFailed(page, {
      code: 'result-too-large',
      detail: 'The text of this page is too long to be sent on',
    })
    for (const candidate of [result, withoutWords, tooLarge]) {
      const event = toCloudEvent(candidate)
      if ((event.data?.byteLength ?? 0) > maxEventBytes) continue
      try {
        await send(event)
        return noteResult(stages, candidate)
      } catch (error) {
        if (!(error instanceof SinkError && error.tooLarge) || candidate === tooLarge) throw error
      }
    }
  }

  return createEventApp({ name: 'ocr', span: spanNames.readPage, handle, ...deps })
}

/** Notes what the source counts of a result that was sent. */
function noteResult(stages: Stages, result: PageRecognized | PageFailed): void {
  if (result.type === 'dev.glyphflow.page.failed.v1') {
    stages.word('outcome', 'failed')
    stages.word('code', result.data.code)
  } else {
    stages.word('outcome', 'recognized')
    stages.word('language', result.data.language)
    if (result.data.engine === textLayerEngine) stages.word('engine', textLayerEngine)
  }
}
