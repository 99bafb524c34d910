import { formatCount } from '../format/quantity.ts'
import type { Page } from '../page/create-page.ts'
import { Readers } from './readers.tsx'

export function Footer({ page }: { page: Page }) {
  const queued = page.system.value?.queuedPages
  const givenUp = page.system.value?.deadLetters.waiting ?? 0
  return (
    <footer class="bottom">
      <span>Text out of images, on your own machines.</span>
      <span>
        {queued === undefined && ' '}
        {queued === 0 && 'No pages waiting'}
        {queued !== undefined && queued > 0 && `${formatCount(queued, 'page')} waiting`}
        {givenUp > 0 && (
          <span title="Events that were given up: their documents can be read again">
            {` · ${formatCount(givenUp, 'dead letter')}`}
          </span>
        )}
      </span>
      <Readers services={page.system.value?.services ?? null} />
      <a href="docs">The API</a>
    </footer>
  )
}
