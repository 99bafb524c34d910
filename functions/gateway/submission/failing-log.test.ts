import { describe, expect, test } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { SinkError } from '../../shared/events/sender.ts'
import { form, openGateway, png, raw } from '../gateway.fixture.ts'

const key = { 'idempotency-key': 'order-7' }

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
      request('/v1/documents', {
        ...form(['image', await png('#fff')], ['image', await png('#000')]),
        headers: key,
      })

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
