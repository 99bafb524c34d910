import type { ComponentChildren } from 'preact'
import type { Navigation } from '../../routing/navigation.ts'
import { documentAddress } from '../../routing/route.ts'

export interface DocumentLinkProps {
  navigation: Navigation
  /** Null before the document exists: renders no href. */
  id: string | null
  page?: number | null
  class: string
  label?: string
  /** Second link to the same target: not in the tab order. */
  isDuplicate?: boolean
  children: ComponentChildren
}

/** Link to the reader; works in a new tab too. */
export function DocumentLink(props: DocumentLinkProps) {
  const { navigation, id, page = null, label, isDuplicate = false, children } = props
  return (
    <a
      class={props.class}
      href={id === null ? undefined : documentAddress(id, page)}
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
