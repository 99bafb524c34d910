import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createSystemWatch } from '../app/system-watch.ts'
import { createHistory } from '../system/history.ts'
import { createApi } from './api.ts'

/** API of a gateway that answers requests like this; `asked` holds their paths. */
async function apiOf(listener: RequestListener) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    listener(request, response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const api = createApi({
    fetch: (path, init) => fetch(new URL(String(path), base), init),
    timeoutMs: 100,
  })
  return { api, asked }
}

test.each<[string, RequestListener]>([
  ['never answers', () => {}],
  ['never ends its answers', (_, response) => void response.writeHead(200).write('{"services":')],
])('a gateway that %s is not connected, and is polled on', async (_, listener) => {
  const { api, asked } = await apiOf(listener)
  let isOver = false
  onTestFinished(() => {
    isOver = true
  })
  const watch = createSystemWatch({
    api: { system: () => (isOver ? new Promise(() => {}) : api.system()) },
    history: createHistory({ api }),
    ...{ everyMs: 10, watchedMs: 10, restMs: 60_000, isHidden: () => false },
  })

  watch.watch()

  await expect.poll(() => watch.isCurrent.value).toBe(false)
  await expect.poll(() => asked.filter((path) => path === '/v1/system').length).toBeGreaterThan(2)
  expect(asked).toContain('/v1/system/history?after=0')
})
