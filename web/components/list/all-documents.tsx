import type { App } from '../../app/create-app.ts'
import { formatCount } from '../../format/quantity.ts'
import { isFiltered, noFilter } from '../../library/filter.ts'
import { focusListLater } from '../document/focus-list.ts'
import { DocumentList } from './document-list.tsx'
import { Refused } from './refused.tsx'

/** The documents of the filter, newest first. */
export function AllDocuments({ app }: { app: App }) {
  const { pager, uploads, actions, navigation, listing } = app
  const isBusy = uploads.unfinished.value > 0 || actions.isAddingSamples.value
  const isEmpty = listing.entries.value.length === 0
  const hasFilter = isFiltered(navigation.route.value.filter)
  const newer = app.newer.value
  const hasFailed = pager.state.value === 'failed'
  const trouble =
    pager.state.value === 'refused' ? (
      <Refused navigation={navigation} reason={pager.reason.value} />
    ) : (
      hasFailed &&
      pager.next.value === null && (
        <p class="nothing">The list could not be loaded. Trying again…</p>
      )
    )
  if (isEmpty && trouble) return trouble
  if (isEmpty && hasFilter && pager.state.value === 'ready' && pager.next.value === null) {
    return (
      <div class="nothing">
        <p>No document is like this.</p>
        <button type="button" class="button" onClick={() => navigation.filter(noFilter)}>
          Show all documents
        </button>
      </div>
    )
  }

  return (
    <section aria-label="Documents" class="shelf">
      {trouble}
      {newer > 0 && !isBusy && (
        <div class="newer">
          <button type="button" onClick={() => void showNewer(app)}>
            {hasFilter ? 'Show newer documents' : `Show ${formatCount(newer, 'newer document')}`}
          </button>
        </div>
      )}
      <DocumentList app={app} isLoading={pager.state.value === 'loading'} hasFailed={hasFailed} />
    </section>
  )
}

async function showNewer(app: App) {
  await app.reload()
  window.scrollTo(0, 0)
  // The frame in which the list follows the scroll.
  requestAnimationFrame(focusListLater)
}
