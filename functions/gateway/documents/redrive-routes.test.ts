import { describe, expect, test } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import type { CloudEvent } from '../../shared/events/cloudevent.ts'
import { Redriven } from '../../shared/http/api.ts'
import { System } from '../../shared/http/system-api.ts'
import { openGateway } from '../gateway.fixture.ts'
import { json, openFailed } from './redrive.fixture.ts'

test('failed pages are resent with the next try and their original attributes', async () => {
  const { redrive, id, traceparent, sent, store } = await openFailed()
  const digest = (await store.original(id, 2))?.digest
  sent.length = 0

  const response = await redrive()

  expect(response.status).toBe(202)
  expect(Redriven.parse(await response.json())).toEqual({
    id,
    status: 'processing',
    redrivenPages: 1,
  })
  expect(sent).toMatchObject([
    {
      id: `${id}.2.2`,
      try: 2,
      traceparent,
      dataref: `documents/${id}/originals/2`,
      originaldigest: digest,
    },
  ])
  expect((await store.document(id))?.pages).toMatchObject([
    { status: 'done', try: 1 },
    { status: 'queued', try: 2, error: null },
  ])
})

test('a document without failed pages is unchanged', async () => {
  const { request, submit, sent, store } = openGateway()
  const id = await submit()
  const { latest } = await store.feedBounds()

  const response = await request(`/v1/documents/${id}/redrive`, { method: 'POST' })

  expect(response.status).toBe(202)
  expect(await response.json()).toEqual({ id, status: 'queued', redrivenPages: 0 })
  expect(sent).toHaveLength(1)
  expect((await store.feedBounds()).latest).toBe(latest)
})

test('concurrent redrives queue one try', async () => {
  const { redrive, store, id } = await openFailed()

  const answers = await Promise.all([redrive(), redrive()])

  expect(answers.map(({ status }) => status)).toEqual([202, 202])
  expect((await store.document(id))?.pages[1]).toMatchObject({ status: 'queued', try: 2 })
})

test('with pages: all every page is resent, and finished pages keep their text', async () => {
  const { request, id, sent, store } = await openFailed()
  sent.length = 0

  const response = await request(`/v1/documents/${id}/redrive`, json({ pages: 'all' }))

  expect(response.status).toBe(202)
  expect(await response.json()).toEqual({ id, status: 'processing', redrivenPages: 2 })
  expect(sent.map((event) => event.id).toSorted()).toEqual([`${id}.1.2`, `${id}.2.2`])
  expect((await store.document(id))?.pages).toMatchObject([
    { status: 'done', try: 1, text: 'some text' },
    { status: 'queued', try: 2 },
  ])
})

test('pages are resent with another language if it is available', async () => {
  const { request, id, sent, store } = await openFailed({
    settings: { OCR_LANGUAGES: ['eng', 'fra'] },
  })
  sent.length = 0
  const redriveIn = (language: string) =>
    request(`/v1/documents/${id}/redrive`, json({ pages: 'all', language }))

  const unknown = await redriveIn('deu')
  const available = await redriveIn('fra+eng')

  expect(await unknown.json()).toMatchObject({ status: 400, code: 'unknown-language' })
  expect(available.status).toBe(202)
  expect(sent.map(({ language }) => language)).toEqual(['fra+eng', 'fra+eng'])
  expect(await store.document(id)).toMatchObject({ language: 'fra+eng' })
})

test('a repeated redrive with the same submittedUpTo sends nothing', async () => {
  const { request, submit, finish, sent } = openGateway()
  const id = await submit()
  await finish(id)
  const { submissions } = System.parse(await (await request('/v1/system')).json())
  const body = json({ pages: 'all', submittedUpTo: submissions })

  const first = await request(`/v1/documents/${id}/redrive`, body)
  await finish(id, 'new', 1, 2)
  const second = await request(`/v1/documents/${id}/redrive`, body)

  expect(await first.json()).toEqual({ id, status: 'done', redrivenPages: 1 })
  expect(await second.json()).toEqual({ id, status: 'done', redrivenPages: 0 })
  expect(sent.map((event) => event.id)).toEqual([`${id}.1.1`, `${id}.1.2`])
})

test.each([
  [{ pages: 'some' }, 400, 'invalid-request'],
  [{ page: 1 }, 400, 'invalid-request'],
  [{ submittedUpTo: -1 }, 400, 'invalid-request'],
  ['{', 400, 'invalid-request'],
  ['x'.repeat(16 * 1024 + 1), 413, 'too-large'],
])('%j is rejected', async (body, status, code) => {
  const { request, id, store } = await openFailed()

  const response = await request(`/v1/documents/${id}/redrive`, json(body))

  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ code })
  expect((await store.document(id))?.pages[1]).toMatchObject({ status: 'failed', try: 1 })
})

test('an unknown document is a 404', async () => {
  const { request } = openGateway()

  const response = await request('/v1/documents/1/redrive', { method: 'POST' })

  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: 'unknown-document' })
})

describe('an unavailable log', () => {
  test('is a 503; the pages stay queued, and a repeated request sends them', async () => {
    let isDown = false
    const sent: CloudEvent[] = []
    const { redrive, id, store } = await openFailed({
      send: async (event) => {
        if (isDown) throw new UnavailableError('down')
        sent.push(event)
      },
    })
    sent.length = 0
    isDown = true

    const rejected = await redrive()
    const waiting = await store.unappendedPages(id)
    isDown = false
    const repeated = await redrive()

    expect(rejected.status).toBe(503)
    expect(await rejected.json()).toMatchObject({ code: 'log-unavailable' })
    expect(waiting).toEqual([{ page: 2, try: 2 }])
    expect(await repeated.json()).toMatchObject({ redrivenPages: 1 })
    expect(sent.map((event) => event.id)).toEqual([`${id}.2.2`])
  })
})

test.each([
  ['disk-full', { MIN_FREE_BYTES: 100 }, { freeBytes: async () => 99 }],
  ['too-many-queued', { MAX_QUEUED_PAGES: 0 }, {}],
])('insufficient capacity is a 503 %s, and changes nothing', async (code, settings, deps) => {
  const { store, id } = await openFailed()
  const { request } = openGateway({ store, settings, ...deps })

  const response = await request(`/v1/documents/${id}/redrive`, { method: 'POST' })

  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ code })
  expect((await store.document(id))?.pages[1]).toMatchObject({ status: 'failed', try: 1 })
})
