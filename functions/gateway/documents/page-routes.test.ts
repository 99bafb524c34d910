import { expect, test } from 'vitest'
import { PageWithWords } from '../../shared/http/api.ts'
import { alter } from '../../shared/store/sqlite/store.fixture.ts'
import { png } from '../gateway.fixture.ts'
import { openUploaded } from './uploaded-page.fixture.ts'

test('a page has words with boxes', async () => {
  const { request, finish, id, page } = await openUploaded(await png())
  await finish(id, 'hello')

  const response = await request(page)

  expect(PageWithWords.parse(await response.json())).toMatchObject({
    page: 1,
    words: [{ text: 'hello', box: [1, 2, 3, 4] }],
    wordsOmitted: false,
  })
})

test('a page has the language, engine and model of its recognition', async () => {
  const { request, finish, id, page } = await openUploaded(await png())
  await finish(id)

  const response = await request(page)

  const read = { language: 'eng', engine: 'tesseract.js 7.0.0', model: 'fast' }
  expect(PageWithWords.parse(await response.json())).toMatchObject(read)
})

test.each([
  ['/2', 404, 'unknown-page'],
  ['/2/image', 404, 'unknown-page'],
  ['/2/preview', 404, 'unknown-page'],
  ['/0', 400, 'invalid-request'],
  ['/one/image', 400, 'invalid-request'],
  ['/1/preview?width=321', 400, 'invalid-request'],
])('pages%s is a %i', async (path, status, code) => {
  const { request, id } = await openUploaded(await png())

  const response = await request(`/v1/documents/${id}/pages${path}`)

  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ code })
})

test.each([
  ["UPDATE chunks SET bytes = x'00'", '/pages/1/image'],
  ["UPDATE chunks SET bytes = x'00'", '/pages/1/preview'],
  ["UPDATE texts SET words = '[]'", '/pages/1'],
  ["UPDATE texts SET text = 'other'", ''],
])('after %s, %s is a 500 damaged', async (sql, path) => {
  const { request, finish, id, storeFile } = await openUploaded(await png())
  await finish(id)
  alter(storeFile, sql)

  const response = await request(`/v1/documents/${id}${path}`)

  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ code: 'damaged' })
})
