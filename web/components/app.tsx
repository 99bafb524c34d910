import type { Page } from '../page/create-page.ts'
import { BatchBars } from './batch-bar.tsx'
import { DetailView } from './detail-view.tsx'
import { DropTarget } from './drop-target.tsx'
import { Footer } from './footer.tsx'
import { Intake } from './intake.tsx'
import { Announcer, Notices } from './notices.tsx'
import { SearchField } from './search-field.tsx'
import { SearchResults } from './search-results.tsx'
import { Shelf } from './shelf.tsx'
import { Wordmark } from './wordmark.tsx'

/** The page from top to bottom. */
export function App({ page }: { page: Page }) {
  const isSearching = page.navigation.route.value.query !== ''
  return (
    <>
      <header class="top">
        <Wordmark />
        <SearchField navigation={page.navigation} />
      </header>
      <main aria-busy={page.pager.state.value === 'unknown'}>
        {!isSearching && <Intake page={page} />}
        <BatchBars batches={page.batches} isDrawing={page.actions.isDrawing} />
        {isSearching ? <SearchResults page={page} /> : <Shelf page={page} />}
      </main>
      <Footer page={page} />
      <DropTarget onFiles={(files) => page.actions.addFiles(files, page.uploads)} />
      <DetailView page={page} />
      <Notices page={page} />
      <Announcer notices={page.notices} />
    </>
  )
}
