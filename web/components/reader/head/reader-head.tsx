import type { Document } from '../../../../functions/shared/http/api.ts'
import type { App } from '../../../app/create-app.ts'
import { textOf } from '../../../library/document-text.ts'
import { DeleteButton } from '../../document/delete-button.tsx'
import { DocumentState } from '../../document/document-state.tsx'
import { Marked } from '../../document/marked.tsx'
import { RedriveButton } from '../../document/redrive-button.tsx'
import { CopyButton } from '../../document/text-actions.tsx'
import { Icon } from '../../icon.tsx'
import { CopyLinkButton } from './copy-link-button.tsx'
import { DownloadMenu } from './download-menu.tsx'
import { ReadAgainMenu } from './read-again-menu.tsx'

/** The document's name and state, what can be done to it, and the way to others. */
export function ReaderHead({ app, document }: { app: App; document: Document | null }) {
  const { navigation, detail, reader } = app
  const name = document?.filename ?? 'Untitled'
  const { at, of } = detail.place.value
  return (
    <header class="reader-head">
      <button
        type="button"
        class="icon-button"
        aria-label="Close"
        title="Close (Esc)"
        onClick={() => navigation.close()}
      >
        <Icon name="back" />
      </button>
      <h1 aria-live="polite" title={name}>
        {document && <Marked text={name} query={reader.query.value} />}
      </h1>
      {document && <DocumentState document={document} readings={app.readings} />}
      {document && <Actions app={app} document={document} />}
      {at > 0 && (
        <nav class="reader-turn" aria-label="Documents">
          <SwitchButton app={app} name="previous" />
          <span>{`${at} of ${of}`}</span>
          <SwitchButton app={app} name="next" />
        </nav>
      )}
    </header>
  )
}

function Actions({ app, document }: { app: App; document: Document }) {
  const { navigation, actions, reader } = app
  const text = textOf(document)
  const isRead = text !== ''
  const page = reader.page.value
  // A page without text may be one that lies on its side.
  const isEnded = document.pages.some(({ status }) => status === 'done')
  return (
    <span class="reader-actions" key={document.id}>
      <RedriveButton document={document} actions={actions} />
      {isRead && <CopyButton text={text} />}
      <CopyLinkButton documentId={document.id} page={reader.pageNumber.value} />
      {isRead && <DownloadMenu document={document} actions={actions} />}
      {page && isEnded && <ReadAgainMenu key={page.page} {...{ app, document, page }} />}
      <DeleteButton
        name={document.filename ?? 'Untitled'}
        onDelete={() => {
          navigation.close()
          void actions.remove(document.id)
        }}
      />
    </span>
  )
}

function SwitchButton({ app, name }: { app: App; name: 'previous' | 'next' }) {
  const id = app.detail[name].value
  const [title, key] =
    name === 'previous' ? ['Previous document', 'Page Up'] : ['Next document', 'Page Down']
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={title}
      title={`${title} (Shift+${key})`}
      disabled={id === null}
      onClick={() => id !== null && app.navigation.switchTo(id)}
    >
      <Icon name={name} />
    </button>
  )
}
