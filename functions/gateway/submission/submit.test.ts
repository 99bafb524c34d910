import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { digestOf } from '../../shared/events/digest.ts'
import { SinkError } from '../../shared/events/sender.ts'
import { exampleDocument, exampleKey } from '../../shared/store/contract/examples.ts'
import { accepted, form, openGateway, png, raw } from '../gateway.fixture.ts'

const key = { 'idempotency-key': 'order-7' }
const withKey = (init: RequestInit) => ({ ...init, headers: key })

describe('an Idempotency-Key', () => {
  test('returns the same document for a repeated upload', async () => {
    const { request, store, sent } = openGateway()
    const upload = async () =>
      request(
        '/v1/documents',
        withKey(form(['image', await png('#fff')], ['image', await png('#000')])),
      )

    const first = await accepted(await upload())
    const second = await upload()

    expect(second.status).toBe(202)
    expect(await second.json()).toEqual(first)
    expect(second.headers.get('location')).toBe(`/v1/documents/${first.id}`)
    expect((await store.documents({ limit: 10 })).documents).toHaveLength(1)
    expect(sent).toHaveLength(2)
  })

  test('returns one document for concurrent uploads', async () => {
    const { request, store, sent } = openGateway()
    const upload = async () => request('/v1/documents', raw(await png(), key))

    const answers = await Promise.all([upload(), upload(), upload()])

    const ids = await Promise.all(answers.map(async (answer) => (await accepted(answer)).id))
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202])
    expect(new Set(ids).size).toBe(1)
    expect((await store.documents({ limit: 10 })).documents).toHaveLength(1)
    expect(sent).toHaveLength(1)
  })

  test.each([
    ['another image', async () => form(['image', await png('#123')])],
    ['an additional image', async () => form(['image', await png()], ['image', await png()])],
    ['another language', async () => form(['image', await png()], ['language', 'deu'])],
    ['a source of the text', async () => form(['image', await png()], ['text', 'auto'])],
  ])('is rejected for %s', async (_, other) => {
    const { request, store } = openGateway({ settings: { OCR_LANGUAGES: ['eng', 'deu'] } })
    await request('/v1/documents', withKey(form(['image', await png()])))

    const response = await request('/v1/documents', withKey(await other()))

    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'idempotency-key-reused' })
    expect((await store.documents({ limit: 10 })).documents).toHaveLength(1)
  })

  test('of an upload without a source of the text has the fingerprint of language and images', async () => {
    const { request, store } = openGateway()
    const hash = createHash('sha256').update(`eng\n${digestOf(await png())}\n`)
    const idempotency = exampleKey({ key: 'order-7', fingerprint: hash.digest('hex') })
    const document = exampleDocument({ idempotency })
    await store.addDocument(document)

    const response = await request('/v1/documents', raw(await png(), key))

    expect(await response.json()).toMatchObject({ id: document.id })
  })

  test('can be reused after its document was deleted', async () => {
    const { request, submit } = openGateway()
    const first = await submit(key)
    await request(`/v1/documents/${first}`, { method: 'DELETE' })

    const second = await submit(key)

    expect(second).not.toBe(first)
  })
})

describe('a failing log', () => {
  test('leaves no document of an upload without a key', async () => {
    const { request, store } = openGateway({
      send: async (event) => {
        if (event.pagenumber === 2) throw new UnavailableError('down')
      },
    })

    const response = await request(
      '/v1/documents',
      form(['image', await png()], ['image', await png()]),
    )

    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.json()).toMatchObject({ code: 'log-unavailable' })
    expect((await store.documents({ limit: 10 })).documents).toEqual([])
  })

  test('keeps the document of an upload with a key, and a retry sends only the missing pages', async () => {
    let isDown = true
    const tried: unknown[] = []
    const { request, store } = openGateway({
      send: async (event) => {
        tried.push(event.pagenumber)
        if (isDown && event.pagenumber === 2) throw new UnavailableError('down')
      },
    })
    const upload = async () =>
      request(
        '/v1/documents',
        withKey(form(['image', await png('#fff')], ['image', await png('#000')])),
      )

    const first = await upload()
    const [saved] = (await store.documents({ limit: 10 })).documents
    isDown = false
    const second = await upload()

    expect(first.status).toBe(503)
    expect(second.status).toBe(202)
    expect(await second.json()).toMatchObject({ id: saved?.id, pageCount: 2 })
    expect(tried).toEqual([1, 2, 2])
    expect(await store.unappendedPages(saved?.id ?? '')).toEqual([])
  })

  test('gets missing pages with the attributes of the first upload', async () => {
    let isDown = true
    const { request, sent } = openGateway({
      send: async (event) => {
        if (isDown) throw new UnavailableError('down')
        sent.push(event)
      },
    })
    const first = '00-11111111111111111111111111111111-2222222222222222-01'
    const second = '00-33333333333333333333333333333333-4444444444444444-01'
    const upload = async (traceparent: string) =>
      request('/v1/documents', raw(await png(), { ...key, traceparent }))

    await upload(first)
    isDown = false
    await upload(second)

    expect(sent.map(({ id, traceparent }) => [String(id).slice(-4), traceparent])).toEqual([
      ['.1.1', first],
    ])
  })

  test('that rejects an event is a 503 event-refused', async () => {
    const { request, store } = openGateway({
      send: async () => {
        throw new SinkError('The sink answered 413', { tooLarge: true })
      },
    })

    const response = await request('/v1/documents', raw(await png()))

    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ code: 'event-refused' })
    expect((await store.documents({ limit: 10 })).documents).toEqual([])
  })

  test('is tried for at most 16 pages of an upload', async () => {
    let tried = 0
    const { request } = openGateway({
      send: async () => {
        tried += 1
        throw new UnavailableError('down')
      },
    })
    const image = await png()

    await request(
      '/v1/documents',
      form(...Array.from({ length: 40 }, () => ['image', image] as [string, typeof image])),
    )

    expect(tried).toBeLessThanOrEqual(16)
  })
})

describe('insufficient capacity', () => {
  test('of the disk is a 503', async () => {
    const { request, store } = openGateway({
      freeBytes: async () => 99,
      settings: { MIN_FREE_BYTES: 100 },
    })

    const response = await request('/v1/documents', raw(await png()))

    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('30')
    expect(await response.json()).toMatchObject({ code: 'disk-full' })
    expect((await store.documents({ limit: 10 })).documents).toEqual([])
  })

  test('of the queue is a 503 until pages have ended', async () => {
    const { request, submit, finish } = openGateway({ settings: { MAX_QUEUED_PAGES: 1 } })
    const id = await submit()

    const rejected = await request('/v1/documents', raw(await png()))
    await finish(id)
    const admitted = await request('/v1/documents', raw(await png()))

    expect(rejected.status).toBe(503)
    expect(rejected.headers.get('retry-after')).toBe('30')
    expect(await rejected.json()).toMatchObject({ code: 'too-many-queued' })
    expect(admitted.status).toBe(202)
  })
})
