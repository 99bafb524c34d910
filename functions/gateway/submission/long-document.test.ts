import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { accepted, form, openGateway, png } from '../gateway.fixture.ts'

const pageCount = 25

/** A gateway whose sink has `slow` or `failing` pages, and an upload of 25 pages. */
function setUp({ failing = 0, slow = Promise.resolve() } = {}) {
  const sent: number[] = []
  const gateway = openGateway({
    send: async ({ pagenumber }) => {
      const page = Number(pagenumber)
      if (page === failing) throw new UnavailableError('down')
      if (page > 20) await slow
      sent.push(page)
    },
  })
  const upload = async (headers: Record<string, string> = {}) => {
    const image = await png()
    const parts = Array.from(
      { length: pageCount },
      () => ['image', image] as [string, typeof image],
    )
    return gateway.request('/v1/documents', { ...form(...parts), headers })
  }
  return { ...gateway, sent, upload }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
const sorted = (pages: number[]) => pages.toSorted((a, b) => a - b)

test('A long document is accepted when its first 20 pages are in the log; the others follow', async () => {
  const { promise: slow, resolve: go } = Promise.withResolvers<void>()
  const { upload, sent, store } = setUp({ slow })

  const response = await upload()
  const first = sorted(sent)
  const { id } = await accepted(response)
  go()
  await expect.poll(() => store.unappendedPages(id)).toEqual([])

  expect(response.status).toBe(202)
  expect(first).toEqual(numbers(1, 20))
  expect(sorted(sent)).toEqual(numbers(1, pageCount))
})

test('The log fails before the answer: a long document is refused', async () => {
  const { upload, store } = setUp({ failing: 20 })

  const response = await upload()

  expect(response.status).toBe(503)
  expect((await store.documents({ limit: 10 })).documents).toEqual([])
})

test('The log fails after the answer: the missing pages of a long document stay in the store', async () => {
  const { upload, sent, store } = setUp({ failing: 23 })

  const response = await upload()
  const { id } = await accepted(response)
  const missing = async () => (await store.unappendedPages(id)).map(({ page }) => page)
  const all = async () => sorted([...sent, ...(await missing())])

  expect(response.status).toBe(202)
  await expect.poll(async () => (await missing()).length).toBeLessThan(5)
  await expect.poll(all).toEqual(numbers(1, pageCount))
  expect(await missing()).toContain(23)
})

test('A repeated upload with its key waits for the pages that follow, and sends none twice', async () => {
  const { promise: slow, resolve: go } = Promise.withResolvers<void>()
  const { upload, sent } = setUp({ slow })
  const key = { 'idempotency-key': 'order-7' }

  const first = await accepted(await upload(key))
  const repeated = upload(key)
  await pause(100)
  go()
  const second = await accepted(await repeated)

  expect(second).toMatchObject({ id: first.id, pageCount })
  expect(sorted(sent)).toEqual(numbers(1, pageCount))
})

test('A page that is read again takes no page along that still follows', async () => {
  const { promise: slow, resolve: go } = Promise.withResolvers<void>()
  const { upload, finish, request, sent, store } = setUp({ slow })
  const { id } = await accepted(await upload())
  await finish(id)
  sent.length = 0

  const response = await request(`/v1/documents/${id}/redrive`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ pages: [1] }),
  })
  const again = [...sent]
  go()
  await expect.poll(() => store.unappendedPages(id)).toEqual([])

  expect(await response.json()).toMatchObject({ redrivenPages: 1 })
  expect(again).toEqual([1])
  expect(sorted(sent)).toEqual([1, ...numbers(21, pageCount)])
})
