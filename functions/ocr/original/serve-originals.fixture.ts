import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { toPageSubmitted } from '../../shared/events/contract/contract.ts'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { createFetchOriginal, type OriginalsOptions } from './fetch-original.ts'

export const documentId = '01938b0e-7a4c-7d3e-8f21-5b6c7d8e9fa0'
export const original = Uint8Array.from({ length: 1000 }, (_, index) => index)
export const page = toPageSubmitted({
  ...{ documentId, page: 2, try: 1, language: 'eng', digest: digestOf(original) },
})
export const { signal: neverGone } = new AbortController()

/** Server that answers each request by the next listener; the last one repeats. */
export async function serveOriginals(...listeners: RequestListener[]) {
  const requests: { path: string | undefined; authorization: string | undefined }[] = []
  const server = createServer((req, res) => {
    const listener = listeners[Math.min(requests.length, listeners.length - 1)]
    requests.push({ path: req.url, authorization: req.headers.authorization })
    listener?.(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fetchOriginal = (
    { known, ...options }: Partial<OriginalsOptions> & { known?: Uint8Array } = {},
    gone = neverGone,
  ) =>
    createFetchOriginal({
      ...{ url: `${origin}/internal/`, token: 'abc', timeoutMs: 5000 },
      ...{ maxBytes: 1000, maxPdfBytes: 2000 },
      ...options,
    })(page, gone, known)
  return { origin, requests, fetchOriginal }
}

export const answer =
  (status: number, body: Uint8Array | string = '', headers: Record<string, string> = {}) =>
  (_: unknown, res: ServerResponse) =>
    res.writeHead(status, headers).end(body)
export const complete = (body: Uint8Array = original) =>
  answer(200, body, { 'content-length': String(body.byteLength) })
export const deleted = answer(410, JSON.stringify({ code: 'deleted' }))
