import { expect, test } from 'vitest'
import { openGateway, png, raw } from '../gateway.fixture.ts'
import { preferredWait } from './prefer.ts'

test.each([
  [undefined, null],
  ['wait=5', 5],
  ['Wait = 5', 5],
  ['respond-async, wait=5; foo="a,b"', 5],
  ['wait="7"', 7],
  ['wait=600', 60],
  ['wait=0', 0],
  ['wait=1, wait=2', 1],
  ['foo="x, wait=3"', null],
  ['wait', null],
  ['wait=-1', null],
  ['wait=soon', null],
  ['nowait=3', null],
])('Prefer: %s waits %s s', (header, seconds) => {
  expect(preferredWait(header)).toBe(seconds)
})

/** A gateway, and the document id of the first event sent. */
function openWaiting() {
  const sent = Promise.withResolvers<string>()
  const gateway = openGateway({
    send: async (event) => sent.resolve(String(event.documentid)),
  })
  return { ...gateway, sent: sent.promise }
}

test('a waiting client gets the finished document', async () => {
  const { request, sent, finish } = openWaiting()

  const waiting = request('/v1/documents', raw(await png(), { prefer: 'wait=99' }))
  await finish(await sent, 'hello')
  const response = await waiting

  expect(response.status).toBe(200)
  expect(response.headers.get('preference-applied')).toBe('wait=60')
  expect(response.headers.get('location')).toBe(`/v1/documents/${await sent}`)
  expect(await response.json()).toMatchObject({
    id: await sent,
    status: 'done',
    pages: [{ text: 'hello' }],
  })
})

test('a wait that times out is a 202', async () => {
  const { request } = openGateway()

  const response = await request('/v1/documents', raw(await png(), { prefer: 'wait=0' }))

  expect(response.status).toBe(202)
  expect(response.headers.get('preference-applied')).toBeNull()
  expect(await response.json()).toMatchObject({ status: 'queued' })
})

test('a client that disconnects ends the wait', async () => {
  const client = new AbortController()
  const watched = Promise.withResolvers<void>()
  let watching = 0
  const { store } = openGateway()
  const { request } = openGateway({
    store: {
      ...store,
      watch: (onChange) => {
        watching += 1
        watched.resolve()
        const unwatch = store.watch(onChange)
        return () => {
          watching -= 1
          unwatch()
        }
      },
    },
  })

  const init = { ...raw(await png(), { prefer: 'wait=60' }), signal: client.signal }
  const waiting = request('/v1/documents', init)
  await watched.promise
  client.abort()

  expect((await waiting).status).toBe(202)
  expect(watching).toBe(0)
})

test('a shutdown ends the wait', async () => {
  const { request, sent, stop } = openWaiting()

  const waiting = request('/v1/documents', raw(await png(), { prefer: 'wait=60' }))
  await sent
  stop()

  expect((await waiting).status).toBe(202)
})

test('a document that is already finished is returned immediately', async () => {
  const { request, submit, finish } = openGateway()
  const key = { 'idempotency-key': 'k' }
  await finish(await submit(key))

  const response = await request('/v1/documents', raw(await png(), { ...key, prefer: 'wait=60' }))

  expect(response.status).toBe(200)
})
