import type { App } from '../../../app/create-app.ts'
import { isFiltered } from '../../../library/filter.ts'
import { describe } from '../../../library/search.ts'
import { DocumentList } from '../document-list.tsx'
import { Refused } from '../refused.tsx'

/** Search results, best first. */
export function SearchResults({ app }: { app: App }) {
  const { search, navigation } = app
  const results = search.results.value
  const state = search.state.value
  const { query, filter } = navigation.route.value
  const isEmpty = results.length === 0
  // Further results that failed have their own message, at the end of the list.
  const hasFailed = isEmpty && (state === 'failed' || state === 'refused')

  return (
    <section aria-label="Search results" class="shelf">
      <h1 class="found">
        {hasFailed && 'The search failed'}
        {state === 'searching' && isEmpty && 'Searching…'}
        {(state === 'ready' || !isEmpty) && describe(results.length, search.next.value !== null)}
      </h1>
      {hasFailed && state === 'failed' && (
        <button type="button" class="button" onClick={() => void search.find(query, filter)}>
          Search again
        </button>
      )}
      {state === 'refused' && <Refused navigation={navigation} reason={search.reason.value} />}
      {state === 'ready' && isEmpty ? (
        <p class="nothing">
          No text and no file name{isFiltered(filter) && ' of the chosen documents'} contains “
          {query}”. Fewer or shorter words find more.
          <button type="button" class="button" onClick={() => navigation.visit('documents')}>
            Show all documents
          </button>
        </p>
      ) : (
        <DocumentList app={app} isLoading={state === 'searching'} hasFailed={state === 'failed'} />
      )}
    </section>
  )
}
