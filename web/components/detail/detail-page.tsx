import type { LanguageList, Page } from '../../../functions/shared/http/api.ts'
import { describeReading } from '../../format/languages.ts'
import { hasText } from '../../library/document-text.ts'
import { PageState } from '../document/document-state.tsx'
import { Marked } from '../document/marked.tsx'
import { LargePicture } from './large-picture.tsx'

export interface DetailPageProps {
  documentId: string
  page: Page
  isBeingRead: boolean
  isOnly: boolean
  languages: LanguageList | null
  /** Search whose hits are marked. */
  query: string
}

/** One page: its picture and its text. */
export function DetailPage(props: DetailPageProps) {
  const { documentId, page, isBeingRead, isOnly, languages, query } = props
  const readingText = describeReading(page, languages)
  return (
    <section class="detail-page" data-page={page.page} aria-label={`Page ${page.page}`}>
      <LargePicture documentId={documentId} page={page} />
      <div class="detail-text">
        {!isOnly && (
          <h3>
            {`Page ${page.page}`}
            <PageState page={page} isBeingRead={isBeingRead} />
          </h3>
        )}
        {page.status === 'queued' && (
          <p class="none">{isBeingRead ? 'Being read…' : 'Waiting to be read…'}</p>
        )}
        {page.status === 'failed' && (
          <div class="reason">
            <p>{page.error?.detail ?? 'It could not be read.'}</p>
          </div>
        )}
        {page.text !== null && hasText(page) && (
          <p class="text">
            <Marked text={page.text.trimEnd()} query={query} />
          </p>
        )}
        {page.status === 'done' && !hasText(page) && <p class="none">No text in this picture.</p>}
        {readingText !== null && <p class="read-with">{readingText}</p>}
      </div>
    </section>
  )
}
