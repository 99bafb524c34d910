import type { App } from '../app/create-app.ts'
import { DetailView } from './detail/detail-view.tsx'
import { Footer } from './footer.tsx'
import { BatchBars } from './intake/batch-bar.tsx'
import { DropTarget } from './intake/drop-target.tsx'
import { Intake } from './intake/intake.tsx'
import { AllDocuments } from './list/all-documents.tsx'
import { SearchField } from './list/search-field.tsx'
import { SearchResults } from './list/search-results.tsx'
import { Announcer, Notices } from './notices.tsx'
import { Wordmark } from './wordmark.tsx'

export function Root({ app }: { app: App }) {
  const isSearching = app.navigation.route.value.query !== ''
  return (
    <>
      <header class="top">
        <Wordmark />
        <SearchField navigation={app.navigation} />
      </header>
      <main aria-busy={app.pager.state.value === 'unknown'}>
        {!isSearching && <Intake app={app} />}
        <BatchBars batches={app.batches} isAddingSamples={app.actions.isAddingSamples} />
        {isSearching ? <SearchResults app={app} /> : <AllDocuments app={app} />}
      </main>
      <Footer app={app} />
      <DropTarget onFiles={(files) => app.actions.addFiles(files, app.uploads)} />
      <DetailView app={app} />
      <Notices app={app} />
      <Announcer notices={app.notices} />
    </>
  )
}
