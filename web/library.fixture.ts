import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { openSqliteStore } from '../functions/shared/store/sqlite/store.ts'
import { createChances, readVocabulary } from '../loadtest/search/chances.ts'
import { addDocuments } from '../loadtest/search/documents.ts'
import { ownPage } from './own-page.fixture.ts'

export const count = 400

/** A Glyphflow with documents of the ids `document-0` to `document-399`, of which every tenth is a PDF. */
export const ownLibrary = () =>
  ownPage(async (at) => {
    await mkdir(at('data'))
    const store = openSqliteStore(at('data/store.sqlite'))
    await addDocuments(store, count, createChances('library', await readVocabulary()))
    await store.close()
    return {}
  })

export const entry = (page: Page, number: number) => page.locator(`li[data-id=document-${number}]`)
export const chosen = (page: Page) => page.getByRole('group', { name: 'Chosen documents' })
