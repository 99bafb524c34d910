import { isFiltered, noFilter } from '../../library/filter.ts'
import type { Navigation } from '../../routing/navigation.ts'

/** Why the server does not list what is asked for, and the way back. */
export function Refused({ navigation, reason }: { navigation: Navigation; reason: string }) {
  const hasFilter = isFiltered(navigation.route.value.filter)
  return (
    <div class="nothing" role="status">
      <p>{`The server does not accept this address: ${reason}`}</p>
      <button
        type="button"
        class="button"
        onClick={() => (hasFilter ? navigation.filter(noFilter) : navigation.visit('documents'))}
      >
        {hasFilter ? 'Clear filters' : 'Show all documents'}
      </button>
    </div>
  )
}
