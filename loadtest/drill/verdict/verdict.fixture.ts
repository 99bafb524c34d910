import type { FoundDocument, Page } from '../../../functions/shared/http/api.ts'
import type { FeedChange } from '../../system/change-feed.ts'
import type { Note } from '../load/notes.ts'
import type { Evidence } from './verdict.ts'

const at = '2026-01-01T00:00:00.000Z'

export const attempted: Note = {
  note: 'attempted',
  key: 'a.png',
  pages: [{ text: 'page 1' }, { text: 'page 2' }],
}
export const acknowledged: Note = {
  ...{ note: 'acknowledged', key: 'a.png', id: 'A', from: 0, to: 1, attempts: 1 },
}

export function donePage(page: number, text = `page ${page}`): Page {
  return {
    ...{ page, status: 'done', try: 1, text, confidence: 100, coverage: 100, width: 16, height: 1 },
    ...{ language: 'eng', engine: 'stub', model: 'stub', error: null, timings: null },
    correctedAt: null,
  }
}

export const queuedPage = (page: number): Page => ({
  ...donePage(page),
  status: 'queued',
  text: null,
})

export function failedPage(page: number): Page {
  return { ...donePage(page), status: 'failed', text: null, error: { code: 'gave-up', detail: '' } }
}

export function aDocument(pages: Page[], id = 'A', filename = 'a.png'): FoundDocument {
  return {
    ...{
      id,
      filename,
      pageCount: pages.length,
      pages,
      status: 'done',
      createdAt: at,
      finishedAt: at,
    },
    ...{ batch: null, language: 'eng', changes: 9, snippet: null },
  }
}

export function anEnd(change: number, page: number, id = 'A'): FeedChange {
  return { kind: 'page', change, at, id, page, status: 'done', try: 1 }
}

/** Two pages, acknowledged and read. */
export const goodEvidence: Evidence = {
  notes: [attempted, acknowledged],
  documents: [aDocument([donePage(1), donePage(2)])],
  feed: [anEnd(2, 1), anEnd(3, 2)],
  isTextOf: (sample, text) => text === `text of ${sample}`,
}
