import type { ComponentChildren } from 'preact'
import type { Navigation } from '../../routing/navigation.ts'
import { documentHash } from '../../routing/route.ts'

export interface DocumentLinkProps {
  navigation: Navigation
  /** Null before the document exists: renders no href. */
  id: string | null
  page?: number
  class: string
  label?: string
  /** Second link to the same target: not in the tab order. */
  isDuplicate?: boolean
  children: ComponentChildren
}

/** Link to the detail view; works in a new tab too. */
export function DocumentLink(props: DocumentLinkProps) {
  const { navigation, id, page = 1, label, isDuplicate = false, children } = props
  return (
    <a
      class={props.class}
      href={id === null ? undefined : documentHash(id, page)}
      aria-label={label}
      tabindex={isDuplicate ? -1 : undefined}
      onClick={(event) => {
        if (id === null || event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        navigation.open(id, page)
      }}
    >
      {children}
    </a>
  )
}
