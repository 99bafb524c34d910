import type { ComponentChildren } from 'preact'
import type { Navigation } from '../../routing/navigation.ts'
import { documentHash } from '../../routing/route.ts'

export interface DocumentLinkProps {
  navigation: Navigation
  /** Null while there is no document yet: then it is no link. */
  id: string | null
  page?: number
  class: string
  label?: string
  /** Beside another link to the same place, one is enough for the keyboard. */
  isExtra?: boolean
  children: ComponentChildren
}

/** Leads to the detail view; a new tab opens it as well. */
export function DocumentLink(props: DocumentLinkProps) {
  const { navigation, id, page = 1, label, isExtra = false, children } = props
  return (
    <a
      class={props.class}
      href={id === null ? undefined : documentHash(id, page)}
      aria-label={label}
      tabindex={isExtra ? -1 : undefined}
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
