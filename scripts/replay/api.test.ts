import { expect, test } from 'vitest'
import { openGateway } from '../../functions/gateway/gateway.fixture.ts'
import type { Ask } from '../command/ask.ts'
import { createApi } from './api.ts'

const hourMs = 3_600_000
const lastHour = {
  ...{ from: new Date(Date.now() - hourMs), to: new Date(Date.now() + hourMs) },
  ...{ status: null, batch: null },
}
const { signal: never } = new AbortController()

/** API of a gateway in this process. */
function setUp() {
  const gateway = openGateway()
  const headers = { 'content-type': 'application/json' }
  const ask: Ask = async (schema, path, { method = 'GET', body } = {}) => {
    const init = { method, ...(body && { headers, body: JSON.stringify(body) }) }
    return schema.parse(await (await gateway.request(path, init)).json())
  }
  return { ...gateway, api: createApi(ask) }
}

test('all documents of a range are listed, newest first, without queued pages', async () => {
  const { api, submit, finish } = setUp()
  const ids: string[] = []
  for (let count = 0; count < 53; count++) ids.unshift(await submit())
  const [unread, ...read] = ids
  for (const id of read) await finish(id)

  const found = await api.documents(lastHour, never)

  expect(unread).not.toBeUndefined()
  expect(found).toEqual(read.map((id) => ({ id, pages: 1 })))
})

test('a range is selected by time, status and batch', async () => {
  const { api, submit, finish } = setUp()
  const id = await submit()
  await finish(id)
  const found = async (changes: Partial<typeof lastHour> | { status: 'done' | 'failed' }) =>
    (await api.documents({ ...lastHour, ...changes }, never)).length

  expect(await found({})).toBe(1)
  expect(await found({ status: 'done' })).toBe(1)
  expect(await found({ status: 'failed' })).toBe(0)
  expect(await found({ to: lastHour.from })).toBe(0)
  expect(await found({ from: lastHour.to })).toBe(0)
  expect(await api.documents({ ...lastHour, batch: 'b' }, never)).toEqual([])
})

test('a page is resent once for a submission number', async () => {
  const { api, submit, finish, sent } = setUp()
  const id = await submit()
  await finish(id)
  const submissions = await api.submissions()

  const first = await api.replay(id, submissions)
  await finish(id, 'new', 1, 2)
  const again = await api.replay(id, submissions)
  const another = await api.replay(id, await api.submissions())

  expect([first, again, another]).toEqual([1, 0, 1])
  expect(sent.map((event) => event.id)).toEqual([`${id}.1.1`, `${id}.1.2`, `${id}.1.3`])
})

test('a stopped listing ends after the current request', async () => {
  const { api, submit, finish } = setUp()
  for (let count = 0; count < 51; count++) await finish(await submit())

  const found = await api.documents(lastHour, AbortSignal.abort())

  expect(found).toHaveLength(50)
})
