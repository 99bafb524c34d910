import type { App } from '../../app/create-app.ts'
import type { Item } from '../../library/library.ts'
import type { SearchResult } from '../../library/search.ts'
import { DocumentLink } from '../document/document-link.tsx'
import { UploadBody } from '../intake/upload-body.tsx'
import { DocumentBody } from './document-body.tsx'
import { SelectBox } from './select-box.tsx'
import { Thumbnail } from './thumbnail.tsx'

export interface EntryProps {
  app: App
  item: Item
  snippet?: SearchResult['snippet']
}

/** List entry of one upload or document. */
export function Card({ app, item, snippet }: EntryProps) {
  const { navigation } = app
  const document = item.document.value
  const pages = document?.pages.length ?? 1
  // Loaded when it comes near the view.
  if (!document && item.id !== null) return <article class="card" aria-busy />

  return (
    <article class={`card card-${document?.status ?? 'upload'}`}>
      <div class="card-picture">
        <DocumentLink
          class={pages > 1 ? 'thumbnail thumbnail-stack' : 'thumbnail'}
          navigation={navigation}
          id={document?.id ?? null}
          {...(document && { label: `Picture of ${document.filename ?? 'Untitled'}` })}
          isDuplicate
        >
          <Thumbnail item={item} />
        </DocumentLink>
        {document && <SelectBox app={app} document={document} />}
      </div>
      <div class="card-body">
        {document && <DocumentBody app={app} document={document} snippet={snippet} />}
        {!document && item.upload && <UploadBody app={app} upload={item.upload} />}
      </div>
    </article>
  )
}
