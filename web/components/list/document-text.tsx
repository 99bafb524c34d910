import type { Document } from '../../../functions/shared/http/api.ts'
import { excerptOf } from '../../library/document-text.ts'
import type { SearchResult } from '../../library/search.ts'
import { Marked, Snippet } from '../document/marked.tsx'

export interface DocumentTextProps {
  document: Document
  text: string
  snippet: SearchResult['snippet'] | undefined
  /** Search whose hits are marked. */
  query: string
  isOpen: boolean
}

/** Some lines of text or a placeholder, both of the same height, so that nothing moves. */
export function DocumentText(props: DocumentTextProps) {
  const { document, text, snippet, query, isOpen } = props
  if (document.status === 'failed') {
    return (
      <div class="card-text reason">
        <p>{document.pages.find((page) => page.error)?.error?.detail ?? 'It could not be read.'}</p>
      </div>
    )
  }
  if (text === '') {
    const isWaiting = document.finishedAt === null && document.status !== 'done'
    return isWaiting ? <Skeleton /> : <p class="card-text none">No text in this picture.</p>
  }

  return (
    <div class="card-text">
      {isOpen ? (
        <p class="text">
          <Marked text={text} query={query} />
        </p>
      ) : (
        <p class="excerpt">
          {snippet?.length ? <Snippet parts={snippet} /> : excerptOf(text).excerpt}
        </p>
      )}
    </div>
  )
}

function Skeleton() {
  return (
    <div class="card-text skeleton" aria-hidden="true">
      <span />
      <span />
      <span />
    </div>
  )
}
