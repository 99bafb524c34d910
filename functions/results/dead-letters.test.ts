import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { type CloudEvent, toHttp } from '../shared/events/cloudevent.ts'
import { toCloudEvent } from '../shared/events/contract/contract.ts'
import { openSqliteStore } from '../shared/store/sqlite/store.ts'
import { type Store, StoreUnavailableError } from '../shared/store/store.ts'
import { createResultsApp } from './app.ts'
import { document, failed, recognized, submitted } from './results.fixture.ts'

const reason = '{"status":500,"detail":"An unexpected error occurred"}'
function asDeadLetter(event: CloudEvent, changes: Partial<CloudEvent> = {}): CloudEvent {
  return {
    ...event,
    knativeerrordest: 'http://ocr/',
    knativeerrorcode: 500,
    knativeerrordata: Buffer.from(reason).toString('base64'),
    ...changes,
  }
}

async function openResults(changes: Partial<Store> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-results-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = openSqliteStore(join(folder, 'store.sqlite'))
  onTestFinished(() => store.close())
  await store.addDocument(document)
  let logged = ''
  const sink = new Writable({
    write(chunk, _, done) {
      logged += chunk
      done()
    },
  })
  const app = createResultsApp({
    store: { ...store, ...changes },
    logger: pino({ level: 'trace' }, sink),
    requiredToken: null,
  })
  return {
    store,
    logged: () => logged,
    deliver: async (event: CloudEvent) =>
      (await app.request('/', { method: 'POST', ...toHttp(event) })).status,
    page: async () => (await store.document('doc'))?.pages[0],
    letters: async () => (await store.deadLetters({ limit: 10 })).deadLetters,
  }
}

test('a dead-lettered page fails, and its dead letter records the reason', async () => {
  const { deliver, page, letters, logged } = await openResults()

  const status = await deliver(asDeadLetter(toCloudEvent(submitted)))

  expect(status).toBe(204)
  expect(await page()).toMatchObject({ status: 'failed', error: { code: 'gave-up' } })
  const [letter] = await letters()
  expect(letter).toMatchObject({
    ...{ source: submitted.source, id: 'doc.1.1', type: submitted.type },
    ...{ documentId: 'doc', page: 1, try: 1 },
    ...{ code: 500, reason, destination: 'http://ocr/', redrivenAt: null },
  })
  expect(letter?.attributes).toMatchObject({ language: 'eng', pagenumber: '1' })
  expect(letter?.attributes).not.toHaveProperty('data')
  expect(logged()).not.toContain('An unexpected error')
})

test('a submitted page without error attributes is a dead letter too', async () => {
  const { deliver, page, letters } = await openResults()

  expect(await deliver(toCloudEvent(submitted))).toBe(204)

  expect(await page()).toMatchObject({ status: 'failed', error: { code: 'gave-up' } })
  expect(await letters()).toMatchObject([{ code: null, reason: '', destination: null }])
})

test.each([
  ['text', recognized, { status: 'done', text: 'hello' }],
  ['failure', failed, { status: 'failed', error: failed.data }],
])('a dead-lettered %s is applied, and the dead letter recorded', async (_, event, expected) => {
  const { deliver, page, letters } = await openResults()

  expect(await deliver(asDeadLetter(toCloudEvent(event)))).toBe(204)

  expect(await page()).toMatchObject(expected)
  expect(await letters()).toHaveLength(1)
})

const unreadable = { data: new TextEncoder().encode('{"text":') }
test.each<[string, CloudEvent]>([
  ['a text with invalid data', { ...toCloudEvent(recognized), ...unreadable }],
  ['a failure with invalid data', { ...toCloudEvent(failed), ...unreadable }],
  ['an event of an unknown type', { ...toCloudEvent(submitted), type: 'other' }],
])('the page of %s fails', async (_, event) => {
  const { deliver, page, letters } = await openResults()

  expect(await deliver(asDeadLetter(event))).toBe(204)

  expect(await page()).toMatchObject({ status: 'failed', error: { code: 'gave-up' } })
  expect(await letters()).toMatchObject([{ documentId: 'doc', page: 1, try: 1 }])
})

test.each([
  ['documentid', { documentid: undefined }],
  ['pagenumber', { pagenumber: 'one' }],
  ['try', { try: '0' }],
])('a dead letter without a readable %s is only recorded', async (_, changes) => {
  const { deliver, page, letters } = await openResults()

  expect(await deliver(asDeadLetter(toCloudEvent(submitted), changes))).toBe(204)

  expect(await page()).toMatchObject({ status: 'queued' })
  expect(await letters()).toHaveLength(1)
})

test.each([
  ['nothing', undefined, ''],
  ['binary data', Buffer.from([0, 1, 0xff, 0xfe, 7]).toString('base64'), ''],
  ['lines', Buffer.from('one\r\n\ttwo\u0000three').toString('base64'), 'one two three'],
  ['half a character', Buffer.from('naïve').subarray(0, 3).toString('base64'), 'na'],
  ['invalid base64', '!', ''],
])('a reason of %s is printable', async (_, knativeerrordata, expected) => {
  const { deliver, letters } = await openResults()

  expect(await deliver(asDeadLetter(toCloudEvent(submitted), { knativeerrordata }))).toBe(204)

  expect(await letters()).toMatchObject([{ reason: expected }])
})

test('a reason has at most 1,024 bytes', async () => {
  const { deliver, letters } = await openResults()
  const knativeerrordata = Buffer.from('ü'.repeat(2000)).toString('base64')

  await deliver(asDeadLetter(toCloudEvent(submitted), { knativeerrordata }))

  const [letter] = await letters()
  expect(Buffer.byteLength(letter?.reason ?? '')).toBe(1024)
})

test('a repeated dead letter is stored once, and a late one does not replace a text', async () => {
  const { deliver, page, letters } = await openResults()
  await deliver(toCloudEvent(recognized))

  await deliver(asDeadLetter(toCloudEvent(submitted)))
  await deliver(asDeadLetter(toCloudEvent(submitted)))

  expect(await page()).toMatchObject({ status: 'done', text: 'hello' })
  expect(await letters()).toHaveLength(1)
})

test('a dead letter is answered 503 until the store has it, and its page stays queued until then', async () => {
  const full = () => Promise.reject(new StoreUnavailableError('database or disk is full'))
  const { deliver, letters, page } = await openResults({ recordDeadLetter: full })

  expect(await deliver(asDeadLetter(toCloudEvent(submitted)))).toBe(503)

  expect(await letters()).toEqual([])
  expect(await page()).toMatchObject({ status: 'queued' })
})
