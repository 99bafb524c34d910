import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { type ApiError, createAsk, NoAnswerError } from './ask.ts'

/** A server with a fixed response, and the requests that it received. */
async function serve(status: number, body: string, headers: Record<string, string> = {}) {
  const requests: {
    method?: string | undefined
    authorization?: string | undefined
    body: string
  }[] = []
  const server = createServer(async (request, response) => {
    const { method } = request
    const { authorization } = request.headers
    requests.push({ method, authorization, body: (await request.toArray()).join('') })
    response.writeHead(status, headers).end(body)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

const Answer = z.object({ pages: z.int() })

test('a request has the token and its body, and resolves with the parsed response', async () => {
  const { url, requests } = await serve(200, '{"pages": 2, "more": 1}')
  const ask = createAsk(url, 'secret')

  const answer = await ask(Answer, '/x', { method: 'POST', body: { pages: 'all' } })

  expect(answer).toEqual({ pages: 2 })
  expect(requests).toEqual([
    { method: 'POST', authorization: 'Bearer secret', body: '{"pages":"all"}' },
  ])
})

const problem = JSON.stringify({ title: 'T', status: 503, detail: 'The disk is full', code: 'c' })

test.each([
  [503, problem, { 'retry-after': '30' }, 'The disk is full', 30_000],
  [503, problem, {}, 'The disk is full', null],
  [502, '<html>', {}, 'The server answered 502', null],
  [200, '{"pages": "x"}', {}, 'is not Glyphflow', null],
  [200, '<html>', {}, 'is not Glyphflow', null],
])('%i with %s %j is an error: %s', async (status, body, headers, message, retryAfterMs) => {
  const { url } = await serve(status, body, headers)

  const error: ApiError = await createAsk(url, undefined)(Answer, '/x').catch((thrown) => thrown)

  expect(error).toMatchObject({ name: 'ApiError', status, retryAfterMs })
  expect(error.message).toContain(message)
})

test('a missing answer is a NoAnswerError', async () => {
  const asking = createAsk('http://127.0.0.1:1', undefined)(Answer, '/x')

  await expect(asking).rejects.toThrow(NoAnswerError)
})
