import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { exampleDocument, exampleKey } from '../../shared/store/contract/examples.fixture.ts'
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

  test('refuses no upload that is repeated with its key', async () => {
    const { request, submit } = openGateway({ settings: { MAX_QUEUED_PAGES: 1 } })
    const id = await submit(key)

    const repeated = await request('/v1/documents', raw(await png(), key))

    expect(repeated.status).toBe(202)
    expect(await repeated.json()).toMatchObject({ id })
  })
})
