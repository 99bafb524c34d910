import type { z } from 'zod'
import type { Document, Page, PageWithWords } from '../../shared/http/api.ts'
import type {
  StoredDocument,
  StoredPage,
  StoredPageWithWords,
} from '../../shared/store/values/stored.ts'

function toPage({
  finishedAt: _,
  originalPage: __,
  correctedAt,
  rotate,
  ...page
}: StoredPage): Page {
  const turn = rotate !== 0 && { rotate }
  return { ...page, ...turn, correctedAt: correctedAt?.toISOString() ?? null }
}

export function toPageWithWords({ words, wordsOmitted, ...page }: StoredPageWithWords) {
  return { ...toPage(page), words, wordsOmitted } satisfies z.infer<typeof PageWithWords>
}

export function toDocument({ createdAt, finishedAt, pages, ...rest }: StoredDocument): Document {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    pageCount: pages.length,
    pages: pages.map(toPage),
  }
}
