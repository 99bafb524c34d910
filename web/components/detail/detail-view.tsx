import { useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { App } from '../../app/create-app.ts'
import { Icon } from '../icon.tsx'
import { DetailDocument } from './detail-document.tsx'

/** Dialog with one document over the list; the URL opens and closes it. */
export function DetailView({ app }: { app: App }) {
  const { detail, navigation } = app
  const dialog = useRef<HTMLDialogElement>(null)
  const state = detail.state.value

  useSignalEffect(() => {
    const isOpen = detail.state.value.kind !== 'closed'
    if (isOpen && !dialog.current?.open) dialog.current?.showModal()
    if (!isOpen) dialog.current?.close()
  })

  function onKeyDown(event: KeyboardEvent) {
    const id = { ArrowLeft: detail.previous.value, ArrowRight: detail.next.value }[event.key]
    if (!id || event.altKey || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    navigation.switchTo(id)
  }

  return (
    <dialog
      ref={dialog}
      class="detail"
      aria-label="Document"
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (event.target === event.currentTarget) navigation.close()
      }}
      onCancel={(event) => {
        event.preventDefault()
        navigation.close()
      }}
    >
      {state.kind === 'open' && <DetailDocument app={app} item={state.item} />}
      {state.kind === 'loading' && <p class="nothing">Loading…</p>}
      {state.kind === 'missing' && <p class="nothing">{state.reason}</p>}
      {state.kind !== 'closed' && (
        <button
          type="button"
          class="icon-button detail-close"
          aria-label="Close"
          title="Close (Esc)"
          onClick={() => navigation.close()}
        >
          <Icon name="close" />
        </button>
      )}
    </dialog>
  )
}
