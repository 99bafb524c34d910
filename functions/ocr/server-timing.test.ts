import { expect, test } from 'vitest'
import type { CloudEvent } from '../shared/events/cloudevent.ts'
import { toCloudEvent, toPageFailed, toPageRecognized } from '../shared/events/contract/contract.ts'
import { SinkError } from '../shared/events/sender.ts'
import { fromServerTiming } from '../shared/telemetry/server-timing.ts'
import { byReference, openOcr, recognition } from './app.fixture.ts'
import type { OcrDeps } from './app.ts'

/** Server-Timing of the answer to a page. */
async function timingOf(deps: Partial<OcrDeps>): Promise<object> {
  const { deliver } = openOcr({
    readPage: async (page) => toPageRecognized(page, { ...recognition, language: 'fra' }),
    ...deps,
  })
  const { headers } = await deliver(toCloudEvent(byReference))
  return { ...fromServerTiming(headers.get('server-timing') ?? '') }
}

const time = expect.any(Number)

test('a page that was read', async () => {
  expect(await timingOf({})).toEqual({
    ...{ engine: 'e', outcome: 'recognized', language: 'fra', fetch: time, send: time },
  })
})

test('a page that failed, and why', async () => {
  const readPage: OcrDeps['readPage'] = async (page) =>
    toPageFailed(page, { code: 'timeout', detail: 'Too slow' })

  expect(await timingOf({ readPage })).toEqual({
    ...{ engine: 'e', outcome: 'failed', code: 'timeout', fetch: time, send: time },
  })
})

test('a text that no sink takes is a failure', async () => {
  const send = async ({ type }: CloudEvent) => {
    if (type.includes('recognized')) throw new SinkError('413', { tooLarge: true })
  }

  expect(await timingOf({ send })).toEqual({
    ...{ engine: 'e', outcome: 'failed', code: 'result-too-large', fetch: time, send: time },
  })
})

test('a page that was deleted', async () => {
  const fetchOriginal = async () => null

  expect(await timingOf({ fetchOriginal })).toEqual({
    engine: 'e',
    outcome: 'deleted',
    fetch: time,
  })
})
