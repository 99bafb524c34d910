import type { Item } from '../library/library.ts'
import type { Finding } from '../library/search.ts'
import type { Page } from '../page/create-page.ts'
import { DocumentBody } from './document-body.tsx'
import { DocumentLink } from './document-link.tsx'
import { Thumbnail } from './thumbnail.tsx'
import { UploadBody } from './upload-body.tsx'

export interface CardProps {
  page: Page
  item: Item
  snippet?: Finding['snippet']
}

/** One picture or document in a list. */
export function Card({ page, item, snippet }: CardProps) {
  const { navigation } = page
  const document = item.document.value
  const pages = document?.pages.length ?? 1

  return (
    <article class={`card card-${document?.status ?? 'upload'}`}>
      <DocumentLink
        class={pages > 1 ? 'thumbnail thumbnail-stack' : 'thumbnail'}
        navigation={navigation}
        id={document?.id ?? null}
        {...(document && { label: `Picture of ${document.filename ?? 'Untitled'}` })}
        isExtra
      >
        <Thumbnail item={item} />
      </DocumentLink>
      <div class="card-body">
        {document && <DocumentBody page={page} document={document} snippet={snippet} />}
        {!document && item.upload && <UploadBody page={page} upload={item.upload} />}
      </div>
    </article>
  )
}
