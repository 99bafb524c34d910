import type { Document } from '../../functions/shared/api.ts'
import { previewUrl } from '../api/links.ts'
import type { Navigation } from '../routing/navigation.ts'
import { DocumentLink } from './document-link.tsx'
import { Picture } from './thumbnail.tsx'

const most = 10

const words = { queued: 'queued', done: 'read', failed: 'failed' }

/** The pages of a document, each a small picture with its state. */
export function PageStrip({
  document,
  navigation,
}: {
  document: Document
  navigation: Navigation
}) {
  const { id, pages } = document
  const rest = pages.length - most
  return (
    <ol class="pages">
      {pages.slice(0, most).map(({ page, status }) => (
        <li key={page}>
          <DocumentLink
            class={`page page-${status}`}
            navigation={navigation}
            id={id}
            page={page}
            label={`Page ${page}, ${words[status]}`}
          >
            <Picture src={previewUrl(id, page, 320)} />
          </DocumentLink>
        </li>
      ))}
      {rest > 0 && <li class="pages-rest">{`and ${rest} more`}</li>}
    </ol>
  )
}
