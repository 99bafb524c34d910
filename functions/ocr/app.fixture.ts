import { pino } from 'pino'
import { type CloudEvent, toHttp } from '../shared/events/cloudevent.ts'
import { toPageRecognized, toPageSubmitted } from '../shared/events/contract/contract.ts'
import { digestOf } from '../shared/events/contract/digest.ts'
import type { Recognition } from '../shared/events/contract/recognition.ts'
import { createOcrApp, type OcrDeps } from './app.ts'
import { pageWithData } from './page.fixture.ts'

export const submitted = pageWithData(Uint8Array.of(1))
export const byReference = toPageSubmitted({
  ...{ documentId: '01938b0e-7a4c-7d3e-8f21-5b6c7d8e9fa0', page: 1, try: 1, language: 'eng' },
  digest: digestOf(Uint8Array.of(1)),
})
export const recognition: Recognition = {
  ...{ text: 'hello', confidence: 90, width: 1, height: 1, language: 'eng' },
  words: Array.from({ length: 2 }, () => ({ text: 'hello', confidence: 90, box: [0, 0, 1, 1] })),
  ...{ engine: 'e', model: 'm', timings: { decodeMs: 1, recognizeMs: 1 } },
}

/** The app with a reader that reads `recognition`; `sent` holds what its sink accepted. */
export function openOcr(deps: Partial<OcrDeps> = {}) {
  const sent: CloudEvent[] = []
  const app = createOcrApp({
    readPage: async (page) => toPageRecognized(page, recognition),
    fetchOriginal: async () => Uint8Array.of(2),
    send: async (event) => void sent.push(event),
    engine: 'e',
    logger: pino({ level: 'silent' }),
    requiredToken: null,
    ...deps,
  })
  const deliver = (event: CloudEvent = submitted) =>
    app.request('/', { method: 'POST', ...toHttp(event) })
  return { app, sent, deliver }
}
