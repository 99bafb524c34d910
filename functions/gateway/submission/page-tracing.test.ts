import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTracer, type RecordedSpan } from '../../shared/telemetry/spans.ts'
import { parseTraceparent } from '../../shared/telemetry/trace-context.ts'
import { form, openGateway, png, raw } from '../gateway.fixture.ts'
import { createPageTracing } from './page-tracing.ts'

const client = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

function openTraced(overrides: { samplesDir?: string } = {}) {
  const spans: RecordedSpan[] = []
  const tracing = createPageTracing(createTracer((span) => void spans.push(span)))
  const named = (name: string) => spans.filter((span) => span.name === name)
  return { ...openGateway({ tracing, ...overrides }), tracing, spans, named }
}

test('the event of an upload continues the client’s trace, below the span that sends it', async () => {
  const { request, sent, spans, named } = openTraced()

  await request('/v1/documents', raw(await png(), { traceparent: client }))

  const [root] = named('POST /v1/documents')
  const [send] = named('send page')
  expect(new Set(spans.map(({ context }) => context.traceId))).toEqual(
    new Set(['0af7651916cd43dd8448eb211c80319c']),
  )
  expect(root?.parent).toMatchObject({ spanId: 'b7ad6b7169203331' })
  expect(root?.attributes).toEqual({
    ...{ 'http.request.method': 'POST', 'http.route': '/v1/documents' },
    'http.response.status_code': 202,
  })
  expect(send?.parent).toEqual(root?.context)
  expect(parseTraceparent(String(sent[0]?.traceparent))).toEqual(send?.context)
  const below = spans
    .filter(({ parent }) => parent?.spanId === root?.context.spanId)
    .toSorted((a, b) => a.startMs - b.startMs)
  expect(below.map(({ name }) => name)).toEqual([
    ...['receive upload', 'inspect images', 'save document', 'send page', 'note append'],
  ])
})

test('each page of a document of several has a trace of its own, which links to the request', async () => {
  const { request, sent, named } = openTraced()

  await request('/v1/documents', form(['image', await png('#fff')], ['image', await png('#000')]))

  const [root] = named('POST /v1/documents')
  const pages = named('send page')
  const traces = sent.map(({ traceparent }) => parseTraceparent(String(traceparent))?.traceId)
  expect(pages.map(({ parent, links }) => [parent, links])).toEqual([
    [null, [root?.context]],
    [null, [root?.context]],
  ])
  expect(new Set([root?.context.traceId, ...traces]).size).toBe(3)
})

test('a redriven page has a new trace, which links to its first', async () => {
  const { request, submit, store, sent, named } = openTraced()
  const documentId = await submit({ traceparent: client })
  await store.applyResult({
    ...{ documentId, page: 1, try: 1, status: 'failed' },
    error: { code: 'gave-up', detail: '' },
  })

  await request(`/v1/documents/${documentId}/redrive`, { method: 'POST' })

  const [upload] = named('POST /v1/documents')
  const [redrive] = named('POST /v1/documents/{id}/redrive')
  const [, again] = named('send page')
  expect(redrive?.context.traceId).not.toBe(upload?.context.traceId)
  expect(again?.parent).toEqual(redrive?.context)
  expect(again?.links).toEqual([upload?.context])
  expect(parseTraceparent(String(sent[1]?.traceparent))).toEqual(again?.context)
})

test('a page that is found lost has a new trace, which links to its first', () => {
  const { tracing, spans } = openTraced()
  const page = { documentId: 'd', page: 1, language: 'eng', digest: '', traceparent: client }

  tracing.sendPage({ ...page, try: 2 }, { pages: 1 }).end()
  tracing.sendPage({ ...page, try: 1 }, { pages: 1 }).end()

  const [lost, unappended] = spans
  expect(lost?.parent).toBeNull()
  expect(lost?.links).toEqual([parseTraceparent(client)])
  expect(unappended?.parent).toEqual(parseTraceparent(client))
})

test('each sample of a batch has a trace of its own, which links to the request', async () => {
  const { request, sent, spans, named } = openTraced({
    samplesDir: join(import.meta.dirname, '../../../loadtest/samples'),
  })

  await request('/v1/samples', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ count: 2 }),
  })
  await expect.poll(() => named('send page').length).toBe(2)

  const [root] = named('POST /v1/samples')
  const samples = named('submit sample')
  const contexts = samples.map(({ context }) => context)
  const traces = sent.map(({ traceparent }) => parseTraceparent(String(traceparent))?.traceId)
  expect(samples.map(({ parent, links }) => [parent, links])).toEqual([
    [null, [root?.context]],
    [null, [root?.context]],
  ])
  expect(named('send page').map(({ parent }) => parent)).toEqual(contexts)
  expect(traces).toEqual(contexts.map(({ traceId }) => traceId))
  const ofRequest = spans.filter(({ context }) => context.traceId === root?.context.traceId)
  expect(ofRequest).toEqual([root])
})

test('the first stream that gets the end of a page is recorded, and no other', async () => {
  const { submit, finish, store, tracing, named } = openTraced()
  const documentId = await submit()
  await finish(documentId)
  const changes = await store.changesAfter(0, { limit: 100 })

  for (const change of [...changes, ...changes]) tracing.reached(change)

  const [send] = named('send page')
  const end = changes.find((change) => change.kind === 'page' && change.status === 'done')
  expect(named('notify').map(({ parent, startMs }) => [parent, startMs])).toEqual([
    [send?.context, end?.at.getTime()],
  ])
})

test('the end of a page that reaches a stream much later is not recorded', async () => {
  const { submit, finish, store, tracing, named } = openTraced()
  await finish(await submit())
  const changes = await store.changesAfter(0, { limit: 100 })

  const hourAgo = new Date(Date.now() - 3_600_000)
  for (const change of changes) tracing.reached({ ...change, at: hourAgo })

  expect(named('notify')).toEqual([])
})

test('no span has the name of a file', async () => {
  const { request, spans } = openTraced()

  await request('/v1/documents', form(['image', await png(), 'secret-name.png']))

  expect(spans.length).toBeGreaterThan(5)
  expect(JSON.stringify(spans)).not.toContain('secret-name')
})
