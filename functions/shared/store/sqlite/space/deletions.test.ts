import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { addWithTexts } from '../../contract/examples.fixture.ts'
import { alter, newPath } from '../store.fixture.ts'
import { openSqliteStore } from '../store.ts'

// The command in docs/settings.md.
const rewrite = `
  INSERT INTO name_search (name_search) VALUES ('rebuild');
  INSERT INTO text_search (text_search) VALUES ('rebuild'); VACUUM`

test('a rewritten file contains nothing of a deleted document, and the other documents are found', async () => {
  const path = newPath()
  const store = openSqliteStore(path)
  const others = { filename: 'other.png' }
  await addWithTexts(store, ['some words'], others)
  await addWithTexts(store, ['the UNIQUETEXT'], { id: 'a', filename: 'UNIQUENAME.png' })
  await addWithTexts(store, ['more words'], others)
  await store.deleteDocument('a')
  await store.close()

  alter(path, rewrite)

  expect(readFileSync(path, 'latin1')).not.toMatch(/uniquetext|uniquename/i)
  const reopened = openSqliteStore(path)
  const lists = [
    await reopened.documents({ query: 'words', limit: 9 }),
    await reopened.documents({ query: 'other', limit: 9 }),
  ]
  await reopened.close()
  expect(lists.map(({ documents }) => documents.length)).toEqual([2, 2])
})
