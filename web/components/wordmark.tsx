import type { Navigation } from '../routing/navigation.ts'
import { followIn } from './view-link.tsx'

/** The name with its logo: a g from which lines flow. */
export function Wordmark({ navigation }: { navigation: Navigation }) {
  return (
    <a class="wordmark" href="./" onClick={(event) => followIn(navigation, event, 'documents')}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" />
        <circle cx="13" cy="13" r="5" />
        <path d="M18 8v11.5c0 6-10 6-10 1M18 13.5h7M18 19h5" />
      </svg>
      Glyphflow
    </a>
  )
}
