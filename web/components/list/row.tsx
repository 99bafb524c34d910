import type { Document } from '../../../functions/shared/http/api.ts'
import { formatMoment } from '../../format/moment.ts'
import { formatCount } from '../../format/quantity.ts'
import { excerptOf, textOf } from '../../library/document-text.ts'
import type { SearchResult } from '../../library/search.ts'
import { DeleteButton } from '../document/delete-button.tsx'
import { DocumentLink } from '../document/document-link.tsx'
import { DocumentState } from '../document/document-state.tsx'
import { Marked, Snippet } from '../document/marked.tsx'
import { RedriveButton } from '../document/redrive-button.tsx'
import type { EntryProps } from './card.tsx'
import { SelectBox } from './select-box.tsx'
import { Thumbnail } from './thumbnail.tsx'

/** A document in one line of 56 px. */
export function Row({ app, item, snippet }: EntryProps) {
  const { navigation, actions, readings } = app
  const document = item.document.value
  // Loaded when it comes near the view.
  if (!document) return <article class="row" aria-busy />
  const { id, filename, createdAt, pages } = document
  const name = filename ?? 'Untitled'

  return (
    <article class="row">
      <SelectBox app={app} document={document} />
      <DocumentLink
        class="thumbnail"
        navigation={navigation}
        id={id}
        label={`Picture of ${name}`}
        isDuplicate
      >
        <Thumbnail item={item} />
      </DocumentLink>
      <div class="row-lead">
        <DocumentLink class="card-name" navigation={navigation} id={id}>
          <Marked text={name} query={navigation.route.value.query} />
        </DocumentLink>
        <p class="row-text">
          <Line document={document} snippet={snippet} />
        </p>
      </div>
      <span class="row-pages">{pages.length > 1 && formatCount(pages.length, 'page')}</span>
      <DocumentState document={document} readings={readings} />
      <time dateTime={createdAt}>{formatMoment(createdAt, new Date())}</time>
      <span class="row-actions">
        <RedriveButton document={document} actions={actions} />
        <DeleteButton name={name} onDelete={() => actions.remove(id)} />
      </span>
    </article>
  )
}

function Line({
  document,
  snippet,
}: {
  document: Document
  snippet: SearchResult['snippet'] | undefined
}) {
  if (snippet?.length) return <Snippet parts={snippet} />
  const error = document.pages.find((page) => page.error)?.error
  return (
    <>{(document.status === 'failed' && error?.detail) || excerptOf(textOf(document)).excerpt}</>
  )
}
