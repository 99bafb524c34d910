import { expect, test } from 'vitest'
import type { CloudEvent } from '../shared/events/cloudevent.ts'
import { PageFailed, PageRecognized, toPageRecognized } from '../shared/events/contract/contract.ts'
import { SinkError } from '../shared/events/sender.ts'
import { openOcr, recognition } from './app.fixture.ts'

/** Sink that accepts events up to a size. */
const limitedSink = (maxBytes: number, sent: CloudEvent[]) => async (event: CloudEvent) => {
  if ((event.data?.byteLength ?? 0) > maxBytes) throw new SinkError('413', { tooLarge: true })
  sent.push(event)
}

test('a page has all its words if they fit into an event, and none otherwise', async () => {
  const [word] = recognition.words
  const pages = [24_000, 60_000].map((count) => ({
    ...recognition,
    words: Array.from({ length: count }, () => word ?? expect.fail()),
  }))
  const { sent, deliver } = openOcr({
    readPage: async (page) => toPageRecognized(page, pages.shift() ?? recognition),
  })

  for (const _ of [1, 2]) await deliver()

  const [complete, stripped] = sent.map((event) => PageRecognized.parse(event).data)
  expect(complete?.words).toHaveLength(24_000)
  expect(stripped).toMatchObject({ text: 'hello', words: [], wordsOmitted: true })
})

test('a result too large for the sink is sent without its words', async () => {
  const sent: CloudEvent[] = []
  const withoutWords = { ...recognition, words: [], wordsOmitted: true }
  const { deliver } = openOcr({ send: limitedSink(JSON.stringify(withoutWords).length, sent) })

  const response = await deliver()

  expect(response.status).toBe(204)
  expect(PageRecognized.parse(sent[0]).data).toEqual(withoutWords)
})

test('a result too large without its words is sent as a failure', async () => {
  const sent: CloudEvent[] = []
  const { deliver } = openOcr({ send: limitedSink(120, sent) })

  const response = await deliver()

  expect(response.status).toBe(204)
  expect(PageFailed.parse(sent[0]).data.code).toBe('result-too-large')
})
