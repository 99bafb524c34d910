import type { Navigation } from '../routing/navigation.ts'
import type { Route } from '../routing/route.ts'
import { Icon } from './icon.tsx'

/** Link to the system, or from it back to the documents. */
export function ViewLink({ navigation }: { navigation: Navigation }) {
  const isSystem = navigation.route.value.view === 'system'
  return (
    <a
      class="view-link"
      href={isSystem ? './' : 'system'}
      onClick={(event) => followIn(navigation, event, isSystem ? 'documents' : 'system')}
    >
      <Icon name={isSystem ? 'picture' : 'pulse'} />
      <span>{isSystem ? 'Documents' : 'System'}</span>
    </a>
  )
}

/** Shows a view without loading the page again, which would end uploads. */
export function followIn(navigation: Navigation, event: MouseEvent, view: Route['view']): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  navigation.visit(view)
}
