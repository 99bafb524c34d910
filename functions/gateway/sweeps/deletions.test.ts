import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createDeleteRecords } from '../deletion/records.ts'
import { openGateway } from '../gateway.fixture.ts'
import { createDeletionsSweep, type DeletionsDeps } from './deletions.ts'

const lostAfterMs = 900_000
const againAfterMs = 3 * lostAfterMs
const { signal: running } = new AbortController()

/** The runtime's end of RECORDS_URL; `asked` is what was deleted. */
async function openRecords() {
  const asked: string[] = []
  const answer = { status: 204 }
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://runtime')
    asked.push(`${request.method} ${searchParams.get('keyPrefix')}`)
    response.writeHead(answer.status).end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/records`
  return { asked, answer, deleteRecords: createDeleteRecords(url) }
}

function openSweep({ store, deleteRecords }: Pick<DeletionsDeps, 'store' | 'deleteRecords'>) {
  let nowMs = 0
  const sweep = createDeletionsSweep({ store, deleteRecords, lostAfterMs, now: () => nowMs })
  return {
    sweep: () => sweep(running),
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

test('a deletion reaches the log at once', async () => {
  const { asked, deleteRecords } = await openRecords()
  const { request, submit } = openGateway({ deleteRecords })
  const id = await submit()

  const response = await request(`/v1/documents/${id}`, { method: 'DELETE' })

  expect(response.status).toBe(204)
  expect(asked).toEqual([`DELETE ${id}/`])
})

test('records are deleted once more later, and then the deletion is forgotten', async () => {
  const { asked, deleteRecords } = await openRecords()
  const { store, submit } = openGateway()
  const { sweep, pass } = openSweep({ store, deleteRecords })
  const id = await submit()
  await store.deleteDocument(id)

  await sweep()
  pass(againAfterMs - 1)
  await sweep()
  const early = [...asked]
  pass(1)
  await sweep()
  await sweep()

  expect(early).toEqual([`DELETE ${id}/`])
  expect(asked).toEqual([`DELETE ${id}/`, `DELETE ${id}/`])
  expect(await store.deletions()).toEqual([])
})

test('a log that is away gets it when it is back', async () => {
  const { asked, answer, deleteRecords } = await openRecords()
  const { request, store, submit } = openGateway({ deleteRecords })
  const { sweep } = openSweep({ store, deleteRecords })
  const id = await submit()
  answer.status = 503

  const response = await request(`/v1/documents/${id}`, { method: 'DELETE' })
  await expect(sweep()).rejects.toThrow('RECORDS_URL answered 503')
  answer.status = 204
  await sweep()

  expect(response.status).toBe(204)
  expect(asked).toHaveLength(3)
  expect(await store.deletions()).toEqual([id])
})

test('where records end by retention a deletion is forgotten at once', async () => {
  const { request, store, submit } = openGateway({ deleteRecords: createDeleteRecords(undefined) })
  const { sweep } = openSweep({ store, deleteRecords: null })
  await request(`/v1/documents/${await submit()}`, { method: 'DELETE' })

  await sweep()

  expect(await store.deletions()).toEqual([])
})
