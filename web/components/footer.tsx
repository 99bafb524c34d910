import type { App } from '../app/create-app.ts'
import { formatCount } from '../format/quantity.ts'
import { Readers } from './readers.tsx'

/** The system in a line, except below the system view, which says it all. */
export function Footer({ app }: { app: App }) {
  return (
    <footer class="bottom">
      <span>Text out of images, on your own machines.</span>
      {app.navigation.route.value.view === 'documents' && <SystemLine app={app} />}
      <a href="docs">The API</a>
    </footer>
  )
}

function SystemLine({ app }: { app: App }) {
  if (!app.isConnected.value) return <span>Not connected</span>
  const system = app.system.value
  if (system === null) return <span> </span>
  const { queuedPages: queued, deadLetters } = system
  const givenUp = deadLetters.waiting
  return (
    <>
      <span>
        {queued === 0 ? 'No pages waiting' : `${formatCount(queued, 'page')} waiting`}
        {givenUp > 0 && (
          <span title="Events that failed for good: their documents can be read again">
            {` · ${formatCount(givenUp, 'dead letter')}`}
          </span>
        )}
      </span>
      {app.areServicesCurrent.value && <Readers services={system.services} />}
    </>
  )
}
