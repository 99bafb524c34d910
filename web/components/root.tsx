import { useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { App } from '../app/create-app.ts'
import { isFiltered } from '../library/filter.ts'
import { Footer } from './footer.tsx'
import { BatchBars } from './intake/batch-bar.tsx'
import { DropTarget } from './intake/drop-target.tsx'
import { Intake } from './intake/intake.tsx'
import { RefusalsLine } from './intake/refusals-line.tsx'
import { SubmissionBar } from './intake/submission-bar.tsx'
import { Lazy } from './lazy.tsx'
import { AllDocuments } from './list/all-documents.tsx'
import { SearchField } from './list/search/search-field.tsx'
import { SearchResults } from './list/search/search-results.tsx'
import { ListBar } from './list-bar/list-bar.tsx'
import { Announcer, Notices } from './notices.tsx'
import { ReaderFrame } from './reader-frame.tsx'
import { ViewLink } from './view-link.tsx'
import { Wordmark } from './wordmark.tsx'

export function Root({ app }: { app: App }) {
  const { view, documentId } = app.navigation.route.value
  const isReading = documentId !== null
  // Behind a document that was opened by its address, the list is not rendered.
  const wasLeft = useRef(false)
  if (!isReading) wasLeft.current = true
  useSignalEffect(() => {
    const { view, documentId } = app.navigation.route.value
    if (documentId !== null) return
    document.title = view === 'system' ? 'Glyphflow: the system' : 'Glyphflow'
  })
  return (
    <>
      <div class="behind" inert={isReading}>
        <header class="top">
          <Wordmark navigation={app.navigation} />
          <SearchField navigation={app.navigation} />
          <ViewLink navigation={app.navigation} />
        </header>
        {view === 'documents' && wasLeft.current && <Documents app={app} />}
        {view === 'system' && (
          <main aria-busy={app.system.value === null}>
            <Lazy
              app={app}
              styleSheet="system.css"
              load={async () => (await import('./system/system-view.tsx')).SystemView}
            />
          </main>
        )}
        <Footer app={app} />
      </div>
      <DropTarget onFiles={(files) => void app.submission.add(files)} />
      {isReading && <ReaderFrame app={app} />}
      <Notices app={app} />
      <Announcer notices={app.notices} />
    </>
  )
}

function Documents({ app }: { app: App }) {
  const { query, filter } = app.navigation.route.value
  const isSearching = query !== ''
  const isPart = isSearching || isFiltered(filter)
  return (
    <main class="library" aria-busy={app.pager.state.value === 'unknown'}>
      {!isPart && <Intake app={app} />}
      {isPart && !isSearching && <h1 class="unseen">Filtered documents</h1>}
      <SubmissionBar submission={app.submission} />
      <RefusalsLine app={app} />
      <BatchBars app={app} />
      {(isPart || app.library.items.value.length > 0) && <ListBar app={app} />}
      {isSearching ? <SearchResults app={app} /> : <AllDocuments app={app} />}
    </main>
  )
}
