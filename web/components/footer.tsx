import type { App } from '../app/create-app.ts'
import { formatCount } from '../format/quantity.ts'
import { Readers } from './readers.tsx'

export function Footer({ app }: { app: App }) {
  const queued = app.system.value?.queuedPages
  const givenUp = app.system.value?.deadLetters.waiting ?? 0
  return (
    <footer class="bottom">
      <span>Text out of images, on your own machines.</span>
      <span>
        {queued === undefined && ' '}
        {queued === 0 && 'No pages waiting'}
        {queued !== undefined && queued > 0 && `${formatCount(queued, 'page')} waiting`}
        {givenUp > 0 && (
          <span title="Events that failed for good: their documents can be read again">
            {` · ${formatCount(givenUp, 'dead letter')}`}
          </span>
        )}
      </span>
      <Readers services={app.system.value?.services ?? null} />
      <a href="docs">The API</a>
    </footer>
  )
}
