import type { Document } from '../../../functions/shared/http/api.ts'
import { previewUrl } from '../../api/links.ts'
import type { App } from '../../app/create-app.ts'
import { isDamaged, pageStateOf } from '../../format/state.ts'
import { DocumentLink } from '../document/document-link.tsx'
import { Icon } from '../icon.tsx'
import { Picture } from '../picture.tsx'

const maxPages = 10

/** Previews of a document's pages, each with its state. */
export function PageStrip({
  app: { navigation, readings },
  document,
}: {
  app: App
  document: Document
}) {
  const { id, pages } = document
  const rest = pages.length - maxPages
  return (
    <ol class="pages">
      {pages.slice(0, maxPages).map((each) => (
        <li key={each.page}>
          <DocumentLink
            class={`page page-${each.status}`}
            navigation={navigation}
            id={id}
            page={each.page}
            label={`Page ${each.page}, ${pageStateOf(each, readings.has(id, each.page)).text}`}
          >
            <Icon name={isDamaged(each) ? 'damaged' : 'picture'} />
            {!isDamaged(each) && <Picture src={previewUrl(id, each.page, 320, each.rotate)} />}
          </DocumentLink>
        </li>
      ))}
      {rest > 0 && <li class="pages-rest">{`and ${rest} more`}</li>}
    </ol>
  )
}
