import type { RequestListener } from 'node:http'
import { expect, test, vi } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { PermanentError } from '../../shared/events/permanent-error.ts'
import { createFetchOriginal } from './fetch-original.ts'
import {
  answer,
  complete,
  deleted,
  documentId,
  neverGone,
  original,
  page,
  serveOriginals,
} from './serve-originals.fixture.ts'

test('an original is fetched from ORIGINALS_URL with the token', async () => {
  const { fetchOriginal, requests } = await serveOriginals(complete())

  expect(await fetchOriginal()).toEqual(original)
  expect(requests).toEqual([
    { path: `/internal/documents/${documentId}/originals/2?page=2`, authorization: 'Bearer abc' },
  ])
})

test('a known original is not sent again', async () => {
  const { fetchOriginal } = await serveOriginals((req, res) => {
    const isKnown = req.headers['if-none-match'] === `"${digestOf(original)}"`
    answer(isKnown ? 304 : 500)(req, res)
  })
  const known = original.slice()

  expect(await fetchOriginal({ known })).toBe(known)
})

test('a deleted original is null', async () => {
  const { fetchOriginal } = await serveOriginals(deleted)

  expect(await fetchOriginal()).toBeNull()
})

test.each<[string, RequestListener]>([
  ['404, as of a wrong address', answer(404)],
  ['410 of another server than the gateway', answer(410, 'Gone')],
  ['500', answer(500)],
  ['204', answer(204)],
  ['other bytes than submitted', complete(original.toReversed())],
  ['fewer bytes', complete(original.subarray(1))],
  ['a body without a length', (_, res) => void res.writeHead(200).write(original)],
  [
    'half of the body, then a disconnect',
    (_, res) => {
      res
        .writeHead(200, { 'content-length': '1000' })
        .write(original.subarray(500), () => res.destroy())
    },
  ],
  [
    'half of the body, then silence',
    (_, res) => void res.writeHead(200, { 'content-length': '1000' }).write(original.subarray(500)),
  ],
])('%s is a failed attempt', async (_, listener) => {
  const { fetchOriginal, requests } = await serveOriginals(listener)

  const error = await fetchOriginal({ timeoutMs: 500 }).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(UnavailableError)
  expect(error).not.toBeInstanceOf(PermanentError)
  expect(requests).toHaveLength(1)
})

test('an original beyond the limit fails for good', async () => {
  const { fetchOriginal } = await serveOriginals((_, res) => {
    res.writeHead(200, { 'content-length': '1000' }).write('begun')
  })

  await expect(fetchOriginal({ maxBytes: 999 })).rejects.toThrow(PermanentError)
})

test.each([301, 302, 303, 307, 308])('a redirect by %i is not followed', async (status) => {
  const elsewhere = await serveOriginals(complete())
  const { fetchOriginal } = await serveOriginals(
    answer(status, '', { location: `${elsewhere.origin}/` }),
  )

  await expect(fetchOriginal()).rejects.toThrow(`answered ${status}`)
  expect(elsewhere.requests).toEqual([])
})

test.each<[string, RequestListener]>([
  ['answers 401', answer(401)],
  ['answers 502', answer(502)],
  ['answers 503', answer(503)],
  ['answers 504', answer(504)],
  ['disconnects', (req) => req.socket.destroy()],
  ['never answers', () => {}],
])('a gateway that %s is retried until it responds', async (_, unavailable) => {
  const { fetchOriginal, requests } = await serveOriginals(unavailable, unavailable, complete())

  expect(await fetchOriginal({ timeoutMs: 500 })).toEqual(original)
  expect(requests).toHaveLength(3)
})

test('a gateway that stays unavailable is reported after the retries', async () => {
  const { fetchOriginal, requests } = await serveOriginals(answer(503))

  await expect(fetchOriginal({ retryForMs: 1000 })).rejects.toThrow(UnavailableError)
  expect(requests.length).toBeGreaterThan(1)
})

test('a gateway that refuses connections is unavailable', async () => {
  const url = 'http://127.0.0.1:1/internal/'

  const fetching = createFetchOriginal({ url, maxBytes: 1000, maxPdfBytes: 1000, retryForMs: 0 })(
    page,
    neverGone,
  )

  await expect(fetching).rejects.toThrow(UnavailableError)
})

test('fetching stops when the delivery is abandoned', async () => {
  const gone = new AbortController()
  const { fetchOriginal, requests } = await serveOriginals(answer(503))

  const fetching = fetchOriginal({}, gone.signal)
  fetching.catch(() => {})
  await vi.waitUntil(() => requests.length > 0)
  gone.abort()

  await expect(fetching).rejects.toThrow(UnavailableError)
})
