import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SearchTooSlowError, StoreUnavailableError } from '../../shared/store/store.ts'
import { openGateway, png, raw, temporaryFolder } from '../gateway.fixture.ts'
import { createFreeBytes } from '../submission/free-bytes.ts'

const full = () => Promise.reject(new StoreUnavailableError('database or disk is full'))

describe('an unavailable store', () => {
  test.each(['addDocument', 'markAppended', 'queuedPages'] as const)(
    'at %s is a 503, never a 202',
    async (method) => {
      const { store } = openGateway()
      const { request } = openGateway({ store: { ...store, [method]: full } })

      const response = await request('/v1/documents', raw(await png()))

      expect(response.status).toBe(503)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await response.json()).toMatchObject({ code: 'store-unavailable' })
      expect((await store.documents({ limit: 10 })).documents).toEqual([])
    },
  )

  test.each([
    ['GET', '/v1/documents/1', 'document'],
    ['GET', '/v1/documents', 'documents'],
    ['DELETE', '/v1/documents/1', 'deleteDocument'],
    ['GET', '/v1/dead-letters', 'deadLetters'],
    ['GET', '/v1/system', 'countDeadLetters'],
  ] as const)('is a 503 to %s %s, without details of the error', async (method, path, failing) => {
    const { store } = openGateway()
    const { request } = openGateway({ store: { ...store, [failing]: full } })

    const response = await request(path, { method })

    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain('database')
  })

  test('is used again once it is available', async () => {
    const { store } = openGateway()
    let isFull = true
    const { request } = openGateway({
      store: {
        ...store,
        addDocument: (document) => (isFull ? full() : store.addDocument(document)),
      },
    })
    const upload = async () => (await request('/v1/documents', raw(await png()))).status

    const before = await upload()
    isFull = false
    const after = await upload()

    expect([before, after]).toEqual([503, 202])
  })
})

test('a search timeout is a 503 search-too-slow', async () => {
  const { store } = openGateway()
  const slow = () => Promise.reject(new SearchTooSlowError())
  const { request } = openGateway({ store: { ...store, documents: slow } })

  const response = await request('/v1/documents?q=word')

  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await response.json()).toMatchObject({ code: 'search-too-slow' })
})

test('an unexpected error of the store is a 500', async () => {
  const { store } = openGateway()
  const broken = () => Promise.reject(new TypeError('cannot bind'))
  const { request } = openGateway({ store: { ...store, document: broken } })

  const response = await request('/v1/documents/1')

  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ code: 'internal' })
})

describe('the data folder', () => {
  async function openOn(folder: string) {
    const file = join(folder, 'store.sqlite')
    writeFileSync(file, 'the store')
    const { request } = openGateway({ freeBytes: await createFreeBytes(file) })
    return {
      file,
      upload: async () => request('/v1/documents', raw(await png())),
    }
  }

  test('is a 503 while it is missing', async () => {
    const folder = join(temporaryFolder(), 'data')
    const moved = `${folder}-moved`
    mkdirSync(folder)
    const { upload } = await openOn(folder)

    renameSync(folder, moved)
    const rejected = await upload()
    renameSync(moved, folder)
    const restored = await upload()

    expect(rejected.status).toBe(503)
    expect(await rejected.json()).toMatchObject({ code: 'store-unavailable' })
    expect(restored.status).toBe(202)
  })

  test('is a 503 once the store file was replaced: writes would be lost', async () => {
    const { file, upload } = await openOn(temporaryFolder())

    renameSync(file, `${file}-moved`)
    writeFileSync(file, 'another one')
    const response = await upload()

    expect(response.status).toBe(503)
  })
})
