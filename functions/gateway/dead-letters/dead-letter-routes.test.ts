import { expect, test } from 'vitest'
import { DeadLetterList, System } from '../../shared/http/system-api.ts'
import type { DeadLetter } from '../../shared/store/recovery.ts'
import { openGateway } from '../gateway.fixture.ts'

const letter = (id: string, changes: Partial<DeadLetter> = {}): DeadLetter => ({
  ...{ source: '/glyphflow/gateway', id, type: 'dev.glyphflow.page.submitted.v1' },
  ...{ documentId: null, page: null, try: null, code: 500, reason: 'Out of memory' },
  ...{ destination: 'http://ocr/', attributes: { id }, at: new Date('2026-11-21T08:00:00Z') },
  ...changes,
})

async function openWithLetters(...letters: DeadLetter[]) {
  const gateway = openGateway()
  for (const each of letters) await gateway.store.recordDeadLetter(each)
  const list = async (query = '') =>
    DeadLetterList.parse(await (await gateway.request(`/v1/dead-letters?${query}`)).json())
  return { ...gateway, list, ids: async (query = '') => (await list(query)).deadLetters.map(idOf) }
}
const idOf = ({ id }: { id: string }) => id

test('dead letters are listed newest first, without event attributes', async () => {
  const { list, store, submit } = await openWithLetters(letter('a'))
  const ofPage = letter('b', { documentId: await submit(), page: 2 })
  await store.recordDeadLetter(ofPage)

  const { deadLetters, next } = await list()

  const { attributes: _, ...listed } = ofPage
  expect(deadLetters.map(idOf)).toEqual(['b', 'a'])
  expect(deadLetters[0]).toEqual({ ...listed, at: '2026-11-21T08:00:00.000Z', redrivenAt: null })
  expect(next).toBeNull()
})

test.each([
  ['since=2026-11-21T09:00:00Z', ['late']],
  ['since=2026-11-21T10:00:00%2B01:00', ['late']],
  ['since=2026-11-21T10:00:00+01:00', ['late']],
  ['reason=TIMED', ['late']],
  ['reason=500', ['early']],
  ['redriven=false', ['late', 'early']],
  ['redriven=true', []],
])('%s selects %j', async (query, expected) => {
  const at = new Date('2026-11-21T09:00:00Z')
  const { ids } = await openWithLetters(
    letter('early'),
    letter('late', { at, code: 504, reason: 'It timed out' }),
  )

  expect(await ids(query)).toEqual(expected)
})

test('a list is paginated', async () => {
  const { list } = await openWithLetters(letter('a'), letter('b'), letter('c'))

  const first = await list('limit=2')
  const second = await list(`limit=2&cursor=${first.next}`)

  expect([first, second].map(({ deadLetters }) => deadLetters.map(idOf))).toEqual([
    ['c', 'b'],
    ['a'],
  ])
  expect(second.next).toBeNull()
})

test.each([
  ['since=yesterday', 'invalid-request'],
  ['redriven=maybe', 'invalid-request'],
  ['cursor=nonsense', 'invalid-cursor'],
])('%s is a 400', async (query, code) => {
  const { request } = openGateway()

  const response = await request(`/v1/dead-letters?${query}`)

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code })
})

test('the system reports the number of waiting dead letters and the latest', async () => {
  const letters = Array.from({ length: 25 }, (_, index) => letter(`letter ${index}`))
  const { request } = await openWithLetters(...letters)

  const { deadLetters } = System.parse(await (await request('/v1/system')).json())

  expect(deadLetters.waiting).toBe(25)
  expect(deadLetters.latest).toHaveLength(20)
  expect(deadLetters.latest[0]?.id).toBe('letter 24')
})

test('a redriven dead letter is not waiting', async () => {
  const { request, store, submit, ids } = await openWithLetters()
  const id = await submit()
  const error = { code: 'gave-up', detail: 'It could not be read' } as const
  await store.applyResult({ documentId: id, page: 1, try: 1, status: 'failed', error })
  await store.recordDeadLetter(letter(`${id}.1.1`, { documentId: id, page: 1, try: 1 }))

  const before = await store.countDeadLetters()
  await request(`/v1/documents/${id}/redrive`, { method: 'POST' })

  expect([before, await store.countDeadLetters()]).toEqual([1, 0])
  expect(await ids('redriven=true')).toEqual([`${id}.1.1`])
})

test('the dead letter of an event without a document is deleted by its source and id', async () => {
  const { request, ids, store } = await openWithLetters(letter('a&b'), letter('c'))
  const remove = async (source: string, id: string) => {
    const query = new URLSearchParams({ source, id })
    return (await request(`/v1/dead-letters?${query}`, { method: 'DELETE' })).status
  }

  const statuses = [
    await remove('/another', 'a&b'),
    await remove('/glyphflow/gateway', 'a&b'),
    await remove('/glyphflow/gateway', 'a&b'),
  ]
  const withoutId = await request('/v1/dead-letters?source=/glyphflow/gateway', {
    method: 'DELETE',
  })

  expect([...statuses, withoutId.status]).toEqual([404, 204, 404, 400])
  expect(await ids()).toEqual(['c'])
  expect(await store.countDeadLetters()).toBe(1)
})
