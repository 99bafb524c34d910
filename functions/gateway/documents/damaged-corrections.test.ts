import { expect, test } from 'vitest'
import { alter } from '../../shared/store/sqlite/store.fixture.ts'
import { openRead } from './read-page.fixture.ts'

test.each([
  ["UPDATE texts SET words = '[]'", 'recognized words of the page'],
  ["UPDATE corrections SET words = '[]'", 'words of the page'],
  ["UPDATE corrections SET gaps = '[]'", 'white space between the words of the page'],
  ['DELETE FROM texts', 'recognized words of the page'],
])('after %s, a further correction is a 500 that names the %s', async (sql, what) => {
  const { correct, storeFile } = await openRead()
  await correct([{ index: 2, was: 'office', text: 'offices' }])
  alter(storeFile, sql)

  const response = await correct([{ index: 0, was: 'teh', text: 'the' }])

  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({
    code: 'damaged',
    detail: `The stored data is damaged: ${what}`,
  })
})
