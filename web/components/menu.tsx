import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'

export interface MenuProps {
  name: string
  icon: IconName
  /** Instead of the name, which then only explains the button. */
  label?: ComponentChildren
  /** For screen readers, after the name. */
  note?: string
  children: (close: () => void) => ComponentChildren
}

/** Button that opens a panel; it closes with Escape, when the focus leaves it, and when the panel says so. */
export function Menu({ name, icon, label, note, children }: MenuProps) {
  const menu = useRef<HTMLDetailsElement>(null)
  const close = () => menu.current?.removeAttribute('open')
  const closeAndKeepFocus = () => {
    const details = menu.current
    if (details?.contains(document.activeElement)) details.querySelector('summary')?.focus()
    close()
  }

  return (
    <details
      ref={menu}
      class="menu"
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) close()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return
        // What is around it stays open.
        event.preventDefault()
        event.stopPropagation()
        closeAndKeepFocus()
      }}
    >
      <summary class="quiet" title={name}>
        <Icon name={icon} />
        {label ?? <span class="wide">{name}</span>}
        {note && <span class="unseen">{note}</span>}
      </summary>
      {/* A click beside its controls leaves the focus within. */}
      <div class="menu-panel" tabIndex={-1}>
        {children(closeAndKeepFocus)}
      </div>
    </details>
  )
}
