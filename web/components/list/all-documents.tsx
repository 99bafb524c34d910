import { useComputed } from '@preact/signals'
import type { App } from '../../app/create-app.ts'
import { formatCount } from '../../format/quantity.ts'
import { CardList } from './card-list.tsx'

/** All documents, newest first. */
export function AllDocuments({ app }: { app: App }) {
  const { library, pager, newer, uploads, actions } = app
  const entries = useComputed(() => library.items.value.map((item) => ({ item })))
  const isBusy = uploads.unfinished.value > 0 || actions.isAddingSamples.value
  const isFirst = entries.value.length === 0
  if (isFirst && pager.state.value === 'failed') {
    return <p class="nothing">The list could not be loaded. Trying again…</p>
  }

  return (
    <section aria-label="Documents" class="shelf">
      {newer.value > 0 && !isBusy && (
        <div class="newer">
          <button type="button" onClick={() => void app.reload()}>
            {`Show ${formatCount(newer.value, 'newer document')}`}
          </button>
        </div>
      )}
      <CardList
        app={app}
        entries={entries.value}
        hasOlder={pager.next.value !== null}
        isLoading={pager.state.value === 'loading'}
        onOlder={() => void pager.loadOlder()}
      />
    </section>
  )
}
