import { useSignal } from '@preact/signals'
import type { Document } from '../../../functions/shared/http/api.ts'
import type { App } from '../../app/create-app.ts'
import { formatMoment } from '../../format/moment.ts'
import { formatCount } from '../../format/quantity.ts'
import { excerptOf, textOf } from '../../library/document-text.ts'
import type { SearchResult } from '../../library/search.ts'
import { DeleteButton } from '../document/delete-button.tsx'
import { DocumentLink } from '../document/document-link.tsx'
import { DocumentState } from '../document/document-state.tsx'
import { Marked } from '../document/marked.tsx'
import { RedriveButton } from '../document/redrive-button.tsx'
import { TextActions } from '../document/text-actions.tsx'
import { DocumentText } from './document-text.tsx'
import { PageStrip } from './page-strip.tsx'

export interface DocumentBodyProps {
  app: App
  document: Document
  snippet: SearchResult['snippet'] | undefined
}

/** A document in a list: its name, state, beginning of the text, and actions. */
export function DocumentBody({ app, document, snippet }: DocumentBodyProps) {
  const isOpen = useSignal(false)
  const { id, filename, batch, createdAt, pages } = document
  const text = textOf(document)
  const { query } = app.navigation.route.value

  return (
    <>
      <header class="card-head">
        <DocumentLink class="card-name" navigation={app.navigation} id={id}>
          <Marked text={filename ?? 'Untitled'} query={query} />
        </DocumentLink>
        <DocumentState document={document} readings={app.readings} />
      </header>
      <DocumentText
        document={document}
        text={text}
        snippet={snippet}
        query={query}
        isOpen={isOpen.value}
      />
      {pages.length > 1 && <PageStrip app={app} document={document} />}
      <footer class="card-foot">
        {text !== '' && !excerptOf(text).isWhole && (
          <button
            type="button"
            class="quiet more"
            aria-expanded={isOpen.value}
            onClick={() => {
              isOpen.value = !isOpen.value
            }}
          >
            {isOpen.value ? 'Show less' : 'Show all'}
          </button>
        )}
        <RedriveButton document={document} actions={app.actions} />
        {text !== '' && <TextActions document={document} text={text} />}
        <span class="card-meta">
          {pages.length > 1 && (
            <span class="wide">{`${formatCount(pages.length, 'page')} · `}</span>
          )}
          {batch !== null && (
            <button
              type="button"
              class="card-batch"
              title="Show the documents that were added together"
              onClick={() => app.navigation.filter({ batch })}
            >
              Batch
            </button>
          )}
          <time dateTime={createdAt}>{formatMoment(createdAt, new Date())}</time>
        </span>
        <DeleteButton name={filename ?? 'Untitled'} onDelete={() => app.actions.remove(id)} />
      </footer>
    </>
  )
}
